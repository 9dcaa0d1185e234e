import type { SourcedSums } from '../stats/clustered-ratio.ts';

interface Share {
  readonly over: number;
  readonly under: number;
  readonly cluster?: string;
}

/** Samples' shares, one after the other, in columns. */
export const sumsOf = (shares: readonly Share[]): SourcedSums => ({
  over: new Float64Array(shares.map(({ over }) => over)),
  under: new Float64Array(shares.map(({ under }) => under)),
  clusters: shares.map(({ cluster }) => cluster),
});
