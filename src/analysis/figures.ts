import type { Estimate } from '../domain/estimate.ts';
import { addKnown, toUsd } from '../domain/money.ts';
import type { Row, StateCounts } from '../domain/row.ts';
import { clusteredMean, hasSpread } from '../stats/cluster.ts';
import { mean, meanLimits, proportion } from '../stats/interval.ts';
import { quantile } from '../stats/quantile.ts';
import type { TrialTable } from './trial-table.ts';

/** Some of a table's samples, by their places. */
export interface Selection {
  readonly table: TrialTable;
  readonly samples: readonly number[];
  /** The source that each sample of the task shares with others, by place; null where it is not told. */
  readonly clusters?: readonly (string | null)[];
}

/** The figures of a Row that come from trials alone. */
export type Figures = Pick<
  Row,
  | 'asked'
  | 'cost_usd'
  | 'spent_usd'
  | 'cost_estimated'
  | 'usd_per_1k_tasks'
  | 'usd_per_correct'
  | 'input_tokens'
  | 'output_tokens'
  | 'eff_usd_per_1m_tokens'
  | 'input_per_output'
  | 'latency_p50_ms'
  | 'latency_p95_ms'
  | 'ttft_p50_ms'
  | 'output_tokens_per_s'
  | 'decode_tokens_per_s'
> &
  StateCounts;

export interface MetricChoice {
  readonly metric: string;
  /** The place of the metric's grader among the task's. */
  readonly grader: number;
  readonly binary: boolean;
}

/** The value of each sample that has any, and the sources of those that share one. */
function countedIn({ table, samples, clusters }: Selection, metric: string) {
  const counted = { values: [] as number[], clusters: [] as string[] };
  for (const sample of samples) {
    const value = sampleValue(table, sample, metric);
    if (value === null) continue;
    counted.values.push(value);
    const cluster = clusters?.[sample] ?? null;
    if (cluster !== null) counted.clusters.push(cluster);
  }
  return counted;
}

/** The mean over a sample's epochs that count; null where none does. */
export function sampleValue(table: TrialTable, sample: number, metric: string): number | null {
  let [sum, n] = [0, 0];
  for (let epoch = 0; epoch < table.epochs; epoch++) {
    const value = table.value(sample * table.epochs + epoch, metric);
    if (!Number.isNaN(value)) [sum, n] = [sum + value, n + 1];
  }
  return n === 0 ? null : sum / n;
}

/** Over samples; of samples that share sources the cluster-robust interval. */
export function qualityOf(selection: Selection, { metric, binary }: MetricChoice): Estimate {
  const { values, clusters } = countedIn(selection, metric);
  const isClustered = values.length > 0 && clusters.length === values.length;
  return isClustered ? clustered(values, clusters) : overSamples(values, binary);
}

/** Wilson's interval where every sample is right or wrong, also when asked again; else Student's. */
export function overSamples(values: readonly number[], binary: boolean): Estimate {
  if (!binary || values.some((value) => value !== 0 && value !== 1)) return mean(values);
  return proportion(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

/** No interval of one source, nor where all sources are alike. */
function clustered(values: readonly number[], clusters: readonly string[]): Estimate {
  const { value, n, se, df } = clusteredMean(values, clusters);
  if (value === null || df === null || !hasSpread(se)) return { value, low: null, high: null, n };
  return { value, ...meanLimits({ value, variance: se ** 2, df }), n };
}

/** Counts, money, tokens and times over trials; sums are null where a part of them is unknown. */
export function figuresOf(selections: readonly Selection[], choices: readonly MetricChoice[]): Figures {
  const sums = new Sums();
  for (const [index, selection] of selections.entries()) sums.addAll(selection, choices[index] as MetricChoice);
  return sums.figures();
}

class Sums {
  #asked = 0;
  #value = 0;
  #femtoUsd: bigint | null = 0n;
  #femtoSpent: bigint | null = 0n;
  #estimated = false;
  #binary = true;
  readonly #states: Record<string, number> = {};
  #wrong = 0;
  #answers = 0;
  #input = 0;
  #output = 0;
  /** Output tokens and milliseconds of the answers where both are known. */
  #rated = { tokens: 0, ms: 0 };
  /** Tokens after the first and the milliseconds that they took, of streamed answers. */
  #decoded = { tokens: 0, ms: 0 };
  readonly #latencies: number[] = [];
  readonly #ttfts: number[] = [];

  addAll({ table, samples }: Selection, choice: MetricChoice): void {
    this.#binary &&= choice.binary;
    for (const sample of samples) {
      for (let epoch = 0; epoch < table.epochs; epoch++) this.#add(table, sample * table.epochs + epoch, choice);
    }
  }

  #add(table: TrialTable, trial: number, { metric, grader }: MetricChoice): void {
    this.#femtoUsd = addKnown(this.#femtoUsd, table.femtoUsd(trial));
    this.#femtoSpent = addKnown(this.#femtoSpent, table.femtoSpent(trial));
    this.#estimated ||= table.isCostEstimated(trial);
    if (!table.isAsked(trial)) return;
    this.#asked += 1;
    const state = table.state(trial, grader);
    this.#states[state] = (this.#states[state] ?? 0) + 1;
    const value = table.value(trial, metric);
    if (!Number.isNaN(value)) this.#value += value;
    if (state === 'scored' && value === 0) this.#wrong += 1;
    if (table.isAnswered(trial)) this.#addAnswer(table, trial);
  }

  #addAnswer(table: TrialTable, trial: number): void {
    const output = table.outputTokens[trial] as number;
    const latency = table.latencyMs[trial] as number;
    const ttft = table.ttftMs[trial] as number;
    this.#answers += 1;
    this.#input += table.inputTokens[trial] as number;
    this.#output += output;
    if (!Number.isNaN(latency)) this.#latencies.push(latency);
    if (!Number.isNaN(ttft)) this.#ttfts.push(ttft);
    if (Number.isNaN(output) || Number.isNaN(latency)) return;
    this.#rated.tokens += output;
    this.#rated.ms += latency;
    if (Number.isNaN(ttft) || output === 0 || latency - ttft < SHORTEST_STREAM_MS) return;
    this.#decoded.tokens += output - 1;
    this.#decoded.ms += latency - ttft;
  }

  figures(): Figures {
    const count = (state: string) => this.#states[state] ?? 0;
    // Calls that all failed for nothing do not tell what the work costs.
    const isTold = this.#answers > 0 || this.#femtoUsd !== 0n;
    const femto = this.#asked === 0 || this.#femtoUsd === null || !isTold ? null : Number(this.#femtoUsd);
    const latencies = new Float64Array(this.#latencies).sort();
    return {
      asked: this.#asked,
      cost_usd: this.#asked === 0 || this.#femtoUsd === null ? null : toUsd(this.#femtoUsd),
      spent_usd: this.#asked === 0 || this.#femtoSpent === null ? null : toUsd(this.#femtoSpent),
      cost_estimated: this.#estimated,
      usd_per_1k_tasks: femto === null ? null : femto / (1e12 * this.#asked),
      usd_per_correct: femto === null || this.#value === 0 || !this.#binary ? null : femto / (1e15 * this.#value),
      input_tokens: this.#answers === 0 ? null : known(this.#input),
      output_tokens: this.#answers === 0 ? null : known(this.#output),
      eff_usd_per_1m_tokens: femto === null ? null : quotient(femto / 1e9, this.#input + this.#output),
      input_per_output: quotient(this.#input, this.#output),
      latency_p50_ms: quantile(latencies, 0.5),
      latency_p95_ms: quantile(latencies, 0.95),
      ttft_p50_ms: quantile(new Float64Array(this.#ttfts).sort(), 0.5),
      output_tokens_per_s: perSecond(this.#rated),
      decode_tokens_per_s: perSecond(this.#decoded),
      wrong: this.#binary ? this.#wrong : null,
      unparsed: count('unparsed'),
      refused: count('refused'),
      truncated: count('truncated'),
      failed: count('failed'),
      unscored: count('unscored') + count('owed'),
    };
  }
}

/** What came sooner came in one piece, and tells no rate. */
const SHORTEST_STREAM_MS = 5;

const perSecond = ({ tokens, ms }: { tokens: number; ms: number }): number | null =>
  ms > 0 ? (1000 * tokens) / ms : null;

/** Null where there is nothing to set it against, or that is unknown. */
const quotient = (over: number, under: number): number | null => (under > 0 ? known(over / under) : null);

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
