import type { Limits } from './limits.ts';
import { moments } from './moments.ts';
import { zAt } from './normal.ts';
import { tAt } from './student.ts';

/** One sample as a judge has it: a difference of two models, or one model's score. */
export interface JudgedValue {
  readonly judged: number;
  /** What the judge gives more than people do, on answers to it that they labelled; null where they labelled none. */
  readonly off: number | null;
  /** The source that it shares with others; all samples have one, or none has. */
  readonly cluster?: string | undefined;
}

/** The mean as people would see it, and on how much it rests; figures are null where too little is labelled. */
export interface CorrectedMean {
  readonly n: number;
  readonly labelled: number;
  /** Labelled samples, or sources of such, that share nothing. */
  readonly units: number;
  /** As the judge alone has it. */
  readonly judged: number | null;
  readonly value: number | null;
  readonly se: number | null;
  /** The part of the variance that more labels make smaller. */
  readonly variance_by_labels: number | null;
}

/**
 * Two samples for either side are supposed beside those seen, since few samples may well have shown none of a judge's errors,
 * or of a candidate's losses: as A. Agresti & B. A. Coull, Am. Stat. 52 (1998) 119, add to a share. They widen, and shift nothing.
 */
const SUPPOSED = 4;

/**
 * A judge's mean over all samples, less what it is off by on those that people labelled, which must be a random draw: the
 * prediction-powered mean (arXiv 2301.09633, 2311.01453) with λ = N/(n + N), fixed before anything is seen, which survey
 * samplers call the difference estimator (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, ch. 12). Where all are labelled,
 * the labels alone count. Of samples that share sources the errors are summed by source.
 */
export function correctedMean(samples: readonly JudgedValue[]): CorrectedMean {
  const [n, seen] = [samples.length, samples.filter(isLabelled)];
  const lambda = n === 0 ? 0 : 1 - seen.length / n;
  const labelled = partOf(seen, 1, ({ judged, off }) => (1 - lambda) * judged - off);
  const more = partOf(
    samples.filter((one) => !isLabelled(one)),
    lambda,
    ({ judged }) => judged,
  );
  const judged = moments(samples.map((one) => one.judged)).value;
  const off = moments(seen.map((one) => one.off));
  const known = { n, labelled: seen.length, units: labelled.units, judged };
  if (judged === null || off.value === null || off.variance === null || labelled.units < 2)
    return { ...known, value: null, se: null, variance_by_labels: null };
  const variance = squared([...labelled.errors, ...more.errors]) + labelled.supposed + more.supposed;
  return {
    ...known,
    value: judged - off.value,
    se: Math.sqrt(variance),
    variance_by_labels: Math.min(variance, off.variance / seen.length + labelled.supposed),
  };
}

const isLabelled = (one: JudgedValue): one is JudgedValue & { readonly off: number } => one.off !== null;

/** How far a sample's value lies from the mean, as a part of the figure. */
interface SampleError {
  readonly error: number;
  readonly cluster: string | undefined;
}

/** One of the two means that the figure is made of: how many units it has, and the variance of those that are supposed. */
function partOf<T extends JudgedValue>(samples: readonly T[], weight: number, read: (one: T) => number) {
  const values = samples.map(read);
  const mean = moments(values).value ?? 0;
  const units =
    samples[0]?.cluster === undefined ? samples.length : new Set(samples.map(({ cluster }) => cluster)).size;
  const others = Math.max(1, units - 1);
  const scale = (weight * Math.sqrt(units / others)) / values.length;
  const errors = values.map(
    (value, place): SampleError => ({ error: scale * (value - mean), cluster: samples[place]?.cluster }),
  );
  return { units, errors, supposed: units === 0 ? 0 : (weight ** 2 * SUPPOSED) / (units * others) };
}

/** The sum of squares, of the errors of one source together. */
function squared(errors: readonly SampleError[]): number {
  if (errors[0]?.cluster === undefined) return errors.reduce((sum, { error }) => sum + error ** 2, 0);
  const sums = new Map<string | undefined, number>();
  for (const { error, cluster } of errors) sums.set(cluster, (sums.get(cluster) ?? 0) + error);
  return [...sums.values()].reduce((sum, error) => sum + error ** 2, 0);
}

/** The 1 − 2α interval by Student's t, with as many degrees of freedom as the labels leave; null where nothing is known. */
export function correctedInterval({ value, se, units }: CorrectedMean, alpha: number): Limits | null {
  if (value === null || se === null) return null;
  const half = tAt(1 - alpha, units - 1) * se;
  return { low: value - half, high: value + half };
}

/** Power of the number of labels that would decide. */
const POWER = 0.8;

/** Labelled samples that would tell the mean from a threshold if what was seen is true; null where no number of these samples would. */
export function labelsToDecide(
  { value, se, variance_by_labels, labelled, n }: CorrectedMean,
  { threshold, alpha }: { readonly threshold: number; readonly alpha: number },
): number | null {
  if (value === null || se === null || variance_by_labels === null) return null;
  const wanted = ((value - threshold) / (zAt(1 - alpha) + zAt(POWER))) ** 2;
  const left = wanted - (se ** 2 - variance_by_labels);
  const needed = left > 0 ? Math.ceil((variance_by_labels * labelled) / left) : Number.POSITIVE_INFINITY;
  return needed <= n ? Math.max(needed, labelled + 1) : null;
}
