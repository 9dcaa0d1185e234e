import { comparisonsCsv } from './comparisons-csv.ts';
import { confusionCsv } from './confusion.ts';
import { callsCsv, summaryCsv } from './csv.ts';
import type { Report } from './define.ts';
import { html } from './html/html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { scatter } from './scatter.ts';
import { svg } from './svg.ts';
import { terminal } from './terminal.ts';

export const reports: readonly Report[] = [
  ...[terminal, markdown, html, summaryCsv, callsCsv, comparisonsCsv, confusionCsv, json],
  ...[junit, svg, scatter],
];
