import { Standings } from '../analysis/scorecard.ts';
import type { SampleColumns } from '../analysis/tables.ts';
import type { Price } from '../domain/price.ts';
import { billedAt, type Manifest, priceOfCalls } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { allModels, judgesOf, labelledTasks } from '../domain/suite.ts';
import { costsOf } from '../pricing/cost.ts';
import { readGraded, readProbes } from '../results/graded.ts';
import { mustBeWhole } from '../results/manifest.ts';
import { SampleIndex } from '../results/sample-index.ts';

/** Every figure of a run, computed from its manifest and its folder. */
export async function scorecardOf(folder: string, manifest: Manifest): Promise<Scorecard> {
  return (await readStandings(folder, manifest)).scorecard(manifest.status);
}

/** What a run has brought, read from its folder. */
export async function readStandings(folder: string, manifest: Manifest): Promise<Standings> {
  mustBeWhole(folder, manifest);
  const samples = await SampleIndex.read(folder, labelledTasks(manifest.suite));
  samples.mustHold(folder, manifest.tasks);
  const standings = standingsOf(manifest, samples);
  for await (const graded of readGraded(folder, manifest, samples)) standings.add(graded);
  if (judgesOf(manifest.suite).length > 0) {
    for (const probe of (await readProbes(folder, manifest)).values()) standings.addProbe(probe);
  }
  return standings;
}

/** The standings of a run that has not brought anything yet, with its own prices. */
export function standingsOf(manifest: Manifest, samples: SampleColumns): Standings {
  const priceOf = priceOfCalls(manifest);
  const names = new Map(allModels(manifest.suite).map(({ id, model }) => [id, model]));
  return new Standings({
    manifest,
    samples,
    costsOf: (outcome) => costsOf(outcome, { model: names.get(outcome.model) ?? '', price: priceOf(outcome) }),
  });
}

/** The price of each model that a run now asks, by its id. */
export const pricesOf = (manifest: Manifest): Map<string, Price | undefined> =>
  new Map(
    billedAt(manifest).flatMap(({ model, price, until }) => (until === undefined ? [[model, price ?? undefined]] : [])),
  );
