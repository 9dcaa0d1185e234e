import { type PoweredMean, predictionPowered } from '../stats/prediction-powered.ts';

/** Two models' values on one sample by a judge, and by people where both answers were labelled; null where unknown. */
export interface JudgedPair {
  readonly judged: readonly [candidate: number | null, baseline: number | null];
  readonly human: readonly [candidate: number | null, baseline: number | null];
}

/** The mean of candidate − baseline as people would see it, and on how much it rests. */
export interface LabelledDifference extends PoweredMean {
  /** Samples of which people labelled both answers. */
  readonly labelled: number;
  /** Samples that the judge alone saw. */
  readonly judged: number;
}

/**
 * The mean paired difference, −1…1, with the judge's error taken out: prediction-powered inference on the differences
 * themselves (A. N. Angelopoulos et al., arXiv 2301.09633), so that it holds even where the judge favours one of the two
 * models, by length or by kin. The labelled samples must be a random draw. Null below two of either kind.
 */
export function labelledDifference(pairs: Iterable<JudgedPair>): LabelledDifference {
  const human: number[] = [];
  const judged: number[] = [];
  const more: number[] = [];
  for (const pair of pairs) {
    const [byJudge, byPeople] = [differenceOf(pair.judged), differenceOf(pair.human)];
    if (byJudge === null) continue;
    if (byPeople === null) more.push(byJudge);
    else {
      human.push(byPeople);
      judged.push(byJudge);
    }
  }
  return { ...predictionPowered({ human, judged, more }), labelled: human.length, judged: more.length };
}

const differenceOf = ([candidate, baseline]: JudgedPair['judged']): number | null =>
  candidate === null || baseline === null ? null : candidate - baseline;
