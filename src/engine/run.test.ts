import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Complete } from '../domain/complete.ts';
import { Interrupted, ProviderError, UserError } from '../domain/errors.ts';
import { generationKey, trialKey } from '../domain/keys.ts';
import { always, type ModelSpec } from '../domain/model.ts';
import { isDropped, isFailed, type Outcome, type Reused } from '../domain/outcome.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import type { BudgetSpec } from '../domain/suite.ts';
import type { Task, TaskGrader } from '../domain/task.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { seededRandom } from '../lib/random.ts';
import { completion } from '../providers/define.ts';
import { openaiCompatible } from '../providers/openai-compatible.ts';
import { modelSpec, rejection, world } from '../testing/ask.ts';
import { planned, plannedAs } from '../testing/builders.ts';
import { type Arrived, busy, fails, hangsUp, type Reply, says, saysRaw, startVendor } from '../testing/vendor.ts';
import { Budget } from './budget.ts';
import { Forecast } from './forecast.ts';
import type { EngineModel } from './model.ts';
import { makePlan } from './plan.ts';
import { newProgress } from './progress.ts';
import { type Journal, runPlan } from './run.ts';

const grader = (name: string, judge: (answer: string) => number, parts: string[] = []): TaskGrader => ({
  facts: { name, grader: name, version: 1, digest: name, binary: true, parts },
  grade: (_, { answer }) => ({
    state: 'scored',
    value: judge(answer),
    extracted: answer,
    explanation: 'because',
    parts: {},
  }),
});

const isFour = grader('four', (answer) => Number(answer === '4'));

const taskOf = (graders: readonly TaskGrader[] = [isFour], metric = graders[0]?.facts.name ?? ''): Task =>
  ({ spec: { name: 'task', metric, epochs: 1 }, graders }) as unknown as Task;

/** Keeps lines in memory, in the order in which they came. */
class Lines implements Journal {
  readonly all: (Outcome | Score)[] = [];
  readonly done: Set<string>;

  constructor(done: Iterable<string> = []) {
    this.done = new Set(done);
  }

  get outcomes(): Outcome[] {
    return this.all.filter((line): line is Outcome => 'role' in line);
  }

  get scores(): Score[] {
    return this.all.filter((line): line is Score => 'grader' in line);
  }

  isDone(key: string): boolean {
    return this.done.has(key);
  }

  appendOutcome(outcome: Outcome): void {
    this.all.push(outcome);
    if (!isDropped(outcome)) this.done.add(outcome.key);
  }

  appendScore(score: Score): void {
    this.all.push(score);
  }
}

const answers =
  (answer = '4'): Complete =>
  async () =>
    completion(answer);

/** Never answers, but obeys its signal. */
const stalled: Complete = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** Answers when the gate is opened, signal or not. */
function gated() {
  let begun = 0;
  let answer = () => {};
  const open = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const complete: Complete = async () => {
    begun += 1;
    await open;
    return completion('4');
  };
  return { complete, begun: () => begun, answer: () => answer() };
}

interface ModelGiven extends Partial<ModelSpec> {
  readonly complete: Complete;
  readonly concurrency?: number;
  readonly account?: string;
}

interface World {
  readonly models: readonly ModelGiven[];
  readonly samples?: number;
  readonly task?: Task;
  readonly journal?: Journal;
  readonly clock?: Clock;
  readonly budget?: BudgetSpec;
  readonly reuse?: (generation_key: string) => Reused | undefined;
}

/** Pauses take no time. */
const hasty: Clock = { ...systemClock, sleep: (_, signal) => systemClock.sleep(0, signal) };

function start({ models, samples = 10, task = taskOf(), journal = new Lines(), clock = hasty, ...world }: World) {
  const [stop, drop] = [new AbortController(), new AbortController()];
  const engineModels = models.map(({ complete, concurrency = 2, account, ...facts }): EngineModel => {
    const spec = modelSpec(facts);
    return {
      spec,
      identity: spec.id,
      price: spec.price,
      complete,
      concurrency: always(concurrency),
      account,
      progress: newProgress(spec.id, samples, always(concurrency)),
      forecast: new Forecast(),
    };
  });
  const questions = Array.from({ length: samples }, (_, line) =>
    planned({ sample: String(line), messages: [{ role: 'user', content: String(line) }] }),
  );
  const ended = runPlan({
    plan: makePlan({
      planned: plannedAs(questions),
      epochs: new Map([['task', 1]]),
      readSample: (line) => questions[line] as PlannedSample,
      seed: 1,
    }),
    models: engineModels,
    tasks: new Map([['task', task]]),
    journal,
    budget: new Budget(world.budget),
    ...(world.reuse && { reuse: world.reuse }),
    stop: stop.signal,
    drop: drop.signal,
    clock,
    random: seededRandom('waits'),
  });
  return {
    ended,
    progress: engineModels.map((model) => model.progress),
    stop: () => stop.abort(new Interrupted()),
    drop: () => drop.abort(new Interrupted()),
  };
}

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await sleep(1);
};

describe('every trial ends as exactly one outcome', () => {
  /** What a vendor does at each try of a sample, and what the call becomes. */
  const fates: readonly [replies: Reply[], becomes: string, tries: number][] = [
    [[says('4')], '4', 1],
    [[says('5')], '5', 1],
    [[says('', { finish_reason: 'length' })], '', 1],
    [[busy({ retryAfterSeconds: 0 }), says('4')], '4', 2],
    [[fails(500), hangsUp, says('4')], '4', 3],
    [[saysRaw('<html>'), says('4')], '4', 2],
    [[busy()], 'busy', 3],
    [[hangsUp], 'broken', 3],
    [[fails(503)], 'broken', 3],
    [[fails(400)], 'rejected', 1],
    [[fails(400, 'blocked', 'content_filter')], '', 1],
  ];
  const fateOf = (sample: string) => fates[Number(sample) % fates.length] as (typeof fates)[number];

  test('under a vendor that does everything wrong, for two models at once', async () => {
    const tries = new Map<string, number>();
    const reply = ({ body }: Arrived): Reply => {
      const trial = `${body.model} ${body.messages[0].content}`;
      const attempt = (tries.get(trial) ?? 0) + 1;
      tries.set(trial, attempt);
      const [replies] = fateOf(body.messages[0].content);
      return replies[Math.min(attempt, replies.length) - 1] as Reply;
    };
    await using vendor = await startVendor(reply);
    const models = await Promise.all(
      ['x', 'y'].map(async (name) => {
        const facts = { id: name, model: `openai-compatible/${name}`, base_url: vendor.url, retries: 2 };
        const { complete } = await openaiCompatible.open(modelSpec(facts), world());
        return { ...facts, complete, concurrency: 8 };
      }),
    );
    const journal = new Lines();
    const { ended, progress } = start({ models, samples: 66, journal });
    await ended;

    expect(new Set(journal.outcomes.map(({ key }) => key)).size).toBe(132);
    expect(journal.outcomes).toHaveLength(132);
    for (const outcome of journal.outcomes) {
      const [, becomes, made] = fateOf(outcome.sample);
      expect(isFailed(outcome) ? outcome.failure.kind : outcome.answer).toBe(becomes);
      expect(outcome.attempts).toHaveLength(made);
      expect(tries.get(`${outcome.model} ${outcome.sample}`)).toBe(made);
    }
    const failed = journal.outcomes.filter(isFailed).length;
    expect(journal.scores).toHaveLength(132 - failed);
    expect(progress).toMatchObject([
      { done: 66, inFlight: 0, waiting: 0 },
      { done: 66, inFlight: 0, waiting: 0 },
    ]);
  });

  test('never with more calls in flight than the model may have', async () => {
    let [inFlight, most] = [0, 0];
    const complete: Complete = async () => {
      most = Math.max(most, ++inFlight);
      await sleep(2);
      inFlight -= 1;
      return completion('4');
    };
    await start({ models: [{ complete, concurrency: 3 }], samples: 30 }).ended;
    expect(most).toBe(3);
  });
});

test('an answer is on its way to the disk before its scores', async () => {
  const journal = new Lines();
  await start({ models: [{ complete: answers() }], task: taskOf([isFour, grader('two', () => 0)]), journal }).ended;
  expect(journal.all).toHaveLength(30);
  for (let n = 0; n < 30; n += 3) {
    const [outcome, one, two] = journal.all.slice(n, n + 3);
    expect(outcome).toHaveProperty('role', 'answer');
    expect([one, two]).toMatchObject([
      { grader: 'four', key: outcome?.key, value: 1 },
      { grader: 'two', key: outcome?.key, value: 0 },
    ]);
  }
});

test('a paid answer is kept though its grader has a bug, which stops the run', async () => {
  const bug = new TypeError('x is not a function');
  const broken = grader('broken', () => {
    throw bug;
  });
  const journal = new Lines();
  const { ended } = start({ models: [{ complete: answers() }], task: taskOf([broken]), journal });
  expect(await rejection(ended)).toBe(bug);
  expect(journal.outcomes.length).toBeGreaterThan(0);
});

test('a write that fails stops all models, drops what is in flight, and is thrown when nothing goes on any more', async () => {
  const full = new UserError('outcomes.jsonl cannot be written: ENOSPC');
  class Full extends Lines {
    override appendOutcome(outcome: Outcome): void {
      if (this.all.length === 6) throw full;
      super.appendOutcome(outcome);
    }
  }
  const journal = new Full();
  let dropped = 0;
  const waits: Complete = (input, signal) => stalled(input, signal).finally(() => dropped++);
  const models = [
    { id: 'a', complete: answers() },
    { id: 'b', complete: waits },
  ];
  const { ended, progress } = start({ models, samples: 50, journal });
  expect(await rejection(ended)).toBe(full);
  expect(dropped).toBe(2);
  expect(progress.map(({ inFlight }) => inFlight)).toEqual([0, 0]);
  const written = journal.all.length;
  await sleep(20);
  expect(journal.all).toHaveLength(written);
});

describe('stop', () => {
  test('lets calls in flight end, and starts none that waits for a slot', async () => {
    const { complete, begun, answer } = gated();
    const journal = new Lines();
    const { ended, stop } = start({ models: [{ complete, concurrency: 3 }], samples: 50, journal });
    await until(() => begun() === 3);
    stop();
    answer();
    await ended;
    expect(begun()).toBe(3);
    expect(journal.outcomes).toHaveLength(3);
  });

  test('drops a call that waits for its next try: it has no outcome', async () => {
    const journal = new Lines();
    const complete: Complete = () => Promise.reject(new ProviderError('busy', 'slow down', { retryAfterMs: 30_000 }));
    const { ended, stop, progress } = start({ models: [{ complete, retries: 4 }], journal, clock: systemClock });
    await until(() => progress[0]?.waiting === 4);
    expect(progress[0]).toMatchObject({ lastFailure: 'busy: slow down', inFlight: 0 });
    stop();
    await ended;
    expect(journal.all).toEqual([]);
    expect(progress[0]?.waiting).toBe(0);
  });

  test('before the start asks nothing', async () => {
    let begun = 0;
    const journal = new Lines();
    const run = start({ models: [{ complete: () => Promise.reject(begun++) }], journal, samples: 0 });
    run.stop();
    await run.ended;
    expect(begun).toBe(0);
  });
});

test('drop keeps what calls in flight may have cost and no answer, not even where one comes all the same', async () => {
  const deaf = gated();
  const journal = new Lines();
  const models = [
    { id: 'a', complete: stalled },
    { id: 'b', complete: deaf.complete },
  ];
  const { ended, drop, progress } = start({ models, journal });
  await until(() => deaf.begun() === 2);
  drop();
  deaf.answer();
  await ended;
  expect(journal.scores).toEqual([]);
  expect(journal.outcomes).toHaveLength(4);
  for (const outcome of journal.outcomes) {
    expect(outcome).toMatchObject({ failure: { kind: 'dropped' }, attempts: [{ failure: 'dropped', reserved: {} }] });
  }
  expect(progress).toMatchObject([
    { done: 0, failed: 0, inFlight: 0 },
    { done: 0, failed: 0, inFlight: 0 },
  ]);
});

test('stop keeps what a call has cost that waits for its next try; the call is to be made again', async () => {
  const journal = new Lines();
  const late = new ProviderError('timeout', 'late', { maybeBilled: true, retryAfterMs: 30_000 });
  const models = [
    { complete: () => Promise.reject(late), retries: 4, price: { input: 0, output: 1_000_000 }, max_tokens: 1 },
  ];
  const { ended, stop, progress } = start({ models, journal, clock: systemClock });
  await until(() => progress[0]?.waiting === 4);
  stop();
  await ended;
  expect(journal.outcomes).toHaveLength(4);
  expect(journal.outcomes[0]).toMatchObject({
    failure: { kind: 'dropped', message: 'cut short by an interruption, after timeout: late' },
    attempts: [{ failure: 'timeout', reserved: { output: 1 } }],
  });
  expect(progress[0]).toMatchObject({ done: 0, failed: 0, picoUsd: 4e12 });
});

test('only what has no outcome yet is asked', async () => {
  const done = ['0', '3', '7'].map((sample) => trialKey('m', 'task', sample, 1));
  const journal = new Lines(done);
  await start({ models: [{ complete: answers() }], journal }).ended;
  const asked = journal.outcomes.map(({ sample }) => Number(sample)).sort();
  expect(asked).toEqual([1, 2, 4, 5, 6, 8, 9]);
});

test('models go at their own pace: one that stalls holds up no other', async () => {
  const models = [
    { id: 'slow', complete: stalled },
    { id: 'fast', complete: answers() },
  ];
  const { ended, progress, drop } = start({ models, samples: 100 });
  await until(() => progress[1]?.done === 100);
  expect(progress[0]?.done).toBe(0);
  drop();
  await ended;
});

test('models that answer at once let timers and signals in', async () => {
  const { ended, stop, progress } = start({ models: [{ complete: answers() }], samples: 300_000 });
  setTimeout(stop, 30);
  await ended;
  expect(progress[0]?.done).toBeGreaterThan(0);
  expect(progress[0]?.done).toBeLessThan(300_000);
});

describe('a model that is given up', () => {
  const denied: Complete = () => Promise.reject(new ProviderError('denied', 'bad key'));

  test('is asked no more, and says why; the others go on', async () => {
    const journal = new Lines();
    const models = [
      { id: 'denied', complete: denied, concurrency: 1 },
      { id: 'well', complete: answers() },
    ];
    const { ended, progress } = start({ models, samples: 50, journal });
    await ended;
    expect(progress).toMatchObject([{ stopped: 'its key is refused: bad key' }, { done: 50, stopped: null }]);
    // One more was on its way when the third had failed.
    expect(progress[0]?.done).toBeLessThanOrEqual(4);
  });

  test('drops its calls that wait for a slot or for their next try', async () => {
    let begun = 0;
    const complete: Complete = async () => {
      begun += 1;
      if (begun <= 2) throw new ProviderError('busy', 'slow down', { retryAfterMs: 30_000 });
      throw new ProviderError('denied', 'bad key');
    };
    const journal = new Lines();
    const models = [{ complete, concurrency: 2, retries: 4 }];
    const { ended, progress } = start({ models, samples: 50, journal, clock: systemClock });
    await ended;
    expect(progress[0]).toMatchObject({ stopped: 'its key is refused: bad key', waiting: 0, inFlight: 0 });
    expect(journal.outcomes.length).toBeLessThanOrEqual(4);
  });
});

test('progress shows the task’s metric', async () => {
  const graders = [grader('rouge', () => 1, ['rougeL']), grader('rouge-2', () => 0)];
  const { ended, progress } = start({ models: [{ complete: answers() }], task: taskOf(graders, 'rouge-2') });
  await ended;
  expect(progress[0]?.quality.get('task')).toEqual({ sum: 0, n: 10, binary: true });
});

describe('a budget', () => {
  const price = { input: 0, output: 1_000_000 };
  /** One dollar a call, and as much set aside. */
  const dollar: Complete = async () => {
    await sleep(1);
    return completion('4', { usage: { input: 1, input_cached: 0, input_cache_write: 0, output: 1, reasoning: 0 } });
  };
  const paid = { complete: dollar, price, max_tokens: 1, concurrency: 4 };

  test('of the run ends each model whose next call does not fit', async () => {
    const journal = new Lines();
    const models = [
      { ...paid, id: 'a' },
      { ...paid, id: 'b' },
    ];
    const { ended, progress } = start({ models, samples: 50, journal, budget: { max_usd: 7 } });
    await ended;
    expect(journal.outcomes).toHaveLength(7);
    expect(progress.map(({ overBudget }) => overBudget)).toEqual(['run', 'run']);
    expect(progress.map(({ stopped }) => stopped)).toEqual([null, null]);
  });

  test('of a model ends that model; the others go on to theirs', async () => {
    const journal = new Lines();
    const models = [
      { ...paid, id: 'a' },
      { ...paid, id: 'free', price: { input: 0, output: 0 } },
    ];
    const { ended, progress } = start({ models, samples: 50, journal, budget: { per_model_usd: 3 } });
    await ended;
    expect(progress).toMatchObject([
      { done: 3, overBudget: 'model', picoUsd: 3e12 },
      { done: 50, overBudget: null },
    ]);
  });

  test('of the run leaves models that cost nothing alone', async () => {
    const models = [
      { ...paid, id: 'a' },
      { ...paid, id: 'free', price: { input: 0, output: 0 } },
    ];
    const { ended, progress } = start({ models, samples: 50, budget: { max_usd: 3 } });
    await ended;
    expect(progress).toMatchObject([
      { done: 3, overBudget: 'run' },
      { done: 50, overBudget: null },
    ]);
  });

  test('lets all be asked that fits once calls have cost less than was set aside', async () => {
    const journal = new Lines();
    const { ended } = start({ models: [{ ...paid, max_tokens: 4 }], samples: 50, journal, budget: { max_usd: 10 } });
    await ended;
    // A call sets 4 aside and costs 1: the seventh is begun at 6 of 10 spent.
    expect(journal.outcomes).toHaveLength(7);
  });

  test('leaves no room for another try: what was paid for the last one is kept as a failure', async () => {
    const late: Complete = () => Promise.reject(new ProviderError('timeout', 'late', { maybeBilled: true }));
    const journal = new Lines();
    const models = [{ ...paid, complete: late, retries: 4, concurrency: 1 }];
    const { ended, progress } = start({ models, samples: 5, journal, budget: { max_usd: 2 } });
    await ended;
    expect(journal.outcomes.flatMap(({ attempts }) => attempts).filter(({ reserved }) => reserved)).toHaveLength(2);
    expect(progress[0]).toMatchObject({ overBudget: 'run', picoUsd: 2e12 });
  });

  test('is used up by nothing when a busy vendor charges nothing', async () => {
    let tries = 0;
    const complete: Complete = async (input, signal) => {
      tries += 1;
      if (tries % 2) throw new ProviderError('busy', 'slow down');
      return dollar(input, signal);
    };
    const journal = new Lines();
    const models = [{ ...paid, complete, retries: 9, concurrency: 1 }];
    await start({ models, samples: 5, journal, budget: { max_usd: 5 } }).ended;
    expect(journal.outcomes.filter((outcome) => !isFailed(outcome))).toHaveLength(5);
  });
});

test('an answer of another run is taken and not asked for; it costs nothing', async () => {
  const asked: string[] = [];
  const complete: Complete = async ({ sample }) => {
    asked.push(sample);
    return completion('4');
  };
  const old = { answer: '4', finish_reason: 'stop', attempts: [{}], reused_from: 'old', sample: 'other' };
  const known = generationKey('m', [{ role: 'user', content: '3' }], 1);
  const journal = new Lines();
  const reuse = (key: string) => (key === known ? (old as unknown as Reused) : undefined);
  const { ended, progress } = start({ models: [{ complete }], journal, reuse });
  await ended;
  expect(asked).toHaveLength(9);
  expect(asked).not.toContain('3');
  expect(journal.outcomes.filter((outcome) => 'reused_from' in outcome)).toMatchObject([
    { sample: '3', model: 'm', reused_from: 'old', key: trialKey('m', 'task', '3', 1) },
  ]);
  expect(journal.scores).toHaveLength(10);
  expect(progress[0]).toMatchObject({ done: 10, inFlight: 0 });
});

describe('models that ask one model at one address', () => {
  const bearing = (most: number) => {
    let [inFlight, highest] = [0, 0];
    const complete: Complete = async () => {
      highest = Math.max(highest, ++inFlight);
      await sleep(2);
      inFlight -= 1;
      if (highest > most) throw new ProviderError('busy', 'slow down', { retryAfterMs: 0 });
      return completion('4');
    };
    return { complete, highest: () => highest };
  };

  test('have each its own cap, and together no more than both', async () => {
    const vendor = bearing(100);
    const spec = { limits: { concurrency: 3 }, concurrency: 3, account: 'one' };
    const models = ['cold', 'warm'].map((id) => ({ ...spec, id, complete: vendor.complete }));
    await start({ models, samples: 40 }).ended;
    expect(vendor.highest()).toBe(6);
  });
});
