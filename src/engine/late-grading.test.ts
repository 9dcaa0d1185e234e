import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Complete, CompleteInput } from '../domain/complete.ts';
import { Interrupted, ProviderError } from '../domain/errors.ts';
import { judgeKey, trialKey } from '../domain/keys.ts';
import { always, type ModelSpec } from '../domain/model.ts';
import { type Answered, isFailed, type Outcome } from '../domain/outcome.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import type { BudgetSpec } from '../domain/suite.ts';
import type { Judgement, LateInput, LateTaskGrader, Probe, Task } from '../domain/task.ts';
import { systemClock } from '../lib/clock.ts';
import { seededRandom } from '../lib/random.ts';
import { completion } from '../providers/define.ts';
import { modelSpec, rejection } from '../testing/ask.ts';
import { planned, plannedAs } from '../testing/builders.ts';
import { answered, usage } from '../testing/records.ts';
import { Budget } from './budget.ts';
import { Forecast } from './forecast.ts';
import type { Ungraded } from './late-grading.ts';
import type { EngineModel } from './model.ts';
import { makePlan } from './plan.ts';
import { newProgress } from './progress.ts';
import { type Journal, runPlan } from './run.ts';

/** Asks the first judge once and takes its answer for the value. */
const asksOnce = (facts: Partial<LateTaskGrader> = {}): LateTaskGrader => ({
  facts: { name: 'judged', grader: 'judge', version: 1, digest: 'digest', binary: false, parts: [] },
  async gradeLater({ answer, beside, ask }) {
    const reply = await ask({
      judge: 0,
      attempt: 1,
      messages: (delimiter) => [
        { role: 'user', content: [delimiter, answer.answer, beside?.answer ?? '', delimiter].join('|') },
      ],
    });
    if ('failure' in reply) return judgement('unscored', null, reply.failure.message);
    return judgement('scored', Number(reply.answer), 'said so');
  },
  ...facts,
});

const judgement = (state: Judgement['state'], value: number | null, explanation: string): Judgement => ({
  ...{ state, value, explanation },
  ...{ extracted: null, parts: {} },
});

class Lines implements Journal {
  readonly all: (Outcome | Score)[] = [];

  get judged(): Answered[] {
    return this.all.filter((line): line is Answered => 'role' in line && line.role !== 'answer');
  }

  get scores(): Score[] {
    return this.all.filter((line): line is Score => 'state' in line);
  }

  isDone = (): boolean => false;
  appendOutcome = (outcome: Outcome): void => void this.all.push(outcome);
  appendScore = (score: Score): void => void this.all.push(score);
}

interface Given extends Partial<ModelSpec> {
  readonly complete: Complete;
}

interface World {
  readonly models?: readonly Given[];
  readonly judge: Given;
  readonly grader?: LateTaskGrader;
  readonly journal?: Journal;
  readonly budget?: BudgetSpec;
  readonly recorded?: (key: string) => Outcome | undefined;
  readonly probed?: (score_key: string) => Score | undefined;
  readonly backlog?: readonly Ungraded[];
  readonly pairs?: readonly Ungraded[];
}

const SAMPLES = 6;
const hasty = { ...systemClock, sleep: (_: number, signal: AbortSignal) => systemClock.sleep(0, signal) };
const says =
  (text: string | ((input: CompleteInput) => string)): Complete =>
  async (input) =>
    completion(typeof text === 'string' ? text : text(input), { usage: usage({ input: 10, output: 1 }) });

const questions = Array.from({ length: SAMPLES }, (_, line) => planned({ sample: String(line) }));

function start({ models = [{ complete: says('an answer') }], judge, grader = asksOnce(), ...world }: World) {
  const engineModel = ({ complete, ...facts }: Given, id: string): EngineModel => {
    const spec = modelSpec({ id, ...facts });
    const concurrency = always(2);
    return {
      ...{ spec, price: spec.price, complete, concurrency, identity: spec.id, forecast: new Forecast() },
      progress: newProgress(spec.id, SAMPLES, concurrency),
    };
  };
  const journal = world.journal ?? new Lines();
  const [stop, drop] = [new AbortController(), new AbortController()];
  const asked = models.map((model, index) => engineModel(model, `m${index || ''}`));
  const judges = [engineModel(judge, 'judge')];
  const { backlog, pairs, recorded, probed } = world;
  const ended = runPlan({
    plan: makePlan({
      planned: plannedAs(questions),
      epochs: new Map(),
      readSample: (line) => questions[line] as PlannedSample,
      seed: 1,
    }),
    models: asked,
    tasks: new Map([
      ['task', { spec: { name: 'task', metric: 'judged', epochs: 1 }, graders: [grader] } as unknown as Task],
    ]),
    journal,
    budget: new Budget(world.budget),
    judging: { judges, salt: 'salt', ...(recorded && { recorded }), ...(probed && { probed }) },
    ...(backlog && { backlog: () => stream(backlog) }),
    ...(pairs && { pairs: () => stream(pairs) }),
    ...{ stop: stop.signal, drop: drop.signal, clock: hasty, random: seededRandom('waits') },
  });
  return {
    ended,
    progress: { models: asked.map(({ progress }) => progress), judge: judges[0]?.progress },
    stop: () => stop.abort(new Interrupted()),
  };
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

describe('a fresh answer', () => {
  test('is kept before its judge is asked, and its score comes after the verdict', async () => {
    const journal = new Lines();
    await start({ judge: { complete: says('0.5') }, journal }).ended;
    for (const { sample } of questions) {
      const own = journal.all.filter((line) => line.key === trialKey('m', 'task', sample, 1) || isOf(line, sample));
      expect(own.map((line) => ('role' in line ? line.role : 'score'))).toEqual(['answer', 'judge', 'score']);
      expect(own[2]).toMatchObject({ grader: 'judged', state: 'scored', value: 0.5 });
    }
  });

  const isOf = (line: Outcome | Score, sample: string) => 'sample' in line && line.sample === sample;

  test('is shown to its judge between delimiters of that call alone', async () => {
    const prompts: string[] = [];
    const judge = {
      complete: says(({ messages }) => {
        prompts.push(messages[0]?.content ?? '');
        return '1';
      }),
    };
    await start({ judge }).ended;
    const delimiters = prompts.map((prompt) => prompt.split('|')[0]);
    expect(new Set(delimiters).size).toBe(SAMPLES);
    for (const delimiter of delimiters) expect(delimiter).toMatch(/^[0-9a-f]{16}$/);
  });

  test('tells the progress of its model how good it is, and the judge its own calls', async () => {
    const { ended, progress } = start({ judge: { complete: says('0.25') } });
    await ended;
    expect(progress.models[0]?.quality.get('task')).toMatchObject({ sum: 0.25 * SAMPLES, n: SAMPLES });
    expect(progress.judge).toMatchObject({ done: SAMPLES, failed: 0 });
  });

  test('whose judge fails is judged by nobody, and nothing is owed', async () => {
    const journal = new Lines();
    const judge = { complete: () => Promise.reject(new ProviderError('rejected', 'no such model')) };
    expect(await start({ judge, journal }).ended).toEqual({ owesScores: false });
    expect(journal.judged.every(isFailed)).toBe(true);
    expect(journal.scores).toHaveLength(SAMPLES);
    expect(journal.scores[0]).toMatchObject({ state: 'unscored', value: null, explanation: 'no such model' });
  });

  test('with a verdict from an earlier start is not judged again', async () => {
    const first = new Lines();
    await start({ judge: { complete: says('1') }, journal: first }).ended;
    const known = new Map(first.judged.map((outcome) => [outcome.key, outcome]));
    const journal = new Lines();
    const judge = { complete: () => Promise.reject(new Error('asked again')) };
    await start({ judge, journal, recorded: (key) => known.get(key) }).ended;
    expect(journal.judged).toEqual([]);
    expect(journal.scores.map(({ value }) => value)).toEqual(Array(SAMPLES).fill(1));
  });

  test('is judged anew where the judge or its prompt has changed', async () => {
    const old = (key: string) => answered({ key, role: 'judge', generation_key: 'another', answer: '0' });
    const journal = new Lines();
    await start({ judge: { complete: says('1') }, journal, recorded: old }).ended;
    expect(journal.scores.map(({ value }) => value)).toEqual(Array(SAMPLES).fill(1));
  });
});

describe('a judge that can be asked no more', () => {
  test('leaves scores owed when its money is at an end, and no more answers are bought', async () => {
    const journal = new Lines();
    let asked = 0;
    const slow: Complete = async (input, signal) => {
      asked += 1;
      await sleep(2);
      return await says('an answer')(input, signal);
    };
    const { ended, progress } = start({
      models: [{ complete: slow, price: { input: 0, output: 0 } }],
      judge: { complete: says('1'), price: { input: 1e6, output: 1e6 }, max_tokens: 1 },
      budget: { max_usd: 0.5 },
      journal,
    });
    expect(await ended).toEqual({ owesScores: true });
    expect(progress.judge).toMatchObject({ overBudget: 'run' });
    expect(progress.models[0]?.overBudget).toBe(null);
    expect(asked).toBeLessThan(SAMPLES);
    expect(journal.scores).toEqual([]);
  });

  test('whose key is refused is given up, its answers are owed, and the others are asked on', async () => {
    const journal = new Lines();
    const judge = { complete: () => Promise.reject(new ProviderError('denied', 'bad key')) };
    const { ended, progress } = start({ judge, journal });
    expect(await ended).toEqual({ owesScores: true });
    expect(progress.judge?.stopped).toContain('key is refused');
    expect(progress.models[0]).toMatchObject({ done: SAMPLES, failed: 0 });
    expect(journal.scores.length).toBeLessThan(SAMPLES);
  });

  test('because the user stops leaves scores owed', async () => {
    let begun = 0;
    const waits: Complete = async (input, signal) => {
      begun += 1;
      await sleep(5);
      return await says('1')(input, signal);
    };
    const { ended, stop } = start({ judge: { complete: waits } });
    while (begun === 0) await sleep(1);
    stop();
    expect(await ended).toEqual({ owesScores: true });
  });

  test('because a line cannot be kept ends the run with the reason', async () => {
    const journal = new Lines();
    journal.appendScore = () => {
      throw new Error('disk full');
    };
    expect((await rejection(start({ judge: { complete: says('1') }, journal }).ended)).message).toBe('disk full');
  });
});

const recordedAnswer = (model: string, sample: string, answer: string): Answered =>
  answered({ key: trialKey(model, 'task', sample, 1), model, task: 'task', sample, answer });

test('answers of an earlier start that owe a score are judged before more is asked', async () => {
  const journal = new Lines();
  const backlog = [{ answer: recordedAnswer('m', '3', 'old'), line: 3, places: [0] }];
  await start({ models: [], judge: { complete: says('1') }, journal, backlog }).ended;
  expect(journal.all.map((line) => ('role' in line ? [line.role, line.sample] : line.value))).toEqual([
    ['judge', '3'],
    1,
  ]);
});

describe('pairs', () => {
  const pairGrader = asksOnce({
    baseline: 'base',
    async gradeLater({ ask, answer, beside }: LateInput) {
      for (const isSwapped of [false, true]) {
        await ask({ judge: 0, attempt: 1, isSwapped, messages: () => [{ role: 'user', content: String(isSwapped) }] });
      }
      return judgement('scored', 1, `${answer.answer} over ${beside?.answer}`);
    },
  });
  const base = recordedAnswer('base', '1', 'theirs');
  const own = recordedAnswer('m', '1', 'ours');
  const paired = async (answer: Answered, beside?: Answered) => {
    const journal = new Lines();
    const pairs = [{ answer, line: 1, places: [0], beside: () => beside }];
    await start({ models: [], judge: { complete: says('1') }, grader: pairGrader, journal, pairs }).ended;
    return journal;
  };

  test('are judged in both orders, each a call of its own', async () => {
    const journal = await paired(own, base);
    expect(journal.judged.map(({ judging }) => judging?.of)).toEqual([
      [own.key, base.key],
      [base.key, own.key],
    ]);
    expect(new Set(journal.judged.map(({ key }) => key)).size).toBe(2);
    expect(journal.scores).toMatchObject([{ key: own.key, value: 1, explanation: 'ours over theirs' }]);
  });

  test('of the baseline with itself are a tie that nobody is asked for', async () => {
    const journal = await paired(base, base);
    expect(journal.judged).toEqual([]);
    expect(journal.scores).toMatchObject([{ key: base.key, value: 0.5 }]);
  });

  test('without an answer of the baseline have no score yet', async () => {
    expect((await paired(own)).all).toEqual([]);
  });
});

describe('probes', () => {
  const probe = (name: string, answer: string): Probe => ({ name, answer, isPassedBy: ({ value }) => value === 0 });
  const grader = asksOnce({ probes: [probe('empty', ''), probe('bad', 'nonsense')] });
  const gullible: Complete = says(({ messages }) => (messages[0]?.content.includes('nonsense') ? '1' : '0'));

  test('are shown to the judges once, with the first sample, and say who saw through them', async () => {
    const journal = new Lines();
    await start({ models: [], judge: { complete: gullible }, grader, journal }).ended;
    expect(journal.judged.map(({ role, judging }) => [role, judging?.of])).toEqual([
      ['probe', ['empty']],
      ['probe', ['bad']],
    ]);
    expect(journal.scores).toMatchObject([
      { probe: { task: 'task', name: 'empty' }, value: 1 },
      { probe: { task: 'task', name: 'bad' }, value: 0 },
    ]);
  });

  test('are not shown again by another start', async () => {
    const before = new Lines();
    await start({ models: [], judge: { complete: gullible }, grader, journal: before }).ended;
    const journal = new Lines();
    const probed = (key: string) => before.scores.find(({ score_key }) => score_key === key);
    await start({ models: [], judge: { complete: gullible }, grader, journal, probed }).ended;
    expect(journal.all).toEqual([]);
  });

  test('that are open are shown again, and kept again where that brings something', async () => {
    const judge = { complete: () => Promise.reject(new ProviderError('rejected', 'no')) };
    const before = new Lines();
    await start({ models: [], judge, grader, journal: before }).ended;
    const probed = (key: string) => before.scores.find(({ score_key }) => score_key === key);
    const [still, then] = [new Lines(), new Lines()];
    await start({ models: [], judge, grader, journal: still, probed }).ended;
    expect([still.judged.length, still.scores.length]).toEqual([2, 0]);
    await start({ models: [], judge: { complete: gullible }, grader, journal: then, probed }).ended;
    expect(then.scores.map(({ value }) => value)).toEqual([1, 0]);
  });

  test('of a judge that fails are open', async () => {
    const journal = new Lines();
    const judge = { complete: () => Promise.reject(new ProviderError('rejected', 'no')) };
    await start({ models: [], judge, grader, journal }).ended;
    expect(journal.scores.map(({ value }) => value)).toEqual([null, null]);
  });
});

test('a call of a judge is known by who judges what, in which order, for which try', () => {
  const call = {
    role: 'judge',
    model: 'j',
    task: 't',
    sample: '1',
    epoch: 1,
    grader: 'g',
    of: ['a', 'b'],
    attempt: 1,
  } as const;
  const others = [
    { ...call, role: 'probe' } as const,
    { ...call, model: 'k' },
    { ...call, of: ['b', 'a'] },
    { ...call, attempt: 2 },
    { ...call, grader: 'h' },
    { ...call, epoch: 2 },
  ];
  expect(new Set([call, ...others].map(judgeKey)).size).toBe(7);
});
