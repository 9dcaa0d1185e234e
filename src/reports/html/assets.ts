import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page's program and style stand beside the source, also in the package: nothing makes them. */
const FOLDER = join(import.meta.dirname, '../../../src/reports/html/page');

/** The parts of the program; each uses only what stands before it. */
const PARTS = [
  'visible',
  'words',
  'store',
  'filter',
  'unpack',
  'element',
  'sort-key',
  'sort',
  'place',
  'list',
  'sample',
  'search',
  'filters',
  'main',
];

const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** What the page may do: run this one script, use its own style, and ask nobody for anything. */
  readonly policy: string;
}

export function pageAssets(): PageAssets {
  const parts = PARTS.map((part) => inlined(read(`${part}.js`)));
  const script = `'use strict';\n(() => {\n${parts.join('\n')}})();\n`;
  const hash = createHash('sha256').update(script).digest('base64');
  return {
    script,
    style: read('page.css'),
    policy: `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'`,
  };
}

/** A module as a part of one script: what it imports stands before it, and so does what it exports to others. */
const inlined = (module: string): string => module.replace(/^import [^;]*;\n/gm, '').replace(/^export /gm, '');
