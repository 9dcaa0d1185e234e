import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reports } from '../reports/index.ts';
import { findView } from './lists/views.ts';
import { hostedColumns } from './tables/hosting-columns.ts';
import { measuredColumns } from './tables/measured-columns.ts';
import { billedColumns } from './tables/prices.ts';

const text = await readFile(join(import.meta.dirname, '../../docs/csv.md'), 'utf8');

/** The columns of each table of docs/csv.md, by its heading. */
const told = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [
      section.split('\n', 1)[0] ?? '',
      section.split('\n').flatMap((line) => /^\| `(\w+)` \| [^|]* \| [^|]+ \|$/.exec(line)?.[1] ?? []),
    ]),
);

const keysOf = (what: string, view: Parameters<typeof findView>[1] = {}) => Object.keys(findView(what, view).columns);

describe('docs/csv.md tells exactly the columns, in their order, of', () => {
  test.each(reports.filter(({ file }) => file?.endsWith('.csv')))('$file', ({ file, columns }) => {
    expect(told.get(file ?? '')).toEqual(columns);
  });

  test.each([
    ['report --table landscape', Object.keys(measuredColumns)],
    ['report --table hosting', Object.keys(hostedColumns)],
    ['report --table prices', Object.keys(billedColumns)],
    ['list prices', keysOf('prices')],
    ['list prices --trend', keysOf('prices', { trend: 'mmlu>=82' })],
    ['list prices --diff', keysOf('prices', { diff: '2025-01-01' })],
    ['list prices --check', keysOf('prices', { check: true })],
    ['list models', keysOf('models')],
    ['list models --table landscape', keysOf('models', { table: 'landscape' })],
  ])('%s', (heading, columns) => {
    expect(told.get(heading)).toEqual(columns);
  });
});
