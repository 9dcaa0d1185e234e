import type { ErrorBreakEven } from '../domain/economics.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Random } from '../lib/random.ts';
import { meanSums } from '../stats/bootstrap.ts';
import { clusterSums } from '../stats/cluster.ts';
import { type Clusters, clusteredRatio, sourcesOf } from '../stats/clustered-ratio.ts';
import { proportion } from '../stats/interval.ts';
import { samplesNeeded } from '../stats/samples-needed.ts';

/** What it changes on each sample to ask the candidate in the incumbent's place, in columns. */
export interface Swaps {
  readonly saved_usd: Float64Array;
  /** The share of a right answer that is lost; below 0 it is won. */
  readonly lost: Float64Array;
  /** Absent where nobody tells of sources. */
  readonly clusters?: Clusters | undefined;
}

interface Asked {
  /** True when every answer is right or wrong. */
  readonly binary: boolean;
  /** What one wrong answer costs; null where nobody says. */
  readonly error_cost_usd: number | null;
  readonly random: Random;
}

type BreakEven = Omit<ErrorBreakEven, 'task'>;

/**
 * The cost of a wrong answer at which a swap saves nothing: what it saves over what it gets wrong more. Its interval is that
 * of right answers lost per dollar saved, turned over: where it holds 0, the cost has no upper limit, and nobody can tell
 * which of the two is better.
 */
export function breakEvenOf(swaps: Swaps, { binary, error_cost_usd, random }: Asked): BreakEven {
  const losses = lossesOf(swaps);
  const perThousand = (values: Float64Array) =>
    clusteredRatio({ ...meanSums(values.map((value) => 1000 * value)), clusters: swaps.clusters }, random);
  const saved = perThousand(swaps.saved_usd);
  const wrong = perThousand(swaps.lost);
  const isSure = isAwayFromZero({ ...saved, n: losses.length });
  const lostPerUsd = isSure ? lostOf(swaps, saved, binary, random) : UNKNOWN;
  const usd_per_error = turnedOver(lostPerUsd);
  const saves = (saved.value ?? 0) > 0;
  const isClear = lostPerUsd.low !== null && lostPerUsd.high !== null && lostPerUsd.low * lostPerUsd.high > 0;
  const needed = isClear || !isSure ? null : samplesNeeded([...losses]);
  return {
    usd_saved_per_1k: saved,
    wrong_per_1k: wrong,
    verdict: isClear ? verdictOf(saves, lostPerUsd) : 'unclear',
    usd_per_error,
    samples_needed: needed && Math.ceil((needed * swaps.lost.length) / losses.length),
    error_cost_usd,
    pays: isSure ? paysAt(error_cost_usd, saves, isClear, lostPerUsd) : null,
  };
}

interface PairOf {
  readonly seed: number;
  readonly task: string;
  readonly metric: string;
  readonly models: readonly [string, string];
}

/** What draws for two models on a task: the same whichever comes first, so that every report has the same figures. */
export const pairSeeds = ({ seed, task, metric, models }: PairOf): (string | number)[] => [
  ...[seed, task, metric],
  ...[...models].sort(),
];

/** What each source loses a sample; of samples that share none, what each loses. */
function lossesOf({ lost, clusters }: Swaps): Float64Array {
  const sources = sourcesOf(clusters);
  if (!sources) return lost;
  const { over, under } = clusterSums(meanSums(lost), sources);
  return over.map((sum, at) => sum / (under[at] as number));
}

type Limits = Omit<Estimate, 'n'>;

const UNKNOWN: Limits = { value: null, low: null, high: null };

/** Of equal amounts too: no interval is drawn of them, but their sign is known. */
const isAwayFromZero = ({ value, low, high, n }: Estimate): boolean =>
  n > 1 && value !== null && value !== 0 && (low === null || high === null || low * high > 0);

/** Where no sample tells two models apart, Tango's limits (Statist. Med. 17 (1998) 891): Wilson's of none, on both sides. */
function lostOf(swaps: Swaps, saved: Estimate, binary: boolean, random: Random): Limits {
  const { lost, saved_usd, clusters } = swaps;
  if (lost.some((one) => one !== 0)) return clusteredRatio({ over: lost, under: saved_usd, clusters }, random);
  if (!binary || saved.value === null) return { ...UNKNOWN, value: 0 };
  const most = (proportion(0, lossesOf(swaps).length).high ?? Number.NaN) / Math.abs(saved.value / 1000);
  return { value: 0, low: -most, high: most };
}

/** Dollars per wrong answer: no limit above where it may be that none is lost. */
function turnedOver({ value, low, high }: Limits): Limits {
  if (low === null || high === null || high <= 0) return UNKNOWN;
  return low > 0
    ? { value: value === null ? null : 1 / value, low: 1 / high, high: 1 / low }
    : { value: null, low: 1 / high, high: null };
}

function verdictOf(saves: boolean, { value }: Limits): BreakEven['verdict'] {
  if ((value ?? 0) > 0) return saves ? 'pays_below' : 'pays_above';
  return saves ? 'dominates' : 'dominated';
}

/** Whether it pays at a cost of errors; null where that hangs on what is not known. */
function paysAt(errorCost: number | null, saves: boolean, isClear: boolean, lostPerUsd: Limits): boolean | null {
  if (errorCost === null) return null;
  if (isClear && (lostPerUsd.value ?? 0) < 0) return saves;
  const { low, high } = turnedOver(lostPerUsd);
  if (low !== null && errorCost < low) return saves;
  return high !== null && errorCost > high ? !saves : null;
}
