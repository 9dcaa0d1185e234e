import { setMaxListeners } from 'node:events';
import { Interrupted } from '../domain/errors.ts';
import { delimiterOf, judgeKey, verdictKey } from '../domain/keys.ts';
import { settingsOf } from '../domain/model.ts';
import {
  type Answered,
  isDropped,
  isFailed,
  type Judging,
  type Outcome,
  type Reused,
  type Role,
} from '../domain/outcome.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { AskJudge, JudgeCall } from '../domain/task.ts';
import { spentOn } from '../pricing/cost.ts';
import { BudgetReached } from './budget.ts';
import { giveUp } from './give-up.ts';
import type { EngineModel } from './model.ts';
import { tallyCost, tallyFailure } from './progress.ts';
import { ask, type CallNames, reusedAs } from './trial.ts';
import { type WaysInput, wayOf } from './way-of.ts';

export interface JudgesInput extends WaysInput {
  /** In the order of the panel. */
  readonly judges: readonly EngineModel[];
  /** Makes the delimiters of this run, which nobody can guess. */
  readonly salt: string;
  readonly drop: AbortSignal;
  /** What a judge said in an earlier start of the run, by the call's key. */
  recorded?(key: string): Outcome | undefined;
  /** An answer from another run to what has this generation key. */
  reuse?(generation_key: string): Reused | undefined;
  /** Keeps a judge's outcome; throws when it cannot be kept. */
  keep(outcome: Outcome): void;
  /** Told that a judge has no money left. */
  onBudget(): void;
}

/** What a judge is asked about. */
export interface Judged extends Pick<Judging, 'grader' | 'of'> {
  readonly role: Exclude<Role, 'answer'>;
  readonly sample: PlannedSample;
  readonly epoch: number;
}

/** The ways to ask a run's judges: the same as to any model, and what was said before is not asked again. */
export function askJudges(input: JudgesInput): (judged: Judged) => AskJudge {
  const judges = input.judges.map((judge) => openJudge(judge, input));
  return (judged) => async (call) => {
    const judge = judges[call.judge];
    if (!judge) throw new Error(`there is no judge ${call.judge}`);
    const outcome = await judge(judged, call);
    return isFailed(outcome) ? { failure: outcome.failure } : outcome;
  };
}

interface RecallInput extends Pick<JudgesInput, 'judges' | 'recorded'> {
  /** Told of a call that would have to be made. */
  onMissing(): void;
}

/** The same from what is on disk alone: a judgement that needs more is interrupted there. */
export function recallJudges({ judges, recorded, onMissing }: RecallInput): (judged: Judged) => AskJudge {
  return (judged) => async (call) => {
    const judge = judges[call.judge];
    const before = judge && recalled({ judge, judged, call }, recorded);
    if (before) return before;
    onMissing();
    throw new Interrupted();
  };
}

interface Question {
  readonly judge: EngineModel;
  readonly judged: Judged;
  readonly call: JudgeCall;
}

/** What a judge said to the very same before. */
function recalled({ judge, judged, call }: Question, recorded: JudgesInput['recorded']): Answered | undefined {
  const before = recorded?.(callOf(judge, judged, call).key);
  if (!before || isFailed(before)) return undefined;
  return before.generation_key === namesOf(judge, judged, call).generation_key ? before : undefined;
}

type OpenJudge = (judged: Judged, call: JudgeCall) => Promise<Outcome>;

function openJudge(judge: EngineModel, input: JudgesInput): OpenJudge {
  const { spec, progress } = judge;
  const ended = new AbortController();
  const stop = AbortSignal.any([input.stop, ended.signal]);
  setMaxListeners(0, stop);
  const complete = wayOf(judge, { ...input, stop });
  const settings = settingsOf(spec);
  const isHopeless = giveUp(progress.done - progress.failed);

  const askAnew = async (names: CallNames, call: JudgeCall): Promise<Outcome> => {
    stop.throwIfAborted();
    return await ask({
      names,
      messages: call.messages(delimiterOf(input.salt, names.key)),
      settings: call.response_schema ? { ...settings, response_schema: call.response_schema } : settings,
      complete,
      signal: input.drop,
      clock: input.clock,
    }).catch((error) => {
      if (error instanceof BudgetReached) {
        progress.overBudget ??= error.of;
        ended.abort(error);
        input.onBudget();
      }
      throw error;
    });
  };

  return async (judged, call) => {
    const before = recalled({ judge, judged, call }, input.recorded);
    if (before) return before;
    const names = namesOf(judge, judged, call);
    const known = input.reuse?.(names.generation_key);
    const outcome = known ? reusedAs(names, known) : await askAnew(names, call);

    input.keep(outcome);
    tallyCost(progress, spentOn(outcome, { model: spec.model, price: judge.price }));
    if (isDropped(outcome)) throw new Interrupted();
    if (isFailed(outcome)) tallyFailure(progress, outcome.failure);
    else progress.done += 1;
    progress.stopped ??= isHopeless(outcome);
    if (progress.stopped !== null) ended.abort(new Interrupted());
    return outcome;
  };
}

/** Which call it is; cheap beside what it would say. */
function callOf({ spec }: EngineModel, { role, sample, epoch, grader, of }: Judged, { isSwapped, attempt }: JudgeCall) {
  const judging = { grader, of: isSwapped ? [...of].reverse() : of, attempt };
  const names = { role, model: spec.id, task: sample.task, sample: sample.sample, epoch };
  return { ...names, judging, key: judgeKey({ ...names, ...judging }) };
}

function namesOf(judge: EngineModel, judged: Judged, call: JudgeCall): CallNames {
  const { key, ...names } = callOf(judge, judged, call);
  const { identity } = judge;
  const { epoch } = judged;
  const messages = call.messages(FIXED_DELIMITER);
  return {
    schema_version: 1,
    key,
    generation_key: verdictKey({ identity, messages, response_schema: call.response_schema, epoch }),
    ...names,
  };
}

/** Stands for the delimiter where two calls are compared. */
const FIXED_DELIMITER = 'delimiter';
