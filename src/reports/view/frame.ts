import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageAssets } from '../html/assets.ts';
import { forHtml } from '../html/escape.ts';

/** The pages' style and program stand beside the source, also in the package: nothing makes them. */
const FOLDER = join(import.meta.dirname, '../../../src/reports/view/page');

/** What every page of view shares. */
export interface ViewAssets {
  readonly style: string;
  readonly script: string;
  /** What a page may do: run this one script, use this one style, send its forms here, and ask nobody else for anything. */
  readonly policy: string;
  /** What a run's own report may do, which has a script and a style of its own. */
  readonly reportPolicy: string;
  /** What such a report itself says that it may do. */
  readonly ownPolicy: string;
}

/** No page may be framed, change where its links lead, or send a form elsewhere. */
const CLOSED = "base-uri 'none'; frame-ancestors 'none'";

export function viewAssets(): ViewAssets {
  const report = pageAssets();
  const style = `${report.style}\n${read('view.css')}`;
  const script = `'use strict';\n(() => {\n${read('runs.js')}})();\n`;
  return {
    ...{ style, script },
    policy: `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; img-src data:; form-action 'self'; ${CLOSED}`,
    ownPolicy: report.policy,
    reportPolicy: `${report.policy}; form-action 'none'; ${CLOSED}`,
  };
}

const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** A page of view, before it is framed. */
export interface Page {
  readonly title: string;
  /** Below the title; HTML. */
  readonly about?: string;
  /** Where the page stands: links to the pages above it. The list of runs has none. */
  readonly isTop?: boolean;
  /** The page's content; HTML. */
  readonly body: Iterable<string>;
  /** True for the page whose program it is. */
  readonly hasScript?: boolean;
}

/** A whole page in pieces. */
export function* framed(page: Page, { style, script }: ViewAssets): Generator<string> {
  const { title, about = '', isTop = false, body, hasScript = false } = page;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${forHtml(title)} · llm-bench</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
${isTop ? '' : '<nav aria-label="Pages"><a href="/">All runs</a></nav>\n'}<h1>${forHtml(title)}</h1>
${about}</header>
<main id="content">
`;
  yield* body;
  yield `</main>\n${hasScript ? `<script>${script}</script>\n` : ''}</body>\n</html>\n`;
}

/** The address of a run's page, or of what lies below it. */
export const runPath = (id: string, below = ''): string => `/runs/${encodeURIComponent(id)}/${below}`;

/** A list of lines; nothing where there is none. */
export const listOf = (items: readonly string[], title: string): string =>
  items.length === 0
    ? ''
    : `<h2>${title}</h2>\n<ul class="notes">\n${items.map((item) => `<li>${forHtml(item)}</li>\n`).join('')}</ul>\n`;
