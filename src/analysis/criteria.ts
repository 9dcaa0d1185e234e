import type { Criterion, CriterionVerdict, Ruling } from '../domain/verdict.ts';
import { percent, significant, usd } from '../lib/format.ts';
import { seededRandom } from '../lib/random.ts';
import { ratioLimits, type Sums } from '../stats/bootstrap.ts';
import { clusterSums } from '../stats/cluster.ts';
import { sourcesOf } from '../stats/clustered-ratio.ts';
import type { Limits } from '../stats/limits.ts';
import { sum } from '../stats/sum.ts';
import { type Asked, alphaOf, type Contest, limitOf, undecided } from './contest.ts';
import { byJudge } from './judged-loss.ts';
import { rulePairs, ruleQuality } from './loss.ts';
import { bothOf, type SamplePair, type Sides } from './pairs.ts';

/** How each criterion is ruled on a task. */
export const RULES: Readonly<Record<Criterion, (contest: Contest) => CriterionVerdict>> = {
  max_drop: (contest) => byJudge(rulePairs(contest), contest),
  min_quality: (contest) => atStop(byJudge(ruleQuality(contest), contest), contest),
  min_saving: (contest) => atStop(ruleSaving(contest), contest),
  max_unparsed: (contest) => ruleFigure(contest, 'max_unparsed'),
  max_latency_p95_ms: (contest) => ruleFigure(contest, 'max_latency_p95_ms'),
  max_usd_per_1k_tasks: (contest) => ruleFigure(contest, 'max_usd_per_1k_tasks'),
};

/** Of a run that may stop early these are read where it stopped, and their intervals, which suppose a fixed n, are not told. */
function atStop(verdict: CriterionVerdict, { stopping }: Contest): CriterionVerdict {
  if (stopping === null) return verdict;
  return {
    ...verdict,
    ...{ low: null, high: null, samples_to_decide: null },
    why: `${verdict.why} (read at the stop)`,
  };
}

/** Draws of a verdict: with fewer, its limits would move between seeds. */
const DRAWS = 10_000;

/** By the interval of 1 − what the candidate costs ÷ what the baseline costs, on the samples that both were asked. */
function ruleSaving(contest: Contest): CriterionVerdict {
  const { gate, task, pairs, mismatch, seed } = contest;
  const asked: Asked = { criterion: 'min_saving', gate, task };
  const alpha = alphaOf(gate);
  const sums = costsOf(pairs);
  const n = pairs.length;
  if (n === 0) return undecided(asked, { why: 'no sample was asked of both', change: 'ask both the same samples' });
  if (mismatch) return undecided(asked, { n, why: mismatch, change: 'ask both in the same way' });
  if (!sums)
    return undecided(asked, { n, why: 'a cost is unknown', change: 'give each model a price that fits its calls' });
  const under = sum(sums.under);
  if (under === 0) return undecided(asked, { n, why: `${gate.baseline} costs nothing to save from`, change: null });
  const value = 1 - sum(sums.over) / under;
  const random = seededRandom('gate', seed, 'min_saving', gate.candidate, gate.baseline, task);
  const drawn = ratioLimits(sums, random, { draws: DRAWS, confidence: 1 - 2 * alpha });
  const limits = drawn
    ? { low: 1 - drawn.high, high: 1 - drawn.low }
    : sums.over.length > 1
      ? { low: value, high: value }
      : null;
  if (!limits) return undecided(asked, { n, value, why: 'one sample tells no interval', change: 'ask more samples' });
  return {
    criterion: 'min_saving',
    limit: limitOf(asked),
    value,
    ...limits,
    n,
    alpha,
    samples_to_decide: null,
    ...ruledSaving(limits, limitOf(asked)),
  };
}

/** A figure that must not be less than the limit. */
function ruledSaving({ low, high }: Limits, limit: number): Pick<CriterionVerdict, 'ruling' | 'why' | 'change'> {
  if (low >= limit)
    return {
      ruling: 'pass',
      why: `at least ${percent(low)} is saved, and ${percent(limit)} is asked`,
      change: `it would pass up to a min_saving of ${percentDown(low)}`,
    };
  if (high < limit)
    return {
      ruling: 'fail',
      why: `at most ${percent(high)} is saved, and ${percent(limit)} is asked`,
      change: `it would pass up to a min_saving of ${percentDown(low)}`,
    };
  return {
    ruling: 'inconclusive',
    why: `between ${percent(low)} and ${percent(high)} is saved, and ${percent(limit)} is asked`,
    change: `more samples, or a min_saving up to ${percentDown(low)}`,
  };
}

/** A limit that still passes: never rounded past the figure. */
const percentDown = (share: number): string => percent(Math.floor(1000 * share) / 1000);

/** Samples' costs, or those of sources that they share; null where one is unknown. */
function costsOf(pairs: readonly SamplePair[]): Sums | null {
  const column = (side: keyof Sides) => new Float64Array(pairs.map((pair) => bothOf(pair, 'usd')[side] ?? Number.NaN));
  const sums = { over: column('candidate'), under: column('incumbent') };
  if (sums.over.some(Number.isNaN) || sums.under.some(Number.isNaN)) return null;
  const sources = sourcesOf(pairs.map(({ cluster }) => cluster));
  return sources ? clusterSums(sums, sources) : sums;
}

type FigureCriterion = 'max_unparsed' | 'max_latency_p95_ms' | 'max_usd_per_1k_tasks';

interface Figure {
  readonly name: string;
  read(row: NonNullable<Contest['row']>): number | null;
  words(value: number): string;
}

const FIGURES: Readonly<Record<FigureCriterion, Figure>> = {
  max_unparsed: {
    name: 'the share of its unparsed answers',
    read: ({ unparsed, asked, failed }) => (asked > failed ? unparsed / (asked - failed) : null),
    words: percent,
  },
  max_latency_p95_ms: {
    name: 'its p95 latency',
    read: ({ latency_p95_ms }) => latency_p95_ms,
    words: (ms) => `${significant(ms)} ms`,
  },
  max_usd_per_1k_tasks: {
    name: 'its cost of 1,000 tasks',
    read: ({ usd_per_1k_tasks }) => usd_per_1k_tasks,
    words: usd,
  },
};

/** By the figure itself, which must not exceed the limit. */
function ruleFigure({ gate, task, row }: Contest, criterion: FigureCriterion): CriterionVerdict {
  const asked: Asked = { criterion, gate, task };
  const limit = limitOf(asked);
  const { name, read, words } = FIGURES[criterion];
  const value = row ? read(row) : null;
  const n = row ? row.asked - row.failed : 0;
  if (value === null) return undecided(asked, { n, why: `${name} is unknown`, change: null });
  const ruling: Ruling = value <= limit ? 'pass' : 'fail';
  return {
    ...undecided(asked, { n, value, why: `${name} is ${words(value)}, and ${words(limit)} is allowed`, change: null }),
    ruling,
  };
}
