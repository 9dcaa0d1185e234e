import type { Estimate } from '../domain/estimate.ts';
import type { Limits } from './limits.ts';
import { moments } from './moments.ts';
import { tAt } from './student.ts';
import { sum } from './sum.ts';
import { scoreLimits, wilson } from './wilson.ts';

const CONFIDENCE = 0.95;

/**
 * `right` of `n`, with Wilson's 95 % interval: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209. All null at n = 0.
 */
export function proportion(right: number, n: number): Estimate {
  if (n === 0) return { value: null, low: null, high: null, n };
  return { value: right / n, ...wilson(right, n, CONFIDENCE), n };
}

/**
 * The mean of values in 0…1 with its 95 % interval. None below two values, nor where all are the same: their spread is then
 * unknown, not 0.
 */
export function mean(values: readonly number[]): Estimate {
  const { n, value, variance } = moments(values);
  if (value === null || !variance) return { value, low: null, high: null, n };
  return { value, ...meanLimits({ value, variance: variance / n, df: n - 1 }), n };
}

/**
 * The 95 % limits of a mean of values in 0…1 by its variance: Wilson's, of as many samples as would make a share of right
 * answers as sure, value·(1 − value)/variance, and with Student's t (N. Dean & M. Pagano, J. Surv. Stat. Methodol. 3 (2015)
 * 484). Unlike ± t standard errors they know that near an end of the scale the mean and its error change together.
 */
export function meanLimits({ value, variance, df }: { value: number; variance: number; df: number }): Limits {
  const { low, high } = scoreLimits(value, (value * (1 - value)) / variance, tAt((1 + CONFIDENCE) / 2, df));
  return { low: Math.min(low, value), high: Math.max(high, value) };
}

/**
 * The mean of the groups' values, each one share whatever its size: the groups are fixed, the samples in them drawn. Its
 * 95 % limits come from the groups' own by squaring and adding the distances (MOVER: Zou & Donner, Statist. Med. 27 (2008)
 * 1693), so that groups that are all right or all wrong add what their few samples leave open. n counts samples. All null
 * but n where a group has no value, since a mean over the others would be another figure; no interval where one has none.
 */
export const macroMean = (groups: readonly Estimate[]): Estimate => meanOfMeans(groups, 0);

/** The same of differences, which lie within −1…1. */
export const macroDifference = (groups: readonly Estimate[]): Estimate => meanOfMeans(groups, -1);

function meanOfMeans(groups: readonly Estimate[], least: number): Estimate {
  const n = sum(groups.map((group) => group.n));
  const values = groups.map(({ value }) => value);
  if (values.length === 0 || !values.every((one) => one !== null)) return { value: null, low: null, high: null, n };
  const value = sum(values) / values.length;
  const distance = (limit: 'low' | 'high') =>
    Math.hypot(...groups.map((group, index) => (group[limit] ?? Number.NaN) - (values[index] as number))) /
    values.length;
  const [below, above] = [distance('low'), distance('high')];
  if (Number.isNaN(below + above)) return { value, low: null, high: null, n };
  return { value, low: Math.max(least, value - below), high: Math.min(1, value + above), n };
}
