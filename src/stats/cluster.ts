import type { Pair } from './bootstrap.ts';
import type { Limits } from './limits.ts';
import { tAt } from './student.ts';

/** Below, the spread of scores in 0…1 is what rounding left. */
const LEAST_SE = 1e-12;

/** The mean of samples that share sources, with errors that allow for it; all figures null where they cannot be had. */
export interface ClusteredMean {
  readonly n: number;
  readonly clusters: number;
  readonly value: number | null;
  /** As large samples have it (K.-Y. Liang & S. L. Zeger, Biometrika 73 (1986) 13): too small where clusters are few. */
  readonly cr0: number | null;
  /** CR2, unbiased where samples are alike; null of one cluster. */
  readonly se: number | null;
  /** Satterthwaite's degrees of freedom for `se`, seldom a whole number. */
  readonly df: number | null;
}

/**
 * The mean over samples with cluster-robust errors CR0 and CR2 and the degrees of freedom of R. M. Bell & D. F. McCaffrey,
 * Surv. Methodol. 28 (2002) 169; for evaluations of models: E. Miller, arXiv 2411.00640. `clusters` names each value's
 * source. It speaks of samples from new sources; differences of two models may stand for the values.
 */
export function clusteredMean(values: readonly number[], clusters: readonly string[]): ClusteredMean {
  const n = values.length;
  const groups = clusterSums(values, clusters);
  const unknown = { n, clusters: groups.length, cr0: null, se: null, df: null };
  if (n === 0) return { ...unknown, value: null };
  const value = groups.reduce((total, { over }) => total + over, 0) / n;
  if (groups.length < 2) return { ...unknown, value };
  const squares = groups.map(({ over, under }) => ({ square: (over - under * value) ** 2, size: under }));
  const cr0 = Math.sqrt(squares.reduce((total, { square }) => total + square, 0)) / n;
  const se = Math.sqrt(squares.reduce((total, { square, size }) => total + square / (1 - size / n), 0)) / n;
  return {
    n,
    clusters: groups.length,
    value,
    cr0,
    se,
    df: satterthwaite(
      groups.map(({ under }) => under),
      n,
    ),
  };
}

/** The interval of a clustered mean by CR2 and Student's t, two-sided; null of one cluster, or without spread. */
export function clusteredInterval({ value, se, df }: ClusteredMean, confidence: number): Limits | null {
  if (value === null || df === null || !hasSpread(se)) return null;
  const half = tAt((1 + confidence) / 2, df) * se;
  return { low: value - half, high: value + half };
}

/** Whether there is more of an error than rounding leaves. */
export const hasSpread = (se: number | null): se is number => se !== null && se >= LEAST_SE;

/** Each cluster's sum and size, in the order in which they come. */
export function clusterSums(values: readonly number[], clusters: readonly string[]): Pair[] {
  const sums = new Map<string, { over: number; under: number }>();
  for (const [index, value] of values.entries()) {
    const cluster = clusters[index] as string;
    const { over, under } = sums.get(cluster) ?? { over: 0, under: 0 };
    sums.set(cluster, { over: over + value, under: under + 1 });
  }
  return [...sums.values()];
}

/** n² ÷ (Σn_g² + Σ_{g≠h} w_g·w_h ÷ n²) with w = n_g² ÷ (1 − n_g/n): the sum over pairs as (Σw)² − Σw². */
function satterthwaite(sizes: readonly number[], n: number): number {
  let [squares, weights, squaredWeights] = [0, 0, 0];
  for (const size of sizes) {
    const weight = size ** 2 / (1 - size / n);
    squares += size ** 2;
    weights += weight;
    squaredWeights += weight ** 2;
  }
  return n ** 2 / (squares + (weights ** 2 - squaredWeights) / n ** 2);
}
