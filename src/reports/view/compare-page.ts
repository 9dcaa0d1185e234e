import type { ComparisonReport, RunChange } from '../../domain/comparison.ts';
import { comparisonNotes } from '../comparison-notes.ts';
import { changeTable, comparisonTables } from '../comparison-table.ts';
import { forHtml } from '../html/escape.ts';
import { htmlTable } from '../html/table.ts';
import { regressionLines } from '../regression-text.ts';
import { listOf, type Page, runPath } from './frame.ts';

/** The query of the page that compares two runs, the earlier one first. */
export const compareQuery = (earlier: string, later: string): string =>
  `?${new URLSearchParams({ a: earlier, b: later })}`;

export interface ComparedPageInput {
  /** Names of the runs' folders. */
  readonly earlier: string;
  readonly later: string;
  readonly report: ComparisonReport;
}

/** Each model of two runs with itself: the tables of `compare`, and what was lost. */
export const comparePage = ({ earlier, later, report }: ComparedPageInput): Page => ({
  title: `${report.suite}: two runs`,
  about: sidesOf(earlier, later),
  body: bodyOf(report),
});

function* bodyOf(report: ComparisonReport): Generator<string> {
  yield '<h2>Differences</h2>\n';
  for (const [place, table] of comparisonTables(report).entries()) yield htmlTable(table, `table-${place + 1}`);
  yield listOf(comparisonNotes(report), 'Notes');
  if (report.regressions.length === 0) return;
  yield '<h2>Some of what was lost</h2>\n';
  for (const one of report.regressions) {
    const lines = regressionLines(one).map((line) => `${forHtml(line)}\n`);
    yield `<details>\n<summary>${forHtml(`${one.task} ${one.sample}: lost by ${one.candidate}`)}</summary>\n<pre tabindex="0">${lines.join('')}</pre>\n</details>\n`;
  }
}

const sidesOf = (earlier: string, later: string): string => {
  const link = (id: string) => `<a href="${forHtml(runPath(id))}">${forHtml(id)}</a>`;
  const swap = `<a href="/compare${forHtml(compareQuery(later, earlier))}">the other way round</a>`;
  return `<p>${link(later)} against ${link(earlier)} (${swap})</p>\n`;
};

export interface NotComparedInput {
  readonly earlier: string;
  readonly later: string;
  readonly changes: readonly RunChange[];
}

/** Two runs that are not compared, since they asked or graded in different ways. */
export const notComparablePage = ({ earlier, later, changes }: NotComparedInput): Page => ({
  title: 'Not comparable',
  about: sidesOf(earlier, later),
  body: [
    '<p>The two runs asked or graded in different ways: their figures cannot be set against each other.</p>\n',
    htmlTable(changeTable(changes, { earlier, later }), 'changes'),
    `<p><a href="/compare${forHtml(compareQuery(earlier, later))}&amp;protocol=any">Compare them all the same</a>: a difference may be due to that alone.</p>\n`,
  ],
});
