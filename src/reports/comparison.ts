import { Chalk } from 'chalk';
import type { ComparisonReport } from '../domain/comparison.ts';
import { harmless } from '../lib/harmless.ts';
import { jsonText } from '../lib/json-text.ts';
import type { Shown } from './columns.ts';
import { type ComparisonRow, comparisonColumns, comparisonKeys } from './comparison-columns.ts';
import { comparisonNotes } from './comparison-notes.ts';
import { comparisonTables, pairColumnKeys } from './comparison-table.ts';
import { csvTable } from './csv-lines.ts';
import { forMarkdown } from './escape.ts';
import { markdownTable } from './markdown.ts';
import { regressionLines } from './regression-text.ts';
import { type Screen, terminalPage } from './terminal.ts';

/** Writes a comparison down, with the columns and the order that were asked for. */
export interface ComparisonFormat {
  /** The keys of columns that may be chosen; absent where there are none. */
  readonly columns?: readonly string[];
  write(report: ComparisonReport, screen: Screen, shown?: Shown): Iterable<string> | AsyncIterable<string>;
}

const terminal: ComparisonFormat = {
  columns: pairColumnKeys,

  *write(report, screen, shown) {
    yield* terminalPage(comparisonTables(report, shown), comparisonNotes(report), screen);
    const chalk = new Chalk({ level: screen.colour ? 1 : 0 });
    for (const one of report.regressions) {
      yield `\n${chalk.bold(harmless(`${one.task} ${one.sample}: lost by ${one.candidate}`))}\n`;
      for (const line of regressionLines(one)) yield `${line}\n`;
    }
  },
};

const markdown: ComparisonFormat = {
  columns: pairColumnKeys,

  *write(report, _, shown) {
    const { suite, run_id, baseline_run_id } = report;
    yield `# ${forMarkdown(suite)}: comparison\n\nRun \`${run_id}\`${baseline_run_id === null ? '' : ` against \`${baseline_run_id}\``}.\n`;
    for (const table of comparisonTables(report, shown)) {
      yield `\n## ${forMarkdown(table.title)}\n\n${forMarkdown(table.protocol)}\n\n${markdownTable(table)}`;
    }
    const notes = comparisonNotes(report);
    if (notes.length > 0) yield `\n## Notes\n\n${notes.map((note) => `- ${forMarkdown(note)}\n`).join('')}`;
    for (const one of report.regressions) {
      yield `\n## ${forMarkdown(`${one.task} ${one.sample}: lost by ${one.candidate}`)}\n\n`;
      // Indented by four, a text is shown as it is, whatever it holds.
      for (const line of regressionLines(one)) yield `    ${line}\n`;
    }
  },
};

const csv: ComparisonFormat = {
  columns: comparisonKeys,
  write: (report, _, shown) => csvTable(comparisonColumns(report), rowsOf(report), shown),
};

const rowsOf = ({ comparisons }: ComparisonReport): ComparisonRow[] =>
  comparisons.flatMap(({ slices, break_even, ...of }) => [
    { of, break_even, slice: null },
    ...slices.map((slice) => ({ of, break_even, slice })),
  ]);

const json: ComparisonFormat = { write: (report) => [jsonText(report)] };

export const comparisonFormats: Readonly<Record<string, ComparisonFormat>> = { terminal, markdown, csv, json };
