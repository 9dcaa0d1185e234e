import { makeScorecard } from '../analysis/scorecard.ts';
import type { Price } from '../domain/price.ts';
import type { Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { costOf } from '../pricing/cost.ts';
import { readGraded } from '../results/graded.ts';
import { SampleIndex } from '../results/sample-index.ts';

/** Every figure of a run, computed from its manifest and its folder. */
export async function scorecardOf(folder: string, manifest: Manifest): Promise<Scorecard> {
  const samples = await SampleIndex.read(folder);
  const prices = pricesOf(manifest);
  return makeScorecard({
    manifest,
    samples,
    graded: readGraded(folder, manifest, samples),
    costOf: (outcome) => costOf(outcome, prices.get(outcome.model)),
  });
}

/** The price of each model of a run, by its id. */
export const pricesOf = ({ suite }: Manifest): Map<string, Price | undefined> =>
  new Map(suite.models.map(({ id, price }) => [id, price]));
