import { isFailed } from '../../domain/outcome.ts';
import type { readRun } from './llm-bench.ts';

type Files = Awaited<ReturnType<typeof readRun>>;

/** The figures of one row of `summary.csv` that follow from outcomes, scores and the manifest's prices by plain sums. */
interface Figures {
  n: number;
  asked: number;
  quality: number;
  cost_usd: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
  wrong: number;
  failed: number;
  unparsed: number;
  /** Limits of many samples: the normal ones of a linearised ratio. */
  usd_per_1k: number[];
  usd_per_correct: number[];
  eff_usd_per_1m_tokens: number;
  input_per_output: number;
}

/**
 * What `summary.csv` must say of a task's first grader, worked out anew: rows by model, task and group, `*` for all. It
 * shares no code with the program but the types of the files.
 */
export function recompute(
  { manifest, outcomes, scores }: Files,
  groupOf: (sample: string) => string,
): Map<string, Figures> {
  const scoreOf = new Map(scores.map((score) => [`${score.key} ${score.grader}`, score]));
  const graderOf = new Map(manifest.tasks.map(({ name, graders }) => [name, graders[0]?.name]));
  const priceOf = new Map(manifest.suite.models.map(({ id, price }) => [id, price]));
  const sums = new Map<string, Figures>();
  const moments = new Map<Figures, { cc: number; cv: number; vv: number; value: number }>();

  for (const outcome of outcomes) {
    const price = priceOf.get(outcome.model);
    for (const group of ['*', groupOf(outcome.sample)]) {
      const name = [outcome.model, outcome.task, group].join(' | ');
      const row = sums.get(name) ?? zero();
      sums.set(name, row);
      row.asked += 1;
      if (isFailed(outcome)) {
        row.failed += 1;
        continue;
      }
      const score = scoreOf.get(`${outcome.key} ${graderOf.get(outcome.task)}`);
      row.n += 1;
      row.quality += score?.value ?? Number.NaN;
      if (score?.state === 'unparsed') row.unparsed += 1;
      if (score?.state === 'scored' && score.value === 0) row.wrong += 1;
      row.input_tokens = plus(row.input_tokens, outcome.usage && outcome.usage.input + outcome.usage.input_cached);
      row.output_tokens = plus(row.output_tokens, outcome.usage?.output ?? null);
      const cost =
        price === undefined
          ? null
          : 'usd_per_hour' in price
            ? ((outcome.latency_ms ?? 0) / 3_600_000) * price.usd_per_hour
            : outcome.usage && (outcome.usage.input * price.input + outcome.usage.output * price.output) / 1e6;
      row.cost_usd = plus(row.cost_usd, cost);
      const own = moments.get(row) ?? { cc: 0, cv: 0, vv: 0, value: 0 };
      const [c, v] = [cost ?? Number.NaN, score?.value ?? Number.NaN];
      moments.set(row, {
        cc: own.cc + c * c,
        cv: own.cv + c * v,
        vv: own.vv + v * v,
        value: own.value + v,
      });
    }
  }
  for (const row of sums.values()) {
    row.quality /= row.n;
    const { cc = Number.NaN, cv = Number.NaN, vv = Number.NaN, value = Number.NaN } = moments.get(row) ?? {};
    const [cost, n] = [row.cost_usd ?? Number.NaN, row.asked];
    row.usd_per_1k = limitsOf(cost / n, (cc - (cost * cost) / n) / n ** 2, n).map((one) => 1000 * one);
    const [input, output] = [row.input_tokens ?? Number.NaN, row.output_tokens ?? Number.NaN];
    row.eff_usd_per_1m_tokens = (1e6 * cost) / (input + output);
    row.input_per_output = input / output;
    const each = cost / value;
    row.usd_per_correct = limitsOf(each, (cc - 2 * each * cv + each * each * vv) / value ** 2, n);
  }
  return sums;
}

const limitsOf = (figure: number, variance: number, n: number): number[] => {
  const half = 1.959963984540054 * Math.sqrt((variance * n) / (n - 1));
  return [figure - half, figure + half];
};

const zero = (): Figures => ({
  n: 0,
  asked: 0,
  quality: 0,
  cost_usd: 0,
  input_tokens: 0,
  output_tokens: 0,
  wrong: 0,
  failed: 0,
  unparsed: 0,
  usd_per_1k: [],
  usd_per_correct: [],
  eff_usd_per_1m_tokens: Number.NaN,
  input_per_output: Number.NaN,
});

const plus = (sum: number | null, next: number | null): number | null =>
  sum === null || next === null ? null : sum + next;
