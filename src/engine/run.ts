import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { Complete } from '../domain/complete.ts';
import { Interrupted } from '../domain/errors.ts';
import { scoreKey, targetDigest } from '../domain/keys.ts';
import { type ModelSpec, settingsOf } from '../domain/model.ts';
import { type Answered, isFailed, type Outcome } from '../domain/outcome.ts';
import { metricsOf } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import type { Task } from '../domain/task.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { costOf } from '../pricing/cost.ts';
import { giveUp } from './give-up.ts';
import { retry } from './layers/retry.ts';
import { slot } from './layers/slot.ts';
import { timeout } from './layers/timeout.ts';
import { type Plan, type Trial, trialsOf } from './plan.ts';
import { type ModelProgress, tally } from './progress.ts';
import { ask } from './trial.ts';
import { wayTo } from './way-to.ts';

/** Where outcomes and scores go, and what is there already. Both appends throw when the line cannot be kept. */
export interface Journal {
  isDone(key: string): boolean;
  appendOutcome(outcome: Outcome): void;
  appendScore(score: Score): void;
}

/** A model as the engine asks it. */
export interface EngineModel {
  readonly spec: ModelSpec;
  /** Digest of all that could change its answers, beside the messages. */
  readonly identity: string;
  readonly complete: Complete;
  readonly progress: ModelProgress;
}

export interface RunPlanInput {
  readonly plan: Plan;
  readonly models: readonly EngineModel[];
  readonly tasks: ReadonlyMap<string, Task>;
  readonly journal: Journal;
  /** Aborts when nothing new is to be started; what is in flight ends. */
  readonly stop: AbortSignal;
  /** Aborts when what is in flight is to be dropped too. */
  readonly drop: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Asks every trial that has no outcome yet, each model at its own pace, and appends every outcome and its scores as the
 * call ends. A failed call is an outcome; a failed write stops the run and is thrown.
 */
export async function runPlan(input: RunPlanInput): Promise<void> {
  const broken = new AbortController();
  const drop = AbortSignal.any([input.drop, broken.signal]);
  const stop = AbortSignal.any([input.stop, drop]);
  const onBreak = () => broken.abort(new Interrupted());
  setMaxListeners(0, drop, stop);
  await allEnded(input.models.map((model) => runModel(model, { ...input, stop, drop, onBreak })));
}

interface RunModelInput extends RunPlanInput {
  /** Told of what must not happen as soon as it does, so that everything else is dropped. */
  onBreak(): void;
}

async function runModel(model: EngineModel, input: RunModelInput): Promise<void> {
  const { progress, spec } = model;
  const givenUp = new AbortController();
  const stop = AbortSignal.any([input.stop, givenUp.signal]);
  setMaxListeners(0, stop);
  const trials = trialsToAsk(model, { ...input, stop });
  const complete = wayTo(counted(model.complete, progress), layersOf(model, { ...input, stop }));
  const isHopeless = giveUp();
  const settings = settingsOf(spec);
  const breath = breathing(input.clock);

  const work = async () => {
    for (const trial of trials) {
      const outcome = await ask({ trial, settings, complete, signal: input.drop, clock: input.clock });
      record(outcome, trial.sample, model, input);
      progress.stopped ??= isHopeless(outcome);
      if (progress.stopped !== null) givenUp.abort(new Interrupted());
      await breath();
    }
  };
  const worker = () =>
    work().catch((error) => {
      if (error instanceof Interrupted) return;
      input.onBreak();
      throw error;
    });
  // Twice as many trials as slots are begun, so that those that wait for their next try leave no slot empty.
  await allEnded(Array.from({ length: 2 * progress.limit }, worker));
}

/** Waits until all have ended, then throws the first problem: nothing goes on behind the caller's back. */
async function allEnded(works: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(works);
  const problem = ends.find((end) => end.status === 'rejected');
  if (problem) throw problem.reason;
}

/** The trials without an outcome, until the run or this model is stopped; shared by the model's workers. */
function* trialsToAsk({ spec, identity }: EngineModel, { plan, journal, stop }: RunPlanInput): Generator<Trial> {
  for (const trial of trialsOf(plan, { id: spec.id, identity })) {
    if (stop.aborted) return;
    if (!journal.isDone(trial.key)) yield trial;
  }
}

function layersOf({ spec, progress }: EngineModel, { clock, random, stop }: RunPlanInput) {
  return {
    retry: retry({
      retries: spec.retries,
      deadline_s: spec.deadline_s,
      clock,
      random,
      stop,
      onPause(failure) {
        progress.waiting += failure ? 1 : -1;
        if (failure) progress.lastFailure = `${failure.kind}: ${failure.message}`;
      },
    }),
    slot: slot(pLimit(progress.limit), stop),
    timeout: timeout(spec.timeout_s),
  };
}

const counted =
  (complete: Complete, progress: ModelProgress): Complete =>
  async (input, signal) => {
    progress.inFlight += 1;
    try {
      return await complete(input, signal);
    } finally {
      progress.inFlight -= 1;
    }
  };

/** The outcome first, so that a paid answer is on disk whatever its graders do. */
function record(outcome: Outcome, sample: PlannedSample, { progress, spec }: EngineModel, input: RunPlanInput): void {
  const task = input.tasks.get(sample.task) as Task;
  input.journal.appendOutcome(outcome);
  const scores = isFailed(outcome) ? [] : gradeAll(outcome, sample, task);
  for (const score of scores) input.journal.appendScore(score);

  const { grader, binary } = metricGrader(task);
  const mark = scores.find((score) => score.grader === grader);
  tally(progress, { outcome, mark, binary, cost: costOf(outcome, spec.price) });
}

/** The scores of one answer by all of a task's graders. */
export function gradeAll(answer: Answered, sample: PlannedSample, { graders }: Task): Score[] {
  const target = targetDigest(sample);
  return graders.map(({ facts, grade }) => ({
    schema_version: 1,
    score_key: scoreKey(answer, target, facts.digest),
    key: answer.key,
    grader: facts.name,
    ...grade(sample, answer),
  }));
}

/** The grader that a task's metric belongs to: `rouge.rougeL` is a part of `rouge`. */
export function metricGrader({ spec, graders }: Task): { grader: string; binary: boolean } {
  const found = graders.find(({ facts }) => metricsOf(facts).includes(spec.metric));
  return { grader: found?.facts.name ?? '', binary: found?.facts.binary ?? false };
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
