import jstat from 'jstat';
import type { Estimate } from '../domain/scorecard.ts';

const CONFIDENCE = 0.95;
const TAIL = 1 - (1 - CONFIDENCE) / 2;

const z = jstat.jStat.normal.inv(TAIL, 0, 1);

/**
 * `right` of `n`, with Wilson's 95 % interval: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209. All null at n = 0.
 */
export function proportion(right: number, n: number): Estimate {
  if (n === 0) return { value: null, low: null, high: null, n };
  const p = right / n;
  const centre = p + z ** 2 / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return {
    value: p,
    low: right === 0 ? 0 : (centre - half) / scale,
    high: right === n ? 1 : (centre + half) / scale,
    n,
  };
}

/** The mean of values in 0…1 with Student's 95 % interval, kept within 0…1; no interval below two values. */
export function mean(values: readonly number[]): Estimate {
  const { n, value, variance } = moments(values);
  if (value === null || variance === null) return { value, low: null, high: null, n };
  return within(value, jstat.jStat.studentt.inv(TAIL, n - 1) * Math.sqrt(variance / n), n);
}

/**
 * The mean of the groups' means, each group one share whatever its size, with the normal 95 % interval of
 * SE = √ΣSE² ÷ G: the groups are fixed, the samples in them drawn. n counts samples. All null but n where a group has
 * none, since a mean over the others would be another figure; no interval where a group has one.
 */
export function macroMean(groups: readonly (readonly number[])[]): Estimate {
  const all = groups.map(moments);
  const n = all.reduce((sum, group) => sum + group.n, 0);
  if (all.length === 0 || all.some((group) => group.n === 0)) return { value: null, low: null, high: null, n };
  const value = all.reduce((sum, group) => sum + (group.value ?? 0), 0) / all.length;
  if (all.some(({ variance }) => variance === null)) return { value, low: null, high: null, n };
  const squares = all.reduce((sum, group) => sum + (group.variance ?? 0) / group.n, 0);
  return within(value, (z * Math.sqrt(squares)) / all.length, n);
}

const within = (value: number, half: number, n: number): Estimate => ({
  value,
  low: Math.max(0, value - half),
  high: Math.min(1, value + half),
  n,
});

/** Mean and sample variance (n − 1); null where there are too few values. */
function moments(values: readonly number[]): { n: number; value: number | null; variance: number | null } {
  const n = values.length;
  if (n === 0) return { n, value: null, variance: null };
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  if (n === 1) return { n, value, variance: null };
  return { n, value, variance: values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1) };
}
