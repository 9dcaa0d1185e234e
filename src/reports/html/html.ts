import type { Scorecard } from '../../domain/scorecard.ts';
import type { Report, ReportInput } from '../define.ts';
import { standingNotes } from '../notes.ts';
import { type PageAssets, pageAssets } from './assets.ts';
import { forHtml } from './escape.ts';
import { sampleData } from './sample-data.ts';
import { samplesSection } from './samples.ts';
import { type Section, sectionsOf } from './sections.ts';

/** One file for a browser: figures, and every sample to look at; it asks nobody for anything. */
export const html: Report = {
  name: 'html',
  summary: 'a page for a browser, with every sample',
  file: 'report.html',

  write: htmlPage,
};

async function* htmlPage({ scorecard, answered }: ReportInput): AsyncGenerator<string> {
  const assets = pageAssets();
  const sections = [...(await sectionsOf(scorecard)), samplesSection(scorecard)];
  yield headOf(scorecard, assets);
  yield `<header>\n${titleOf(scorecard)}${contents(sections)}</header>\n<main>\n`;
  for (const { id, title, body } of sections) {
    yield `<section aria-labelledby="${id}">\n<h2 id="${id}" tabindex="-1">${title}</h2>\n${body}</section>\n`;
  }
  yield '</main>\n';
  yield* sampleData(answered(), scorecard);
  yield `<script>${assets.script}</script>\n</body>\n</html>\n`;
}

const headOf = ({ suite }: Scorecard, { style, policy }: PageAssets): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${forHtml(suite)} · llm-bench</title>
<style>
${style}</style>
</head>
<body>
`;

/** Which run it is, and first of all where it is not what it seems. */
function titleOf(scorecard: Scorecard): string {
  const { suite, run_id, started_at, seed, tool_version } = scorecard;
  return `<h1>${forHtml(suite)}</h1>
<p>Run <code>${forHtml(run_id)}</code>, started <time>${forHtml(started_at)}</time>, seed ${seed}, llm-bench ${forHtml(tool_version)}.</p>
${standingNotes(scorecard)
  .map((note) => `<p class="standing">${forHtml(note)}</p>\n`)
  .join('')}`;
}

const contents = (sections: readonly Section[]): string =>
  `<nav class="contents" aria-label="Contents">${sections
    .map(({ id, title }) => `<a href="#${id}">${title}</a>`)
    .join(' ')}</nav>\n`;
