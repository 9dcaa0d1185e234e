import type { Cost } from '../domain/call.ts';
import type { Mark } from '../domain/graded.ts';
import { toUsd } from '../domain/money.ts';
import { type Answered, type FailureKind, isDropped, isFailed, type Outcome, totalInput } from '../domain/outcome.ts';
import { type GraderFacts, metricsOf } from '../domain/run.ts';
import type { ScoreState } from '../domain/score.ts';
import { groupBy } from '../lib/group-by.ts';
import { LabelColumn } from './label-column.ts';

/** How a trial stands with one grader; owed: answered, and the score is still to come. */
type TrialState = ScoreState | 'unasked' | 'failed' | 'owed';
const STATES: readonly TrialState[] = [
  'unasked',
  'failed',
  'owed',
  'scored',
  'unparsed',
  'truncated',
  'refused',
  'unscored',
];

type StandingMark = { readonly state: TrialState } & Partial<
  Pick<Mark, 'value' | 'parts' | 'extracted' | 'explanation'>
>;

/** An outcome with its marks, what it costs by the list, and what this run paid. */
interface Standing {
  readonly outcome: Outcome;
  readonly marks: readonly (Mark | undefined)[];
  readonly cost: Cost;
  readonly spent: Cost;
}

/** A grader; with its labels, where it knows a fixed set of them. */
export type TableGrader = GraderFacts & { readonly labels?: readonly string[] | undefined };

/** One model's trials on one task in columns, some 70 bytes a trial; NaN is unknown. */
export class TrialTable {
  readonly epochs: number;
  readonly size: number;
  readonly #femtoUsd: BigInt64Array;
  /** The nearest number of dollars to what each trial cost: figures that are drawn need no more, and a bigint each is much. */
  readonly usd: Float64Array;
  readonly #femtoSpent: BigInt64Array;
  readonly latencyMs: Float64Array;
  readonly ttftMs: Float64Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly #answered: Uint8Array;
  readonly #costEstimated: Uint8Array;
  /** The trials that stand as failed. */
  readonly #failed = new Map<number, FailureKind>();
  /** A column a grader. */
  readonly #states: readonly Uint8Array[];
  /** A column a metric: each grader's value and then its parts. */
  readonly #values: ReadonlyMap<string, Float64Array>;
  /** The columns of each grader; `part` is null for its value. */
  readonly #columns: readonly (readonly { readonly part: string | null; readonly column: Float64Array }[])[];
  /** A column a grader that knows a fixed set of labels. */
  readonly #labels: readonly (LabelColumn | undefined)[];
  /** By which rule each trial's choice was read; empty for graders that read none. */
  readonly #rules: readonly Uint8Array[];
  readonly #snapshots = new Set<string>();
  readonly warnings: Record<string, number> = {};

  constructor(samples: number, epochs: number, graders: readonly TableGrader[]) {
    const column = () => new Float64Array(samples * epochs).fill(Number.NaN);
    this.size = samples * epochs;
    this.epochs = epochs;
    this.#femtoUsd = new BigInt64Array(this.size);
    this.usd = new Float64Array(this.size);
    this.#femtoSpent = new BigInt64Array(this.size);
    this.latencyMs = column();
    this.ttftMs = column();
    this.inputTokens = column();
    this.outputTokens = column();
    this.#answered = new Uint8Array(this.size);
    this.#costEstimated = new Uint8Array(this.size);
    this.#states = graders.map(() => new Uint8Array(this.size));
    this.#rules = graders.map(({ grader }) => new Uint8Array(grader === 'choice' ? this.size : 0));
    this.#labels = graders.map(({ labels }) => labels && new LabelColumn(labels, this.size));
    this.#values = new Map(graders.flatMap(metricsOf).map((metric) => [metric, column()]));
    this.#columns = graders.map((grader) =>
      [null, ...grader.parts].map((part, index) => ({
        part,
        column: this.#values.get(metricsOf(grader)[index] as string) as Float64Array,
      })),
    );
  }

  /** How many trials stand as failed, by kind. */
  get failures(): Record<string, number> {
    const byKind = groupBy(this.#failed.values(), (kind) => kind);
    return Object.fromEntries([...byKind].map(([kind, trials]) => [kind, trials.length]));
  }

  get snapshot(): string | null {
    return [...this.#snapshots].sort().join(' ') || null;
  }

  /** How many trials were asked. */
  get asked(): number {
    return this.#count((trial) => this.isAsked(trial));
  }

  get answered(): number {
    return this.#count((trial) => this.isAnswered(trial));
  }

  /** False where all calls failed for nothing: what the work would have cost, nobody knows. */
  get tellsCost(): boolean {
    return this.someTrial((trial) => this.isAnswered(trial) || this.femtoUsd(trial) !== 0n);
  }

  someTrial(isMeant: (trial: number) => boolean): boolean {
    for (let trial = 0; trial < this.size; trial++) if (isMeant(trial)) return true;
    return false;
  }

  #count(isCounted: (trial: number) => boolean): number {
    let n = 0;
    for (let trial = 0; trial < this.size; trial++) if (isCounted(trial)) n += 1;
    return n;
  }

  /** Sets a trial (sample and epoch from 0). Of several outcomes the last counts, but each has cost what it cost. */
  set(sample: number, epoch: number, { outcome, marks, cost, spent }: Standing): void {
    const trial = sample * this.epochs + epoch;
    const femtoUsd = addTo(this.#femtoUsd, trial, cost.femtoUsd);
    this.usd[trial] = femtoUsd === UNKNOWN ? Number.NaN : toUsd(femtoUsd);
    addTo(this.#femtoSpent, trial, spent.femtoUsd);
    if (cost.estimated) this.#costEstimated[trial] = 1;
    if (isDropped(outcome)) return;
    if (isFailed(outcome)) this.#failed.set(trial, outcome.failure.kind);
    else this.#failed.delete(trial);
    this.#setAnswer(trial, isFailed(outcome) ? undefined : outcome);
    for (let index = 0; index < this.#states.length; index++) {
      this.#setMark(trial, index, isFailed(outcome) ? { state: 'failed' } : (marks[index] ?? { state: 'owed' }));
    }
  }

  /** Sets one grader's mark of an answer, which came later. */
  mark(sample: number, epoch: number, grader: number, mark: Mark): void {
    this.#setMark(sample * this.epochs + epoch, grader, mark);
  }

  #setAnswer(trial: number, answer: Answered | undefined): void {
    this.#answered[trial] = answer ? 1 : 0;
    const timed = answer?.reused_from === undefined ? answer : undefined;
    this.latencyMs[trial] = timed?.latency_ms ?? Number.NaN;
    this.ttftMs[trial] = timed?.ttft_ms ?? Number.NaN;
    this.inputTokens[trial] = answer?.usage ? totalInput(answer.usage) : Number.NaN;
    this.outputTokens[trial] = answer?.usage?.output ?? Number.NaN;
    if (answer?.snapshot) this.#snapshots.add(answer.snapshot);
    for (const warning of answer?.warnings ?? []) this.warnings[warning] = (this.warnings[warning] ?? 0) + 1;
  }

  #setMark(trial: number, index: number, { state, value, parts, extracted, explanation }: StandingMark): void {
    (this.#states[index] as Uint8Array)[trial] = STATES.indexOf(state);
    const rules = this.#rules[index];
    if (rules?.length) rules[trial] = state === 'scored' ? RULES.indexOf(ruleIn(explanation)) : 0;
    this.#labels[index]?.set(trial, state === 'scored' ? extracted : null);
    const zero = state === 'unparsed' || state === 'refused' || state === 'truncated' ? 0 : null;
    for (const { part, column } of this.#columns[index] ?? []) {
      column[trial] = (part === null ? value : parts?.[part]) ?? zero ?? Number.NaN;
    }
  }

  state(trial: number, grader: number): TrialState {
    return STATES[(this.#states[grader] as Uint8Array)[trial] as number] as TrialState;
  }

  /** How many choices stood in a line that gives them, and how many only somewhere in the text. */
  readings(grader: number): { readonly strict: number; readonly loose: number } {
    const count = (rule: (typeof RULES)[number]) =>
      this.#rules[grader]?.filter((one) => one === RULES.indexOf(rule)).length ?? 0;
    return { strict: count('strict'), loose: count('loose') };
  }

  /** What a grader read; undefined where it knows no fixed set of labels. */
  labelsBy(grader: number): LabelColumn | undefined {
    return this.#labels[grader];
  }

  /** A trial's value by a metric; NaN where it does not count (unasked, failed, unscored). */
  value(trial: number, metric: string): number {
    return (this.#values.get(metric) as Float64Array)[trial] as number;
  }

  /** What a trial cost, in femtodollars; null where it is unknown. */
  femtoUsd(trial: number): bigint | null {
    return known(this.#femtoUsd[trial]);
  }

  /** What this run paid for it. */
  femtoSpent(trial: number): bigint | null {
    return known(this.#femtoSpent[trial]);
  }

  isAsked(trial: number): boolean {
    return this.#states[0]?.[trial] !== STATES.indexOf('unasked');
  }

  isAnswered(trial: number): boolean {
    return this.#answered[trial] === 1;
  }

  isCostEstimated(trial: number): boolean {
    return this.#costEstimated[trial] === 1;
  }
}

/** By which rule a choice was read; none where that is not told. */
const RULES = ['none', 'strict', 'loose'] as const;

/** An explanation begins with the rule. */
const ruleIn = (explanation = ''): (typeof RULES)[number] =>
  RULES.find((rule) => explanation === rule || explanation.startsWith(`${rule}:`)) ?? 'none';

/** Stands for an amount that is unknown, or that has no room in 64 bits (9,223 USD a trial). */
const UNKNOWN = -1n;
const MOST = 2n ** 63n - 1n;

function addTo(column: BigInt64Array, trial: number, amount: bigint | null): bigint {
  const before = column[trial] as bigint;
  const sum = before === UNKNOWN || amount === null ? UNKNOWN : before + amount;
  const kept = sum > MOST ? UNKNOWN : sum;
  column[trial] = kept;
  return kept;
}

const known = (amount: bigint | undefined): bigint | null =>
  amount === undefined || amount === UNKNOWN ? null : amount;
