import type { Estimate } from '../domain/estimate.ts';
import type { Random } from '../lib/random.ts';
import { hasOneSign, ratio, ratioLimits, type Sums, TABLE } from './bootstrap.ts';
import { clusteredInterval, clusteredMean, clusterSums } from './cluster.ts';
import { NO_LIMITS } from './limits.ts';
import { sum } from './sum.ts';

/** The source that each sample shares with others; null or undefined where it shares none. */
export type Clusters = readonly (string | null | undefined)[];

/** Each sample's share of the two sums, and their sources where these are told. */
export interface SourcedSums extends Sums {
  readonly clusters?: Clusters | undefined;
}

/**
 * Σover ÷ Σunder with its 95 % interval. Where samples share sources that is the widest of the bootstrap over sources, which
 * is too narrow where these are few, and the cluster-robust t of the linearised ratio (W. G. Cochran, Sampling Techniques,
 * 1977, 6.4), away from 0 also that of its logarithm, since what is never negative is skewed; there is none of one source.
 */
export function clusteredRatio(sums: SourcedSums, random: Random, draws: number = TABLE.draws): Estimate {
  const sources = sourcesOf(sums.clusters);
  const [n, under] = [sums.over.length, sum(sums.under)];
  if (!sources || under === 0) return ratio(sums, random, draws);
  const value = sum(sums.over) / under;
  const off = sums.over.map((over, at) => ((over - value * (sums.under[at] as number)) * n) / under);
  const robust = clusteredInterval(clusteredMean(off, sources), TABLE.confidence);
  const drawn = ratioLimits(clusterSums(sums, sources), random, { ...TABLE, draws });
  if (!robust || !drawn) return { value, ...NO_LIMITS, n };
  const farther = hasOneSign(sums) ? value * Math.exp(robust.high / Math.abs(value)) : value;
  return {
    value,
    low: Math.min(value + robust.low, drawn.low, farther),
    high: Math.max(value + robust.high, drawn.high, farther),
    n,
  };
}

/** What each sample shares, by name; null where nobody tells of any. */
export function sourcesOf(clusters: Clusters = []): readonly string[] | null {
  if (clusters.every((cluster = null) => cluster === null)) return null;
  return clusters.map((cluster = null, index) => (cluster === null ? String(index) : `source ${cluster}`));
}
