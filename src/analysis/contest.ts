import type { Row } from '../domain/row.ts';
import type { GateSpec } from '../domain/suite.ts';
import type { Criterion, CriterionVerdict } from '../domain/verdict.ts';
import { pairsOf, type SamplePair, type Side } from './pairs.ts';
import type { SequentialFigures } from './sequential.ts';

/** Two models on one task, as a gate's rules read them. */
export interface Contest {
  readonly gate: GateSpec;
  readonly task: string;
  readonly metric: string;
  readonly candidate: Side;
  readonly baseline: Side;
  /** The samples that both were asked. */
  readonly pairs: readonly SamplePair[];
  /** The candidate's figures. */
  readonly row: Row | undefined;
  readonly seed: number;
  /** True where the metric is a judge's. */
  readonly isJudged: boolean;
  /** Why the judges' scores decide nothing; null where they may. */
  readonly distrust: string | null;
  /** What two runs did differently, so that a difference may come from there; null where nothing. */
  readonly mismatch: string | null;
  /** Of a run that may stop early: its sequential ruling, or that it stops by other gates; null of any other run. */
  readonly stopping: SequentialFigures | 'other' | null;
}

/** What a gate asks of a task, and where. */
export interface Asked {
  readonly criterion: Criterion;
  readonly gate: GateSpec;
  readonly task: string;
}

/** The limit that a gate sets a task: of max_drop its margin. */
export function limitOf({ criterion, gate, task }: Asked): number {
  if (criterion !== 'max_drop') return gate[criterion] ?? Number.NaN;
  const margin = gate.max_drop?.[task] ?? { absolute: Number.NaN };
  return 'absolute' in margin ? margin.absolute : margin.relative;
}

/** One-sided: .05 at a confidence of .95. */
export const alphaOf = ({ confidence }: GateSpec): number => Number((1 - confidence).toFixed(12));

/** A criterion of which nothing can be said. */
export const undecided = (
  asked: Asked,
  { why, change, n = 0, ...figures }: Pick<CriterionVerdict, 'why' | 'change'> & Partial<CriterionVerdict>,
): CriterionVerdict => ({
  criterion: asked.criterion,
  ruling: 'inconclusive',
  limit: limitOf(asked),
  ...{ value: null, low: null, high: null, n, alpha: null, samples_to_decide: null },
  ...figures,
  ...{ why, change },
});

/** What keeps scores from deciding anything. */
export function forcedBy(
  { distrust }: Contest,
  [mismatch, change]: readonly [string | null, string] = [null, ''],
): Pick<CriterionVerdict, 'why' | 'change'> | null {
  if (mismatch !== null) return { why: mismatch, change };
  return distrust === null ? null : { why: distrust, change: 'a better judge, or a clearer rubric' };
}

/** The samples that both were asked, found by their names, since the two may be of different runs. */
export function pairsByName(candidate: Side, baseline: Side): SamplePair[] {
  const places = new Map(baseline.samples.ids.map((id, place) => [id, place]));
  return pairsOf(candidate, baseline, (place) => places.get(candidate.samples.ids[place] ?? ''));
}
