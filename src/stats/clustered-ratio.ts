import type { Estimate } from '../domain/scorecard.ts';
import type { Random } from '../lib/random.ts';
import { type Pair, ratio, ratioLimits, TABLE } from './bootstrap.ts';
import { clusteredInterval, clusteredMean } from './cluster.ts';
import { NO_LIMITS } from './limits.ts';

/** A sample's share of the two sums, and the source that it shares with others; none where it shares none. */
export interface SourcedPair extends Pair {
  readonly cluster?: string | null | undefined;
}

/**
 * Σover ÷ Σunder with its 95 % interval. Where samples share sources that is the wider of the bootstrap over sources, which
 * is too narrow where these are few, and the cluster-robust t of the linearised ratio (W. G. Cochran, Sampling Techniques,
 * 1977, 6.4); there is none of one source.
 */
export function clusteredRatio(pairs: readonly SourcedPair[], random: Random, draws: number = TABLE.draws): Estimate {
  const sources = sourcesOf(pairs);
  const whole = sources && sumOf(pairs);
  if (!whole || whole.under === 0) return ratio(pairs, random, draws);
  const [n, value] = [pairs.length, whole.over / whole.under];
  const off = pairs.map(({ over, under }) => ((over - value * under) * n) / whole.under);
  const robust = clusteredInterval(clusteredMean(off, sources), TABLE.confidence);
  const drawn = ratioLimits(bySource(pairs, sources), random, { ...TABLE, draws });
  if (!robust || !drawn) return { value, ...NO_LIMITS, n };
  return { value, low: Math.min(value + robust.low, drawn.low), high: Math.max(value + robust.high, drawn.high), n };
}

/** What each sample shares, by name; null where nobody tells of any. */
export function sourcesOf(samples: readonly Pick<SourcedPair, 'cluster'>[]): readonly string[] | null {
  if (samples.every(({ cluster = null }) => cluster === null)) return null;
  return samples.map(({ cluster = null }, index) => (cluster === null ? String(index) : `source ${cluster}`));
}

/** The sums of each source. */
function bySource(pairs: readonly Pair[], sources: readonly string[]): readonly Pair[] {
  const sums = new Map<string, Pair>();
  for (const [index, { over, under }] of pairs.entries()) {
    const before = sums.get(sources[index] as string) ?? { over: 0, under: 0 };
    sums.set(sources[index] as string, { over: before.over + over, under: before.under + under });
  }
  return [...sums.values()];
}

function sumOf(pairs: readonly Pair[]): Pair {
  let [over, under] = [0, 0];
  for (const pair of pairs) [over, under] = [over + pair.over, under + pair.under];
  return { over, under };
}
