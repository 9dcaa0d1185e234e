import { stringify } from 'csv-stringify';
import type { Call } from '../domain/call.ts';
import type { Row, Scorecard } from '../domain/scorecard.ts';
import type { Report } from './define.ts';
import { plainDecimal } from './plain-decimal.ts';

/** A row per model × task × metric × group. */
export const summaryCsv: Report = {
  name: 'csv',
  summary: 'a row per model, task, metric and group',
  file: 'summary.csv',
  write: ({ scorecard }) => lines(scorecard.rows.map((row) => summaryRow(row, scorecard))),
};

/** A row per try of every call. */
export const callsCsv: Report = {
  name: 'calls',
  summary: 'a row per call, failed tries too (CSV)',
  file: 'calls.csv',
  write: ({ scorecard, calls }) => lines(callRows(calls(), scorecard.run_id)),
};

async function* callRows(calls: AsyncIterable<Call>, run_id: string) {
  for await (const call of calls) yield callRow(call, run_id);
}

/** RFC 4180; a cell that a spreadsheet would run as a formula is escaped; numbers are written by `plainDecimal`. */
const lines = (rows: Iterable<object> | AsyncIterable<object>): AsyncIterable<string> => {
  const csv = stringify({
    header: true,
    escape_formulas: true,
    encoding: 'utf8',
    cast: {
      number: (value) => (value < 0 ? { value: plainDecimal(value), escape_formulas: false } : plainDecimal(value)),
      boolean: (value) => String(value),
    },
  });
  feed(csv, rows).catch((error) => csv.destroy(error));
  return csv;
};

async function feed(csv: ReturnType<typeof stringify>, rows: Iterable<object> | AsyncIterable<object>): Promise<void> {
  for await (const row of rows) {
    if (!csv.write(row)) await new Promise((resolve) => csv.once('drain', resolve));
  }
  csv.end();
}

const summaryRow = ({ quality, ...row }: Row, { run_id }: Scorecard) => ({
  run_id,
  model: row.model,
  provider: row.provider,
  snapshot: row.snapshot,
  task: row.task,
  metric: row.metric,
  group: row.group,
  n: quality.n,
  asked: row.asked,
  quality: quality.value,
  ci_low: quality.low,
  ci_high: quality.high,
  cost_usd: row.cost_usd,
  usd_per_1k_tasks: row.usd_per_1k_tasks,
  usd_per_correct: row.usd_per_correct,
  input_tokens: row.input_tokens,
  output_tokens: row.output_tokens,
  latency_p50_ms: row.latency_p50_ms,
  latency_p95_ms: row.latency_p95_ms,
  ttft_p50_ms: row.ttft_p50_ms,
  output_tokens_per_s: row.output_tokens_per_s,
  wrong: row.wrong,
  unparsed: row.unparsed,
  refused: row.refused,
  truncated: row.truncated,
  failed: row.failed,
  unscored: row.unscored,
  pareto: row.pareto,
  level: row.level,
  cost_estimated: row.cost_estimated,
});

function callRow({ usage, price, cost, ...call }: Call, run_id: string) {
  const perToken = price && 'input' in price ? price : undefined;
  const perHour = price && 'usd_per_hour' in price ? price : undefined;
  return {
    run_id,
    role: call.role,
    model: call.model,
    task: call.task,
    sample: call.sample,
    epoch: call.epoch,
    attempt: call.attempt,
    started_at: call.started_at,
    status: call.status,
    failure: call.failure,
    waited_ms: call.waited_ms,
    latency_ms: call.latency_ms,
    ttft_ms: call.ttft_ms,
    finish_reason: call.finish_reason,
    snapshot: call.snapshot,
    request_id: call.request_id,
    input_tokens: usage && usage.input + usage.input_cached + usage.input_cache_write,
    input_cached_tokens: usage?.input_cached,
    input_cache_write_tokens: usage?.input_cache_write,
    output_tokens: usage?.output,
    reasoning_tokens: usage?.reasoning,
    input_usd_per_mtok: perToken?.input,
    input_cached_usd_per_mtok: perToken && (perToken.input_cached ?? perToken.input),
    input_cache_write_usd_per_mtok: perToken && (perToken.input_cache_write ?? perToken.input),
    output_usd_per_mtok: perToken?.output,
    usd_per_hour: perHour?.usd_per_hour,
    cost_usd: cost.picoUsd === null ? null : cost.picoUsd / 1e12,
    cost_estimated: cost.estimated,
  };
}
