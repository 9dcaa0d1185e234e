import type { AskedPair } from '../stats/non-inferiority.ts';
import type { TrialTable } from './trial-table.ts';

/** A task's samples in the order of the run: what each is called, and what it belongs to. */
export interface TaskSamples {
  readonly ids: readonly string[];
  readonly groups: readonly (string | null)[];
  readonly categories: readonly (string | null)[];
  readonly clusters: readonly (string | null)[];
}

/** How one model did on a task's samples, by one metric. */
export interface Side {
  readonly samples: TaskSamples;
  readonly epochs: number;
  /** Columns in the order of the samples, each the mean over the epochs that tell; NaN where none does. */
  readonly values: Float64Array;
  readonly usd: Float64Array;
  readonly latencyMs: Float64Array;
  /** 1 where it was asked at all. */
  readonly asked: Uint8Array;
  readonly estimated: boolean;
  /** The version that the vendor reported. */
  readonly snapshot: string | null;
  /** By the places of the samples, where people were asked of the metric's answers; absent where nobody was. */
  readonly labelled?: ReadonlyMap<number, LabelledValue>;
}

/** What people and the judge say of the same answers to one sample: means, where several were labelled. */
export interface LabelledValue {
  readonly human: number;
  readonly judged: number;
}

/** One sample as two models did; what is unknown is null. Its money and times are read from the columns of the two. */
export interface SamplePair extends AskedPair {
  readonly sample: string;
  readonly group: string | null;
  readonly category: string | null;
  /** Shared by all pairs of a task. */
  readonly columns: PairedColumns;
  /** Where the sample stands among the candidate's. */
  readonly place: number;
  /** And among the incumbent's, which may be another run's. */
  readonly other: number;
  /** Where people labelled both. */
  readonly labelled?: { readonly candidate: LabelledValue; readonly incumbent: LabelledValue };
}

interface PairedColumns {
  readonly candidate: Pick<Side, 'usd' | 'latencyMs'>;
  readonly incumbent: Pick<Side, 'usd' | 'latencyMs'>;
}

/** What is unknown is null. */
export interface Sides {
  readonly candidate: number | null;
  readonly incumbent: number | null;
}

/** What it cost to ask each of the two, or how long they took. */
export const bothOf = ({ columns, place, other }: SamplePair, column: 'usd' | 'latencyMs'): Sides => ({
  candidate: known(columns.candidate[column][place]),
  incumbent: known(columns.incumbent[column][other]),
});

/** Reads a model's table of a task. */
export function sideOf(table: TrialTable, metric: string, samples: TaskSamples): Side {
  const n = samples.ids.length;
  const column = () => new Float64Array(n);
  const side = { values: column(), usd: column(), latencyMs: column(), asked: new Uint8Array(n) };
  let estimated = false;
  for (let place = 0; place < n; place++) {
    const [first, end] = [place * table.epochs, (place + 1) * table.epochs];
    const asked = (trial: number) => table.isAsked(trial);
    side.asked[place] = countOf(first, end, asked) > 0 ? 1 : 0;
    side.values[place] = meanOf(first, end, (trial) => table.value(trial, metric));
    side.latencyMs[place] = meanOf(first, end, (trial) => table.latencyMs[trial] as number);
    side.usd[place] = usdOf(table, first, end);
    estimated ||= countOf(first, end, (trial) => table.isCostEstimated(trial)) > 0;
  }
  if (!table.tellsCost) side.usd.fill(Number.NaN);
  return { samples, epochs: table.epochs, ...side, estimated, snapshot: table.snapshot };
}

/**
 * The samples that both were asked, in the order of the candidate's run. `placeIn` finds a candidate's sample among the
 * incumbent's, where these are of another run; undefined where it is not there.
 */
export function pairsOf(
  candidate: Side,
  incumbent: Side,
  placeIn: (place: number) => number | undefined = (place) => place,
): SamplePair[] {
  const pairs: SamplePair[] = [];
  const columns = { candidate, incumbent };
  for (let place = 0; place < candidate.samples.ids.length; place++) {
    const other = placeIn(place);
    if (other === undefined || !candidate.asked[place] || !incumbent.asked[other]) continue;
    pairs.push(pairAt(columns, place, other));
  }
  return pairs;
}

function pairAt(columns: Record<keyof PairedColumns, Side>, place: number, other: number): SamplePair {
  const { candidate, incumbent } = columns;
  const { ids, groups, categories, clusters } = candidate.samples;
  const cluster = clusters[place] ?? null;
  const labels = { candidate: candidate.labelled?.get(place), incumbent: incumbent.labelled?.get(other) };
  const pair = {
    sample: ids[place] as string,
    group: groups[place] ?? null,
    category: categories[place] ?? null,
    candidate: known(candidate.values[place]),
    incumbent: known(incumbent.values[other]),
    ...{ columns, place, other },
  };
  return {
    ...pair,
    ...(cluster !== null && { cluster }),
    ...(isLabelled(labels) && { labelled: labels }),
  };
}

const isLabelled = (
  labels: Partial<Record<'candidate' | 'incumbent', LabelledValue | undefined>>,
): labels is Required<SamplePair>['labelled'] => labels.candidate !== undefined && labels.incumbent !== undefined;

/** The mean of what is known; NaN where nothing is. */
function meanOf(first: number, end: number, figureOf: (trial: number) => number): number {
  let [sum, n] = [0, 0];
  for (let trial = first; trial < end; trial++) {
    const figure = figureOf(trial);
    if (!Number.isNaN(figure)) [sum, n] = [sum + figure, n + 1];
  }
  return sum / n;
}

function countOf(first: number, end: number, isCounted: (trial: number) => boolean): number {
  let n = 0;
  for (let trial = first; trial < end; trial++) if (isCounted(trial)) n += 1;
  return n;
}

/** What asking it once cost, on average; NaN where a part is unknown. */
function usdOf(table: TrialTable, first: number, end: number): number {
  let usd = 0;
  for (let trial = first; trial < end; trial++) {
    usd += table.usd[trial] as number;
  }
  return usd / countOf(first, end, (trial) => table.isAsked(trial));
}

const known = (figure: number | undefined): number | null =>
  figure === undefined || Number.isNaN(figure) ? null : figure;
