import { permutation, seededRandom } from '../lib/random.ts';

/** A run's samples, by their places: whose task each is of, and the source that it shares with others of the task. */
export interface Sourced {
  readonly tasks: readonly string[];
  readonly clusters: readonly (string | null)[];
}

/**
 * The places of a run's samples in the order in which every model is asked, drawn before anything is. Samples of one source
 * come together, at a place that does not depend on how many they are: a ruling that reads sources in this order must not
 * meet the large ones first.
 */
export function askingOrder(samples: Sourced, seed: number): Uint32Array {
  const random = seededRandom('order', seed);
  if (samples.clusters.every((cluster) => cluster === null)) return permutation(samples.tasks.length, random);
  const sources = sourcesOf(samples);
  const places = Array.from(permutation(sources.length, random), (source) => sources[source] as number[]);
  return Uint32Array.from(places.flat());
}

function sourcesOf({ tasks, clusters }: Sourced): number[][] {
  const sources = new Map<string | number, number[]>();
  for (const [place, cluster] of clusters.entries()) {
    const name = cluster === null ? place : JSON.stringify([tasks[place], cluster]);
    const source = sources.get(name);
    if (source) source.push(place);
    else sources.set(name, [place]);
  }
  return [...sources.values()];
}
