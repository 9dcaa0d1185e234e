import { moments } from './moments.ts';

/** What several answers to each sample tell; figures are null where there are too few samples or answers. */
export interface Repeats {
  /** Samples, never answers. */
  readonly n: number;
  readonly mean: number | null;
  /** Of the mean over samples. */
  readonly se: number | null;
  /** The variance of one sample's answers: what asking more often makes smaller. */
  readonly within: number | null;
  /** The variance of the samples' own truths: what only more samples make smaller. */
  readonly between: number | null;
}

/**
 * How much of the spread of scores lies within samples and how much between them: one-way analysis of variance, as E. Miller
 * (arXiv 2411.00640, 3) has it for models. A sample's scores are one line; samples without one are left out. `between` is
 * what is left of the variance of the means, no less than 0.
 */
export function repeats(scores: readonly (readonly number[])[]): Repeats {
  const samples = scores.filter((one) => one.length > 0).map(moments);
  const means = moments(samples.map(({ value }) => value as number));
  const within = moments(samples.flatMap(({ variance }) => variance ?? [])).value;
  const perAnswer = moments(samples.map(({ n }) => 1 / n)).value;
  const { n, value, variance } = means;
  if (variance === null) return { n, mean: value, se: null, within, between: null };
  const noise = within === null || perAnswer === null ? null : within * perAnswer;
  return {
    n,
    mean: value,
    se: Math.sqrt(variance / n),
    within,
    between: noise === null ? null : Math.max(0, variance - noise),
  };
}
