import type { Call } from '../domain/call.ts';
import { toUsd } from '../domain/money.ts';
import { totalInput } from '../domain/outcome.ts';
import type { Rates } from '../domain/price.ts';
import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { type Columns, chosenOf, csvLines, csvTable } from './csv-lines.ts';
import type { Report } from './define.ts';

/** Of a run, what columns are made from. */
type Facts = Pick<Scorecard, 'run_id' | 'prices' | 'params'>;

/** Names of columns are the same whatever the run. */
const ANY: Facts = { run_id: '', prices: [] };

/** A row per model × task × metric × group. */
export const summaryCsv: Report = {
  name: 'csv',
  summary: 'a row per model, task, metric and group',
  file: 'summary.csv',
  columns: Object.keys(summaryColumns(ANY)),
  write: ({ scorecard, shown }) => csvTable(summaryColumns(scorecard), scorecard.rows, shown),
};

/** A row per try of every call. */
export const callsCsv: Report = {
  name: 'calls',
  summary: 'a row per call, failed tries too (CSV)',
  file: 'calls.csv',
  columns: Object.keys(callColumns(ANY)),
  isStreamed: true,
  write: ({ scorecard, calls, shown = {} }) => csvLines(chosenOf(callColumns(scorecard), shown), calls()),
};

function summaryColumns({ run_id, prices, params = [] }: Facts): Columns<Row> {
  const sizeOf = (model: string) => params.find((one) => one.model === model);
  const priceOf = (model: string) => prices.find((price) => price.model === model);
  return {
    run_id: () => run_id,
    model: ({ model }) => model,
    provider: ({ provider }) => provider,
    snapshot: ({ snapshot }) => snapshot,
    task: ({ task }) => task,
    metric: ({ metric }) => metric,
    group: ({ group }) => group,
    n: ({ quality }) => quality.n,
    asked: ({ asked }) => asked,
    quality: ({ quality }) => quality.value,
    ci_low: ({ quality }) => quality.low,
    ci_high: ({ quality }) => quality.high,
    cost_usd: ({ cost_usd }) => cost_usd,
    usd_per_1k_tasks: ({ usd_per_1k_tasks }) => usd_per_1k_tasks,
    usd_per_correct: ({ usd_per_correct }) => usd_per_correct,
    input_tokens: ({ input_tokens }) => input_tokens,
    output_tokens: ({ output_tokens }) => output_tokens,
    latency_p50_ms: ({ latency_p50_ms }) => latency_p50_ms,
    latency_p95_ms: ({ latency_p95_ms }) => latency_p95_ms,
    ttft_p50_ms: ({ ttft_p50_ms }) => ttft_p50_ms,
    output_tokens_per_s: ({ output_tokens_per_s }) => output_tokens_per_s,
    wrong: ({ wrong }) => wrong,
    unparsed: ({ unparsed }) => unparsed,
    refused: ({ refused }) => refused,
    truncated: ({ truncated }) => truncated,
    failed: ({ failed }) => failed,
    unscored: ({ unscored }) => unscored,
    pareto: ({ pareto }) => pareto,
    level: ({ level }) => level,
    cost_estimated: ({ cost_estimated }) => cost_estimated,
    spent_usd: ({ spent_usd }) => spent_usd,
    decode_tokens_per_s: ({ decode_tokens_per_s }) => decode_tokens_per_s,
    usd_per_1k_low: ({ usd_per_1k_low }) => usd_per_1k_low,
    usd_per_1k_high: ({ usd_per_1k_high }) => usd_per_1k_high,
    usd_per_correct_low: ({ usd_per_correct_low }) => usd_per_correct_low,
    usd_per_correct_high: ({ usd_per_correct_high }) => usd_per_correct_high,
    eff_usd_per_1m_tokens: ({ eff_usd_per_1m_tokens }) => eff_usd_per_1m_tokens,
    input_per_output: ({ input_per_output }) => input_per_output,
    price_date: ({ model }) => priceOf(model)?.row?.from,
    price_source: ({ model }) => priceOf(model)?.row?.source.join(' ') ?? priceOf(model)?.origin,
    dominated_by: ({ dominated_by }) => dominated_by,
    near_tie: ({ near_tie }) => near_tie,
    params_total_b: ({ model }) => sizeOf(model)?.params_total_b,
    params_active_b: ({ model }) => sizeOf(model)?.params_active_b,
    params_estimated: ({ model }) => sizeOf(model)?.params_estimated,
  };
}

function callColumns({ run_id }: Facts): Columns<Call> {
  return {
    run_id: () => run_id,
    role: ({ role }) => role,
    model: ({ model }) => model,
    task: ({ task }) => task,
    sample: ({ sample }) => sample,
    epoch: ({ epoch }) => epoch,
    attempt: ({ attempt }) => attempt,
    started_at: ({ started_at }) => started_at,
    status: ({ status }) => status,
    failure: ({ failure }) => failure,
    waited_ms: ({ waited_ms }) => waited_ms,
    latency_ms: ({ latency_ms }) => latency_ms,
    ttft_ms: ({ ttft_ms }) => ttft_ms,
    finish_reason: ({ finish_reason }) => finish_reason,
    snapshot: ({ snapshot }) => snapshot,
    request_id: ({ request_id }) => request_id,
    input_tokens: ({ usage }) => usage && totalInput(usage),
    input_cached_tokens: ({ usage }) => usage?.input_cached,
    input_cache_write_tokens: ({ usage }) => usage?.input_cache_write,
    input_cache_write_1h_tokens: ({ usage }) => usage && (usage.input_cache_write_1h ?? 0),
    output_tokens: ({ usage }) => usage?.output,
    reasoning_tokens: ({ usage }) => usage?.reasoning,
    input_usd_per_mtok: (call) => perToken(call)?.input,
    input_cached_usd_per_mtok: (call) => perToken(call)?.input_cached ?? perToken(call)?.input,
    input_cache_write_usd_per_mtok: (call) => perToken(call)?.input_cache_write ?? perToken(call)?.input,
    input_cache_write_1h_usd_per_mtok: (call) =>
      perToken(call)?.input_cache_write_1h ?? perToken(call)?.input_cache_write ?? perToken(call)?.input,
    output_usd_per_mtok: (call) => perToken(call)?.output,
    usd_per_hour: ({ price }) => (price && 'usd_per_hour' in price ? price.usd_per_hour : null),
    cost_usd: ({ cost }) => (cost.femtoUsd === null ? null : toUsd(cost.femtoUsd)),
    cost_estimated: ({ cost }) => cost.estimated,
    service_tier: ({ service_tier }) => service_tier,
    reused_from: ({ reused_from }) => reused_from,
  };
}

const perToken = ({ price }: Call): Rates | undefined => (price && 'input' in price ? price : undefined);
