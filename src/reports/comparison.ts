import { Chalk } from 'chalk';
import type { ComparisonReport, DetailedComparison, Slice } from '../domain/comparison.ts';
import type { Difference } from '../domain/scorecard.ts';
import { harmless } from '../lib/harmless.ts';
import { comparisonNotes } from './comparison-notes.ts';
import { comparisonTables } from './comparison-table.ts';
import { type Columns, csvLines } from './csv-lines.ts';
import { forMarkdown } from './escape.ts';
import { jsonText } from './json.ts';
import { markdownTable } from './markdown.ts';
import { regressionLines } from './regression-text.ts';
import { terminalPage } from './terminal.ts';

/** Writes a comparison down. */
export type ComparisonFormat = (report: ComparisonReport, colour: boolean) => Iterable<string> | AsyncIterable<string>;

export const comparisonFormats: Readonly<Record<string, ComparisonFormat>> = {
  *terminal(report, colour) {
    yield* terminalPage(comparisonTables(report), comparisonNotes(report), colour);
    const chalk = new Chalk({ level: colour ? 1 : 0 });
    for (const one of report.regressions) {
      yield `\n${chalk.bold(harmless(`${one.task} ${one.sample}: lost by ${one.candidate}`))}\n`;
      for (const line of regressionLines(one)) yield `${line}\n`;
    }
  },

  *markdown(report) {
    const { suite, run_id, baseline_run_id } = report;
    yield `# ${forMarkdown(suite)}: comparison\n\nRun \`${run_id}\`${baseline_run_id === null ? '' : ` against \`${baseline_run_id}\``}.\n`;
    for (const table of comparisonTables(report)) {
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

  csv: (report) => csvLines(columnsOf(report), rowsOf(report)),

  json: (report) => [jsonText(report)],
};

/** A comparison, or a part of one. */
interface CsvRow {
  readonly of: DetailedComparison;
  readonly slice: Slice | null;
}

const rowsOf = ({ comparisons }: ComparisonReport): CsvRow[] =>
  comparisons.flatMap((of) => [{ of, slice: null }, ...of.slices.map((slice) => ({ of, slice }))]);

/** What a part does not have stays empty. */
function columnsOf({ run_id, baseline_run_id }: ComparisonReport): Columns<CsvRow> {
  const figure =
    <T>(figureOf: (difference: Difference) => T) =>
    ({ of, slice }: CsvRow) =>
      figureOf(slice ?? of);
  const whole =
    <T>(figureOf: (of: DetailedComparison) => T) =>
    ({ of, slice }: CsvRow) =>
      slice ? null : figureOf(of);
  return {
    run_id: () => run_id,
    baseline_run_id: () => baseline_run_id,
    candidate: ({ of }) => of.candidate,
    baseline: ({ of }) => of.baseline,
    task: ({ of }) => of.task,
    metric: ({ of }) => of.metric,
    group: ({ slice }) => slice?.name ?? '*',
    level: ({ slice }) => slice?.level ?? 'all',
    n: figure(({ n }) => n),
    missing: figure(({ missing }) => missing),
    candidate_quality: whole(({ quality }) => quality.candidate),
    baseline_quality: whole(({ quality }) => quality.baseline),
    difference: figure(({ difference }) => difference.value),
    ci_low: figure(({ difference }) => difference.low),
    ci_high: figure(({ difference }) => difference.high),
    method: figure(({ method }) => method),
    p: figure(({ p }) => p),
    p_holm: figure(({ p_holm }) => p_holm),
    test: figure(({ test }) => test),
    mcnemar_p: whole(({ mcnemar_p }) => mcnemar_p),
    lost: figure(({ regressions }) => regressions),
    won: figure(({ gains }) => gains),
    flip_rate: whole(({ flip_rate }) => flip_rate),
    verdict: whole(({ verdict }) => verdict),
    samples_needed: whole(({ samples_needed }) => samples_needed),
    cost_ratio: whole(({ cost_ratio }) => cost_ratio.value),
    cost_ratio_low: whole(({ cost_ratio }) => cost_ratio.low),
    cost_ratio_high: whole(({ cost_ratio }) => cost_ratio.high),
    cost_estimated: whole(({ cost_estimated }) => cost_estimated),
    latency_difference_ms: whole(({ latency_ms }) => latency_ms.value),
    latency_difference_low_ms: whole(({ latency_ms }) => latency_ms.low),
    latency_difference_high_ms: whole(({ latency_ms }) => latency_ms.high),
    usd_saved_per_1k: whole(({ break_even }) => break_even?.usd_saved_per_1k.value),
    break_even: whole(({ break_even }) => break_even?.verdict),
    usd_per_error: whole(({ break_even }) => break_even?.usd_per_error.value),
    usd_per_error_low: whole(({ break_even }) => break_even?.usd_per_error.low),
    usd_per_error_high: whole(({ break_even }) => break_even?.usd_per_error.high),
  };
}
