import { meanSums, type Sums } from './bootstrap.ts';
import type { Limits } from './limits.ts';
import { tAt } from './student.ts';
import { sum } from './sum.ts';

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
export function clusteredMean(values: ArrayLike<number>, clusters: readonly string[]): ClusteredMean {
  const n = values.length;
  const { over, under: sizes } = clusterSums(meanSums(values), clusters);
  const unknown = { n, clusters: sizes.length, cr0: null, se: null, df: null };
  if (n === 0) return { ...unknown, value: null };
  const value = sum(over) / n;
  if (sizes.length < 2) return { ...unknown, value };
  const squares = over.map((own, at) => (own - (sizes[at] as number) * value) ** 2);
  const cr0 = Math.sqrt(sum(squares)) / n;
  const se = Math.sqrt(sum(squares.map((square, at) => square / (1 - (sizes[at] as number) / n)))) / n;
  return { n, clusters: sizes.length, value, cr0, se, df: satterthwaite(sizes, n) };
}

/** The interval of a clustered mean by CR2 and Student's t, two-sided; null of one cluster, or without spread. */
export function clusteredInterval({ value, se, df }: ClusteredMean, confidence: number): Limits | null {
  if (value === null || df === null || !hasSpread(se)) return null;
  const half = tAt((1 + confidence) / 2, df) * se;
  return { low: value - half, high: value + half };
}

/** Whether there is more of an error than rounding leaves. */
export const hasSpread = (se: number | null): se is number => se !== null && se >= LEAST_SE;

/** The sums of each cluster, in the order in which they come; of a mean's, the sum of its values and its size. */
export function clusterSums({ over, under }: Sums, clusters: readonly string[]): Sums {
  const places = new Map<string, number>();
  const placeOf = clusters.map((cluster) => {
    if (!places.has(cluster)) places.set(cluster, places.size);
    return places.get(cluster) as number;
  });
  return { over: addUp(over, placeOf, places.size), under: addUp(under, placeOf, places.size) };
}

function addUp(values: Float64Array, placeOf: readonly number[], places: number): Float64Array {
  const sums = new Float64Array(places);
  for (const [at, place] of placeOf.entries()) sums[place] = (sums[place] as number) + (values[at] as number);
  return sums;
}

/** n² ÷ (Σn_g² + Σ_{g≠h} w_g·w_h ÷ n²) with w = n_g² ÷ (1 − n_g/n): the sum over pairs as (Σw)² − Σw². */
function satterthwaite(sizes: Float64Array, n: number): number {
  let [squares, weights, squaredWeights] = [0, 0, 0];
  for (const size of sizes) {
    const weight = size ** 2 / (1 - size / n);
    squares += size ** 2;
    weights += weight;
    squaredWeights += weight ** 2;
  }
  return n ** 2 / (squares + (weights ** 2 - squaredWeights) / n ** 2);
}
