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
import { gradeAll, metricGrader } from './grade.ts';
import { budget } from './layers/budget.ts';
import { flight } from './layers/flight.ts';
import { rateLimit } from './layers/rate-limit.ts';
import { retry } from './layers/retry.ts';
import { slot } from './layers/slot.ts';
import { timeout } from './layers/timeout.ts';
import type { EngineModel } from './model.ts';
import { type Plan, type Trial, trialsOf } from './plan.ts';
import { tallyAnswer, tallyCost, tallyFailure } from './progress.ts';
import { type Shared, share } from './sharing.ts';
import type { LimitChange } from './slots.ts';
import { asAnswerTo, ask } from './trial.ts';
import { wayTo } from './way-to.ts';

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
  /** An answer from another run to what has this generation key, which is then not asked. */
  reuse?(generation_key: string): Reused | undefined;
  /** Told of every outcome with its scores. */
  onGraded?(graded: Graded): void;
  /** Told when the number of slots of a model changes. */
  onLimit?(model: string, change: LimitChange): void;
}

/**
 * Asks every trial that has no outcome yet, each model at its own pace, and appends every outcome and its scores as the
 * call ends. A failed call is an outcome; a failed write stops the run and is thrown.
 */
export async function runPlan(input: RunPlanInput): Promise<void> {
  const broken = new AbortController();
  const drop = AbortSignal.any([input.drop, broken.signal]);
  const stop = AbortSignal.any([input.stop, drop]);
  setMaxListeners(0, drop, stop);
  const shared = share(input.models, input);
  const ends = input.models.map((model) =>
    runModel(model, {
      ...input,
      stop,
      drop,
      shared: shared.get(model) as Shared,
      onBreak: () => broken.abort(new Interrupted()),
    }),
  );
  await allEnded(ends);
}

interface RunModelInput extends RunPlanInput {
  readonly shared: Shared;
  /** Told of what must not happen as soon as it does, so that everything else is dropped. */
  onBreak(): void;
}

async function runModel(model: EngineModel, input: RunModelInput): Promise<void> {
  const { progress, spec, concurrency } = model;
  const givenUp = new AbortController();
  const stop = AbortSignal.any([input.stop, givenUp.signal]);
  setMaxListeners(0, stop);
  const trials = trialsToAsk(model, { ...input, stop });
  const complete = wayTo(model.complete, layersOf(model, { ...input, stop }));
  const isHopeless = giveUp(progress.done - progress.failed);
  const settings = settingsOf(spec);
  const breath = breathing(input.clock);
  await takeKnown(model, { ...input, stop }, breath);

  const work = async () => {
    for (const trial of trials) {
      const outcome = await ask({ trial, settings, complete, signal: input.drop, clock: input.clock });
      record(outcome, trial, model, input);
      progress.stopped ??= isHopeless(outcome);
      if (progress.stopped !== null) givenUp.abort(new Interrupted());
      await breath();
    }
  };
  const worker = () =>
    work().catch((error) => {
      if (error instanceof BudgetReached) {
        progress.overBudget ??= error.of;
        givenUp.abort(error);
      }
      if (error instanceof Interrupted) return;
      input.onBreak();
      throw error;
    });
  // Twice as many trials as slots are begun, so that those that wait for their next try leave no slot empty.
  await allEnded(Array.from({ length: 2 * concurrency.most }, worker));
}

/** Takes what another run has an answer to, before anything is paid for. */
async function takeKnown(model: EngineModel, input: RunModelInput, breath: () => Promise<void> | void): Promise<void> {
  if (!input.reuse) return;
  for (const trial of trialsToAsk(model, input)) {
    const known = input.reuse(trial.generation_key);
    if (known) record(asAnswerTo(trial, known), trial, model, input);
    await breath();
  }
}

/** Waits until all have ended, then throws the first problem: nothing goes on behind the caller's back. */
async function allEnded(works: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(works);
  const problem = ends.find((end) => end.status === 'rejected');
  if (problem) throw problem.reason;
}

/** The trials without an outcome, until the run or this model is stopped; shared by the model's workers. */
function* trialsToAsk({ spec, identity }: EngineModel, { plan, journal, stop }: RunPlanInput): Generator<Trial> {
  for (const trial of trialsOf(plan, { id: spec.id, identity }, (key) => journal.isDone(key))) {
    if (stop.aborted) return;
    yield trial;
  }
}

function layersOf(
  { spec, price, progress, forecast }: EngineModel,
  { clock, random, stop, shared, ...input }: RunModelInput,
) {
  return {
    retry: retry({
      retries: spec.retries,
      deadline_s: spec.deadline_s,
      clock,
      random,
      stop,
      reserve: (asked) => forecast.reserve(asked),
      onPause(failure) {
        progress.waiting += failure ? 1 : -1;
        if (failure) progress.lastFailure = `${failure.kind}: ${failure.message}`;
      },
    }),
    budget: budget({ spec, price, budget: input.budget, forecast, progress, clock, stop }),
    slot: slot(shared, stop),
    rateLimit: rateLimit({ log: shared.log, progress, stop }),
    flight: flight({ slots: shared.slots, progress, clock }),
    timeout: timeout(spec),
  };
}

/** The outcome first, so that a paid answer is on disk whatever its graders do. */
function record(
  outcome: Outcome,
  { sample, line }: Trial,
  { progress, price, spec }: EngineModel,
  input: RunPlanInput,
): void {
  const task = input.tasks.get(sample.task) as Task;
  input.journal.appendOutcome(outcome);
  tallyCost(progress, spentOn(outcome, { model: spec.model, price }));
  if (isFailed(outcome)) {
    if (!isDropped(outcome)) tallyFailure(progress, outcome.failure);
    input.onGraded?.({ outcome, line, marks: [] });
    return;
  }
  const scores = gradeAll({ answer: outcome, sample, target: input.plan.planned.targetOf(line) }, task.graders);
  for (const score of scores) if (score) input.journal.appendScore(score);
  input.onGraded?.({ outcome, line, marks: scores });
  const { grader, binary } = metricGrader(task);
  const mark = scores.find((score) => score?.grader === grader);
  tallyAnswer(progress, { outcome, mark, binary: binary && task.spec.epochs === 1 });
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
