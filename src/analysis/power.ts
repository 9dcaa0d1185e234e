import { bisect } from '../stats/bisect.ts';
import type { AskedPair } from '../stats/non-inferiority.ts';
import { leastSamples, tangoSamples } from '../stats/sample-size.ts';

/** How likely a candidate that is as good as the baseline is to pass. */
const POWER = 0.8;

interface Planned {
  /** The share of samples on which the two models differ. */
  readonly flipRate: number;
  /** In points of the scale. */
  readonly margin: number;
  /** One-sided. */
  readonly alpha: number;
  /** What the suite asks. */
  readonly samples: number;
}

/** What a suite's samples can show of two models that are as good as each other; null where no number of them could. */
export interface PowerFigures {
  readonly samples_needed: number | null;
  readonly smallest_margin: number | null;
}

/** By Tango's test; of graded scores, which differ by less than right and wrong do, more than are needed. */
export function powerOf({ flipRate, margin, alpha, samples }: Planned): PowerFigures {
  const needed = (at: number) => {
    const samples = tangoSamples({ flipRate, d: 0, margin: at, alpha, power: POWER });
    return samples === null ? null : Math.max(samples, leastSamples(at, alpha));
  };
  const samples_needed = needed(margin);
  const isShown = (at: number) => (needed(at) ?? Number.POSITIVE_INFINITY) <= samples;
  return {
    samples_needed: samples_needed === null ? null : Math.ceil(samples_needed),
    smallest_margin: isShown(LARGEST) ? bisect(0, LARGEST, (at) => !isShown(at)) : null,
  };
}

const LARGEST = 0.999;

/** What two models did against each other before. */
export interface Pilot {
  readonly n: number;
  readonly flip_rate: number;
  /** Mean of the baseline. */
  readonly baseline: number;
}

/** Null where no sample was scored on both sides. */
export function pilotOf(pairs: readonly AskedPair[]): Pilot | null {
  const present = pairs.flatMap(({ candidate, incumbent }) =>
    candidate === null || incumbent === null ? [] : [{ candidate, incumbent }],
  );
  const n = present.length;
  if (n === 0) return null;
  return {
    n,
    flip_rate: present.filter(({ candidate, incumbent }) => candidate !== incumbent).length / n,
    baseline: present.reduce((sum, { incumbent }) => sum + incumbent, 0) / n,
  };
}
