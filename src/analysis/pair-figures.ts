import type { PairFigures } from '../domain/verdict.ts';
import { rounded, type ScoredPair } from '../stats/margin.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { moments } from '../stats/moments.ts';
import type { NonInferiority, ruleNonInferiority } from '../stats/non-inferiority.ts';
import { tableOf } from '../stats/paired-interval.ts';

type Question = Pick<Parameters<typeof ruleNonInferiority>[0], 'pairs' | 'margin' | 'alpha'> & {
  readonly epochs: number;
};

/** What two models made of the same samples, as counts and means. */
export function pairFigures({ missing, method }: NonInferiority, { pairs, margin, epochs }: Question): PairFigures {
  const present = pairs.filter((pair): pair is ScoredPair => pair.candidate !== null && pair.incumbent !== null);
  const differences = present.map(({ candidate, incumbent }) => rounded(candidate - incumbent));
  const gains = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  const table = present.length === 0 ? null : tableOf({ pairs: present, epochs });
  return {
    ...{ margin, gains, losses, missing, method },
    quality: {
      candidate: moments(present.map(({ candidate }) => candidate)).value,
      baseline: moments(present.map(({ incumbent }) => incumbent)).value,
    },
    flip_rate: present.length === 0 ? null : (gains + losses) / present.length,
    mcnemar_mid_p: table && mcnemar(table).midP,
  };
}
