import { setMaxListeners } from 'node:events';
import { Interrupted } from '../domain/errors.ts';
import type { Graded } from '../domain/graded.ts';
import { settingsOf } from '../domain/model.ts';
import { isDropped, isFailed, type Outcome, type Reused } from '../domain/outcome.ts';
import type { Score } from '../domain/score.ts';
import type { Task } from '../domain/task.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { spentOn } from '../pricing/cost.ts';
import { type Budget, BudgetReached } from './budget.ts';
import { giveUp } from './give-up.ts';
import { byMetric, gradeAll, metricGrader } from './grade.ts';
import { InStep } from './in-step.ts';
import { askJudges, type JudgesInput } from './judge.ts';
import { LateGrading, type LateMark, type Ungraded } from './late-grading.ts';
import type { EngineModel } from './model.ts';
import { type Plan, type Trial, trialsOf } from './plan.ts';
import { tallyAnswer, tallyCost, tallyFailure, tallyMark } from './progress.ts';
import { type Shared, share } from './sharing.ts';
import type { LimitChange } from './slots.ts';
import { ask, namesOf, reusedAs } from './trial.ts';
import { wayOf } from './way-of.ts';

/** Where outcomes and scores go, and what is there already. Both appends throw when the line cannot be kept. */
export interface Journal {
  isDone(key: string): boolean;
  appendOutcome(outcome: Outcome): void;
  appendScore(score: Score): void;
}

export interface RunPlanInput {
  readonly plan: Plan;
  readonly models: readonly EngineModel[];
  readonly tasks: ReadonlyMap<string, Task>;
  readonly journal: Journal;
  /** What may be spent; it knows what an earlier start of the run has spent. */
  readonly budget: Budget;
  /** Aborts when nothing new is to be started; what is in flight ends. */
  readonly stop: AbortSignal;
  /** Aborts when what is in flight is to be dropped too. */
  readonly drop: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  /** Those who grade, where a grader asks them. */
  readonly judging?: JudgingInput;
  /** Whether a model's answer to a trial of a task, told by its key, is still needed; all are where this is absent. */
  wanted?(model: string, task: string, key: string): boolean;
  /** The models that are to be asked in step, by id; all go at their own pace where this is absent. */
  readonly together?: readonly string[];
  /** An answer from another run to what has this generation key, which is then not asked. */
  reuse?(generation_key: string): Reused | undefined;
  /** Answers of an earlier start that late graders owe a score. */
  backlog?(): AsyncIterable<Ungraded>;
  /** Answers that late graders compare with others', to be read when all has been asked. */
  pairs?(): AsyncIterable<Ungraded>;
  /** Told of a model that is asked no more before its end: it fails too often, or has spent what it may. */
  onGivenUp?(model: string): void;
  /** Told of every outcome with its scores. */
  onGraded?(graded: Graded): void;
  /** Told of every score that comes after its outcome. */
  onMark?(late: LateMark): void;
  /** Told when the number of slots of a model changes. */
  onLimit?(model: string, change: LimitChange): void;
}

interface JudgingInput extends Pick<JudgesInput, 'judges' | 'salt'> {
  /** What a judge said in an earlier start of the run, by the call's key. */
  recorded?(key: string): Outcome | undefined;
  /** The score of a probe from an earlier start, by its score key. */
  probed?(score_key: string): Score | undefined;
  /** Told of every outcome of a judge. */
  onOutcome?(outcome: Outcome): void;
  /** Told of every score of a probe. */
  onProbe?(score: Score): void;
}

export interface Asked {
  /** True where another start of the run is to give scores that this one could not. */
  readonly owesScores: boolean;
}

/**
 * Asks every trial that has no outcome yet, each model at its own pace, and appends every outcome and its scores as the
 * call ends; an answer is kept before its judges are asked. A failed call is an outcome; a failed write stops the run and
 * is thrown.
 */
export async function runPlan(input: RunPlanInput): Promise<Asked> {
  const broken = new AbortController();
  const drop = AbortSignal.any([input.drop, broken.signal]);
  const stop = AbortSignal.any([input.stop, drop]);
  const unjudged = new AbortController();
  const ask = AbortSignal.any([stop, unjudged.signal]);
  setMaxListeners(0, drop, stop, ask);
  const shared = share([...input.models, ...(input.judging?.judges ?? [])], input);
  let problem: unknown;
  const onBreak = (error: unknown) => {
    problem ??= error;
    broken.abort(new Interrupted());
  };
  const late = lateGrading({ ...input, stop, drop, shared }, () => unjudged.abort(new Interrupted()));
  const { backlog, pairs } = input;
  const inStep = stepOf(input);

  await Promise.all([late.probe(), backlog && late.gradeAll(backlog())].map((work) => work?.catch(onBreak)));
  await Promise.all(
    input.models.map((model) =>
      runModel(model, { ...input, stop: ask, drop, shared, late, inStep, onBreak })
        .catch(onBreak)
        .finally(() => inStep?.leave(model.spec.id)),
    ),
  );
  if (pairs && !stop.aborted) await late.gradeAll(pairs()).catch(onBreak);
  if (problem) throw problem;
  return { owesScores: late.owes || (pairs !== undefined && stop.aborted) };
}

interface RunModelInput extends RunPlanInput {
  readonly shared: ReadonlyMap<EngineModel, Shared>;
  readonly late: LateGrading;
  readonly inStep: InStep | undefined;
  /** Told of what must not happen as soon as it does, so that everything else is dropped, and the run ends with it. */
  onBreak(error: unknown): void;
}

function stepOf({ models, together = [] }: RunPlanInput): InStep | undefined {
  const members = models.filter(({ spec }) => together.includes(spec.id));
  if (members.length < 2) return undefined;
  return new InStep(members.map(({ spec, progress }) => ({ id: spec.id, done: progress.done })));
}

function lateGrading(input: Omit<RunModelInput, 'late' | 'inStep' | 'onBreak'>, onBudget: () => void): LateGrading {
  const { plan, tasks, journal, judging, stop, drop } = input;
  const models = new Map(input.models.map((model) => [model.spec.id, model]));
  const askJudge = askJudges({
    ...input,
    judges: judging?.judges ?? [],
    salt: judging?.salt ?? '',
    ...(judging?.recorded && { recorded: judging.recorded }),
    keep(outcome) {
      journal.appendOutcome(outcome);
      judging?.onOutcome?.(outcome);
    },
    onBudget,
  });
  return new LateGrading({
    ...{ plan, tasks, askJudge, stop, drop },
    ...(judging?.probed && { probed: judging.probed }),
    keep(score) {
      journal.appendScore(score);
      if (score.probe) judging?.onProbe?.(score);
    },
    onMark(mark) {
      input.onMark?.(mark);
      tallyLate(mark, models.get(mark.answer.model), tasks);
    },
  });
}

function tallyLate({ answer, place, mark }: LateMark, model: EngineModel | undefined, tasks: RunPlanInput['tasks']) {
  const task = tasks.get(answer.task) as Task;
  const { grader, binary } = metricGrader(task);
  if (!model || task.graders[place]?.facts.name !== grader) return;
  tallyMark(model.progress, {
    task: answer.task,
    mark: byMetric(task, grader, mark),
    binary: binary && task.spec.epochs === 1,
  });
}

async function runModel(model: EngineModel, input: RunModelInput): Promise<void> {
  const { progress, spec, concurrency } = model;
  const { inStep } = input;
  const givenUp = new AbortController();
  givenUp.signal.addEventListener('abort', () => input.onGivenUp?.(spec.id));
  const stop = AbortSignal.any([input.stop, givenUp.signal]);
  setMaxListeners(0, stop);
  const trials = trialsToAsk(model, { ...input, stop });
  const complete = wayOf(model, { ...input, stop });
  const isHopeless = giveUp(progress.done - progress.failed);
  const settings = settingsOf(spec);
  const breath = breathing(input.clock);
  await takeKnown(model, { ...input, stop }, breath);

  const work = async () => {
    // An answer is with its judges while the next one is asked for, and no further ahead.
    let judging: Promise<void> | undefined;
    for (const trial of trials) {
      const { messages } = trial.sample;
      if (inStep) await inStep.turn(spec.id, progress.limit, stop);
      if (inStep && (stop.aborted || input.wanted?.(spec.id, trial.sample.task, trial.key) === false)) {
        inStep.ended(spec.id);
        continue;
      }
      const outcome = await ask({
        names: namesOf(trial),
        ...{ messages, settings, complete, signal: input.drop, clock: input.clock },
      });
      await judging;
      judging = record(outcome, trial, model, input);
      inStep?.ended(spec.id);
      progress.stopped ??= isHopeless(outcome);
      if (progress.stopped !== null) givenUp.abort(new Interrupted());
      await breath();
    }
    await judging;
  };
  const worker = () =>
    work().catch((error) => {
      if (error instanceof BudgetReached) {
        progress.overBudget ??= error.of;
        givenUp.abort(error);
      }
      if (!(error instanceof Interrupted)) input.onBreak(error);
    });
  // Twice as many trials as slots are begun, so that those that wait for their next try leave no slot empty.
  await Promise.all(Array.from({ length: 2 * concurrency.most }, worker));
}

/** Takes what another run has an answer to, before anything is paid for. */
async function takeKnown(model: EngineModel, input: RunModelInput, breath: () => Promise<void> | void): Promise<void> {
  if (!input.reuse) return;
  const judging: (Promise<void> | undefined)[] = [];
  for (const trial of trialsToAsk(model, input)) {
    const known = input.reuse(trial.generation_key);
    if (known) judging.push(record(reusedAs(namesOf(trial), known), trial, model, input));
    if (judging.length > model.concurrency.most) await judging.shift();
    await breath();
  }
  await Promise.all(judging);
}

/** The trials that are wanted and have no outcome, until the run or this model is stopped; shared by the model's workers. */
function* trialsToAsk(
  { spec, identity }: EngineModel,
  { plan, journal, stop, wanted }: RunPlanInput,
): Generator<Trial> {
  const isDone = (key: string, task: string) => journal.isDone(key) || wanted?.(spec.id, task, key) === false;
  for (const trial of trialsOf(plan, { id: spec.id, identity }, isDone)) {
    if (stop.aborted) return;
    yield trial;
  }
}

/**
 * The outcome first, so that a paid answer is on disk whatever its graders do. Returns what late graders are at, where the
 * task has some.
 */
function record(
  outcome: Outcome,
  { sample, line }: Trial,
  { progress, price, spec }: EngineModel,
  input: RunModelInput,
): Promise<void> | undefined {
  const task = input.tasks.get(sample.task) as Task;
  input.journal.appendOutcome(outcome);
  tallyCost(progress, spentOn(outcome, { model: spec.model, price }));
  if (isFailed(outcome)) {
    if (!isDropped(outcome)) tallyFailure(progress, outcome.failure);
    input.onGraded?.({ outcome, line, marks: [] });
    return undefined;
  }
  const scores = gradeAll({ answer: outcome, sample, target: input.plan.planned.targetOf(line) }, task.graders);
  for (const score of scores) if (score) input.journal.appendScore(score);
  input.onGraded?.({ outcome, line, marks: scores });
  const { grader, binary } = metricGrader(task);
  const mark = scores.find((score) => score?.grader === grader);
  tallyAnswer(progress, {
    outcome,
    mark: mark && byMetric(task, grader, mark),
    binary: binary && task.spec.epochs === 1,
  });
  const places = LateGrading.places(task, { compare: false });
  if (places.length === 0) return undefined;
  return input.late.grade({ answer: outcome, line, places }).catch(input.onBreak);
}

const BREATH_MS = 20;

/** Lets timers and signals in now and then, which models that answer at once would keep out. */
function breathing(clock: Clock): () => Promise<void> | void {
  let last = clock.elapsed();
  return () => {
    if (clock.elapsed() - last < BREATH_MS) return;
    last = clock.elapsed();
    return new Promise((resolve) => setImmediate(resolve));
  };
}
