import { moments } from './moments.ts';
import { sum } from './sum.ts';

/** A mean made of few human labels and many judged answers, and its variance; null where there are too few. */
export interface PoweredMean {
  readonly value: number | null;
  readonly variance: number | null;
}

/** What people say of some answers (`human`), what the judge says of the same (`judged`), and of further ones (`more`). */
export interface Labels {
  readonly human: readonly number[];
  readonly judged: readonly number[];
  readonly more: readonly number[];
}

/**
 * The judge's mean, less what it is off by where people looked too: A. N. Angelopoulos et al., Science 382 (2023) 669
 * (arXiv 2301.09633). Any judge will do, a poor one costs width. Scores of one model, or differences of two, for which the
 * judge may favour one of them. With a weight `lambda` below 1, fixed beforehand, the judge is trusted by so much only.
 */
export function predictionPowered({ human, judged, more }: Labels, lambda = 1): PoweredMean {
  const [truth, here, there] = [moments(human), moments(judged), moments(more)];
  if (truth.value === null || here.value === null || there.value === null) return { value: null, variance: null };
  const rest = moments(human.map((one, index) => one - lambda * (judged[index] as number)));
  return {
    value: truth.value + lambda * (there.value - here.value),
    variance: varianceOfSum(there, rest, lambda),
  };
}

/** The same with the judge trusted by just as much as it deserves. */
export interface TunedMean extends PoweredMean {
  /** 0: the labels alone; 1: as much as above. */
  readonly lambda: number | null;
}

/**
 * Prediction-powered with the weight λ, kept within 0…1, that makes the variance least: A. N. Angelopoulos, J. C. Duchi & T.
 * Zrnic, PPI++, arXiv 2311.01453. A judge that says the same of every answer has λ = 0.
 */
export function tunedPredictionPowered(labels: Labels): TunedMean {
  const lambda = tune(labels);
  return lambda === null ? { value: null, variance: null, lambda } : { ...predictionPowered(labels, lambda), lambda };
}

function tune({ human, judged, more }: Labels): number | null {
  const [truth, here] = [moments(human).value, moments(judged).value];
  const spread = moments([...judged, ...more]).variance;
  if (truth === null || here === null || spread === null || human.length < 2 || more.length === 0) return null;
  if (spread === 0) return 0;
  const products = human.map((one, index) => (one - truth) * ((judged[index] as number) - here));
  const covariance = sum(products) / (human.length - 1);
  return Math.min(1, Math.max(0, covariance / ((1 + human.length / more.length) * spread)));
}

type Moments = ReturnType<typeof moments>;

function varianceOfSum(judge: Moments, labels: Moments, lambda: number): number | null {
  if (judge.variance === null || labels.variance === null) return null;
  return (lambda ** 2 * judge.variance) / judge.n + labels.variance / labels.n;
}
