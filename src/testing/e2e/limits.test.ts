import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../app/run.ts';
import { fastClock } from '../fast-clock.ts';
import { type TempFolder, tempFolder } from '../temp.ts';
import { type Arrived, busy, fails, type Reply, says, stalls, startVendor } from '../vendor.ts';
import { llmBench, readRun, runsIn, startLlmBench } from './llm-bench.ts';

/** Ten times as fast: a minute lasts six seconds. */
const SPEED = 10;
const MINUTE_MS = 60_000 / SPEED;

interface Counted {
  readonly at: number;
  readonly tokens: number;
}

/** A vendor that counts what arrives, and says what each answer used. */
async function startCounting(
  tokensOf: (arrived: Arrived) => { prompt: number; output: number },
  reply?: (n: number) => Reply | undefined,
) {
  const counted: Counted[] = [];
  const vendor = await startVendor((arrived) => {
    const { prompt, output } = tokensOf(arrived);
    const instead = reply?.(counted.length);
    counted.push({ at: performance.now(), tokens: instead ? 0 : prompt + output });
    return instead ?? says('4', { usage: { prompt_tokens: prompt, completion_tokens: output } });
  });
  return { url: vendor.url, counted, [Symbol.asyncDispose]: () => vendor[Symbol.asyncDispose]() };
}

/** From the first request to the last, in minutes. */
const minutesOf = (counted: readonly Counted[]): number =>
  ((counted.at(-1)?.at ?? 0) - (counted[0]?.at ?? 0)) / MINUTE_MS;

/** The most that any sliding minute saw. */
const most = (counted: readonly Counted[], weigh: (one: Counted) => number): number =>
  Math.max(
    ...counted.map(({ at: end }) =>
      counted.filter(({ at }) => at > end - MINUTE_MS && at <= end).reduce((sum, one) => sum + weigh(one), 0),
    ),
  );

async function suiteIn(folder: TempFolder, suite: { models: object[]; samples: number } & Record<string, unknown>) {
  const { samples, ...rest } = suite;
  const lines = Array.from({ length: samples }, (_, n) =>
    JSON.stringify({ id: `q${n}`, input: `What is ${n}?`, target: '4' }),
  );
  await folder.write('questions.jsonl', lines.join('\n'));
  const tasks = [{ name: 't', dataset: './questions.jsonl', prompt: '{{ input }}', grade: 'exact' }];
  return await folder.write('suite.yaml', JSON.stringify({ name: 'limits', tasks, ...rest }));
}

test.concurrent('no sliding minute sees more requests than the limit, whichever model of the account asks; nine tenths of it are used', async () => {
  await using folder = await tempFolder();
  await using vendor = await startCounting(() => ({ prompt: 5, output: 1 }));
  const model = { model: 'openai-compatible/x', base_url: vendor.url };
  const few = { concurrency: 4 };
  const models = [
    { id: 'a', ...model, limits: { ...few, requests_per_minute: 100 } },
    { id: 'b', ...model, limits: few, temperature: 1 },
  ];
  const path = await suiteIn(folder, { models, samples: 75 });
  await run({ path, results: folder.path, env: {}, clock: fastClock(SPEED) });

  expect(vendor.counted).toHaveLength(150);
  expect(most(vendor.counted, () => 1)).toBeLessThanOrEqual(100);
  // 100 at once, and 50 after a minute.
  expect(minutesOf(vendor.counted)).toBeLessThan(1 / 0.9);
});

test.concurrent('no sliding minute sees more tokens than the limit; what was set aside and not used goes to others', async () => {
  await using folder = await tempFolder();
  // A prompt of 11 to 13 characters is taken for 3 or 4 tokens; an answer uses a quarter of what it may.
  await using vendor = await startCounting(({ body }) => ({
    prompt: 3,
    output: Number(/\d+/.exec(body.messages[0].content)) % 10,
  }));
  const limits = { tokens_per_minute: 750, concurrency: 4 };
  const models = [{ model: 'openai-compatible/x', base_url: vendor.url, max_tokens: 40, limits }];
  const path = await suiteIn(folder, { models, samples: 150 });
  await run({ path, results: folder.path, env: {}, clock: fastClock(SPEED) });

  expect(vendor.counted).toHaveLength(150);
  expect(most(vendor.counted, ({ tokens }) => tokens)).toBeLessThanOrEqual(750);
  // 1,125 tokens: 750 at once, and the rest after a minute.
  const used = vendor.counted.reduce((sum, { tokens }) => sum + tokens, 0);
  expect(used).toBe(1125);
  expect(minutesOf(vendor.counted)).toBeLessThan(1 / 0.9);
});

test('a budget is never passed, busy and broken tries and all; more money goes on with the same run', async () => {
  await using folder = await tempFolder();
  const usage = ({ body }: Arrived) => ({ prompt: 3, output: 1 + (Number(/\d+/.exec(body.messages[0].content)) % 20) });
  await using vendor = await startCounting(usage, (n) =>
    n % 7 === 3 ? busy() : n % 11 === 5 ? fails(500) : undefined,
  );
  const model = { base_url: vendor.url, max_tokens: 20, price: { input: 1000, output: 1000 }, retries: 20 };
  const models = ['a', 'b'].map((id) => ({ id, model: `openai-compatible/${id}`, ...model }));
  const path = await suiteIn(folder, { models, samples: 600, budget: { max_usd: 10 } });
  const spent = () => vendor.counted.reduce((sum, { tokens }) => sum + tokens, 0) / 1000;
  const go = (maxUsd?: number) =>
    run({ path, results: folder.path, env: {}, clock: fastClock(1000), overrides: { maxUsd } });

  const first = await go();
  expect(spent()).toBeLessThanOrEqual(10);
  // What the last call was to set aside: 4 tokens in and 20 out.
  expect(spent()).toBeGreaterThan(10 - 0.024 * 2);
  expect(first.manifest.status).toBe('incomplete');
  expect(first.overBudget).not.toEqual([]);

  const second = await go(12);
  expect(second.folder).toBe(first.folder);
  expect(spent()).toBeLessThanOrEqual(12);

  const last = await go(1000);
  const { outcomes, scorecard, manifest } = await readRun(last.folder);
  expect(last.folder).toBe(first.folder);
  expect(manifest.status).toBe('complete');
  expect(new Set(outcomes.map(({ key }) => key)).size).toBe(1200);
  expect(outcomes).toHaveLength(1200);
  const cost = scorecard.rows.filter(({ level }) => level === 'all').reduce((sum, row) => sum + (row.cost_usd ?? 0), 0);
  expect(cost).toBeCloseTo(spent(), 6);
});

test('where prompts cost more than they were taken for, a budget is passed by no more than the calls in flight', async () => {
  await using folder = await tempFolder();
  await using vendor = await startCounting(() => ({ prompt: 50, output: 20 }));
  const models = [
    {
      model: 'openai-compatible/x',
      base_url: vendor.url,
      max_tokens: 20,
      price: { input: 1000, output: 1000 },
      limits: { concurrency: 8 },
    },
  ];
  const path = await suiteIn(folder, { models, samples: 300, budget: { max_usd: 5 } });
  const { overBudget } = await run({ path, results: folder.path, env: {} });
  expect(overBudget).toEqual([{ model: 'openai-compatible/x', of: 'run' }]);
  const spent = vendor.counted.length * 0.07;
  expect(spent).toBeGreaterThan(4.9);
  expect(spent).toBeLessThanOrEqual(5 + 8 * 0.07);
});

test('each model keeps to its own concurrency, and one that stalls slows no other', async () => {
  await using folder = await tempFolder();
  const inFlight = new Map<string, { now: number; most: number }>();
  await using vendor = await startVendor(({ body }) => (response) => {
    const { model } = body;
    const count = inFlight.get(model) ?? { now: 0, most: 0 };
    inFlight.set(model, count);
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    if (model === 'm0') return;
    setTimeout(() => {
      count.now -= 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"choices":[{"index":0,"message":{"role":"assistant","content":"4"},"finish_reason":"stop"}]}');
    }, 10);
  });
  const models = Array.from({ length: 10 }, (_, n) => ({
    id: `m${n}`,
    model: `openai-compatible/m${n}`,
    base_url: vendor.url,
    limits: { concurrency: n + 1 },
    timeout_s: 60,
  }));
  const path = await suiteIn(folder, { models, samples: 60 });
  const drop = new AbortController();
  const ended = run({
    path,
    results: folder.path,
    env: {},
    drop: drop.signal,
    onStart({ models }) {
      const others = () => models.slice(1).every(({ done, trials }) => done === trials);
      const timer = setInterval(() => {
        if (!others()) return;
        clearInterval(timer);
        drop.abort();
      }, 5);
    },
  });
  const { manifest } = await ended;
  expect(manifest.status).toBe('incomplete');
  expect([...inFlight].sort().map(([model, { most }]) => [model, most])).toEqual(
    models.map(({ id }, n) => [id, n + 1]),
  );
});

test('answers of another run are taken where nothing that could change them differs; they cost nothing and have no time', async () => {
  await using folder = await tempFolder();
  await using vendor = await startCounting(() => ({ prompt: 10, output: 10 }));
  const price = { input: 1, output: 1 };
  const model = { model: 'openai-compatible/x', base_url: vendor.url, price };
  const first = await run({
    path: await suiteIn(folder, { models: [{ id: 'a', ...model }], samples: 20 }),
    results: folder.path,
    env: {},
  });
  const models = [
    { id: 'renamed', ...model },
    { id: 'warm', ...model, temperature: 1 },
  ];
  const path = await suiteIn(folder, { models, samples: 30 });
  const second = await run({ path, results: folder.path, env: {}, reuse: 'latest' });

  expect(vendor.counted).toHaveLength(20 + 10 + 30);
  const { outcomes, scorecard, calls } = await readRun(second.folder);
  const taken = outcomes.filter((outcome) => 'reused_from' in outcome);
  expect(taken).toHaveLength(20);
  expect(taken[0]).toMatchObject({
    model: 'renamed',
    reused_from: first.manifest.run_id,
    usage: { input: 10, output: 10 },
  });
  const [row] = scorecard.rows;
  expect(row).toMatchObject({ model: 'renamed', quality: { value: 1, n: 30 }, cost_usd: 0.0006, spent_usd: 0.0002 });
  expect(calls.filter(({ reused_from }) => reused_from !== '')).toHaveLength(20);
});

/** Lines of the only run's `outcomes.jsonl`. */
async function linesOf(cwd: string): Promise<number> {
  const [run = ''] = await runsIn(cwd);
  const text = await readFile(join(run, 'outcomes.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}

describe('the program', () => {
  const priced = (url: string) => ({
    models: [
      { id: 'a', model: 'openai-compatible/x', base_url: url, max_tokens: 10, price: { input: 1000, output: 1000 } },
    ],
    samples: 100,
  });

  test('ends with 3 when the budget is reached, says what all would cost, and goes on with more', async () => {
    await using folder = await tempFolder();
    await using vendor = await startCounting(() => ({ prompt: 4, output: 6 }));
    const path = await suiteIn(folder, priced(vendor.url));
    const first = await llmBench(['run', path, '--max-usd', '0.25', '--quiet'], folder.path);
    expect(first.exitCode).toBe(3);
    expect(first.stderr).toContain('The budget ($0.250 in all) has no room for another call of a. To go on: ');
    expect(first.stderr).toContain('At the cost so far all trials would take $1.00;');
    expect(first.stderr).toContain(`To go on: llm-bench run ${path} --quiet --max-usd <USD>`);

    const last = await llmBench(['run', path, '--max-usd', '1.1', '--quiet'], folder.path);
    expect(last).toMatchObject({ exitCode: 0, stderr: '' });
    expect(vendor.counted).toHaveLength(100);
  });

  test('says after a kill how many calls may have been lost, and what they may have cost', async () => {
    await using folder = await tempFolder();
    await using vendor = await startCounting(
      () => ({ prompt: 4, output: 6 }),
      (n) => (n < 30 ? undefined : stalls),
    );
    const path = await suiteIn(folder, priced(vendor.url));
    const killed = startLlmBench(['run', path], folder.path);
    while ((await linesOf(folder.path)) < 30) await new Promise((resolve) => setTimeout(resolve, 5));
    killed.kill('SIGKILL');
    await killed;
    const again = startLlmBench(['run', path], folder.path);
    const words = await new Promise<string>((resolve) =>
      again.stderr?.on('data', (data) => /did not end well/.test(data) && resolve(String(data))),
    );
    again.kill('SIGKILL');
    await again;
    const [, calls, cost] = /up to (\d+) calls may have been in flight, for up to \$([\d.]+); they/.exec(words) ?? [];
    expect(calls).toBe('70');
    // Each of 4 tokens in and 1.2 × 6 out, at 0.001 a token.
    expect(Number(cost)).toBeCloseTo(Number(calls) * 0.012, 6);
  });
});
