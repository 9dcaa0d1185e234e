import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../app/run.ts';
import { exitCodeOf } from '../../cli/exit-codes.ts';
import { trialKey } from '../../domain/keys.ts';
import { type Attempt, isFailed, type Outcome, type Usage } from '../../domain/outcome.ts';
import { type Asked, type Given, givens, RETRY_AFTER_S, startChaos } from '../chaos.ts';
import { fastClock } from '../fast-clock.ts';
import { tempFolder } from '../temp.ts';
import type { Arrived } from '../vendor.ts';
import { readRun } from './llm-bench.ts';

interface World {
  readonly stream: boolean;
  readonly models: number;
  readonly samples: number;
  readonly epochs: number;
}

const WHOLE: World = { stream: false, models: 4, samples: 340, epochs: 2 };
/** So small that the hopeless samples are more than one in a hundred. */
const STREAMED: World = { stream: true, models: 2, samples: 200, epochs: 1 };

/** Samples that never get an answer, whoever asks. */
const HOPELESS = new Map<string, Given>([
  ['q7', 'a server error'],
  ['q77', 'too many'],
  ['q177', 'a cut'],
]);

const RETRIES = 20;
const FIRST_SEED = 100;
const PRICE = { input: 1, input_cached: 0.1, output: 2 };

const modelsOf = ({ models }: World) => Array.from({ length: models }, (_, n) => `m${n}`);
const samplesOf = ({ samples }: World) => Array.from({ length: samples }, (_, n) => `q${n}`);

const suite = (world: World, url: string) =>
  JSON.stringify({
    name: 'chaos',
    defaults: { timeout_s: 4, deadline_s: 604_800, retries: RETRIES, seed: FIRST_SEED, stream: world.stream },
    models: modelsOf(world).map((id) => ({ id, model: `openai-compatible/${id}`, base_url: url, price: PRICE })),
    tasks: [{ name: 't', dataset: './questions.jsonl', prompt: '{{ input }}', grade: 'exact', epochs: world.epochs }],
  });

/** What a trial asks. Its usage is like no other's. */
function trial(model: string, sample: string, epoch: number): Asked {
  const place = Number(sample.slice(1));
  const n = 1 + place + 1000 * (Number(model.slice(1)) + 10 * epoch);
  return {
    name: `${model} ${sample} ${epoch}`,
    answer: place % 3 === 0 ? 'yes' : 'no',
    usage: { prompt_tokens: n, completion_tokens: n % 61, prompt_tokens_details: { cached_tokens: n % 10 } },
    always: HOPELESS.get(sample),
  };
}

const trialOf = ({ model, sample, epoch }: Outcome) => trial(model, sample, epoch);
const trialIn = ({ body }: Arrived) => trial(body.model, body.messages[0].content, body.seed - FIRST_SEED + 1);

const trialsOf = (world: World) =>
  modelsOf(world).flatMap((model) =>
    samplesOf(world).flatMap((sample) =>
      Array.from({ length: world.epochs }, (_, n) => ({ model, sample, epoch: n + 1 })),
    ),
  );

/** Asks all trials, with pauses that last a thousandth of what they should. */
async function runThrough(world: World) {
  await using folder = await tempFolder();
  await using vendor = await startChaos(trialIn);
  const questions = samplesOf(world).map((id) => JSON.stringify({ id, input: id, target: 'yes' }));
  await folder.write('questions.jsonl', questions.join('\n'));
  const path = await folder.write('suite.yaml', suite(world, vendor.url));
  const result = await run({ path, results: folder.path, env: {}, clock: fastClock(1000) });
  return { ...result, ...(await readRun(result.folder)), given: vendor.given, requests: vendor.requests() };
}

/** How a try must stand in its outcome for what its request was given; `reserved`: it was sent, and never told its usage. */
const STANDS: Record<Given, string> = {
  'an answer': '200',
  'an answer without usage': '200 reserved',
  'too many': '429 busy',
  'too many, come back later': '429 busy',
  'a server error': '500 broken',
  'an overload': '529 broken',
  'a hang-up': 'broken reserved',
  'a cut': '200 broken reserved',
  'a cut at the end': '200 broken reserved',
  'no JSON': '200 broken reserved',
  silence: 'timeout reserved',
};

const inWords = ({ status, failure, reserved }: Attempt) =>
  [status, failure, reserved && 'reserved'].filter(Boolean).join(' ');

const isAnswer = (given: Given | undefined) => given?.startsWith('an answer') === true;

const usdOf = (all: readonly Partial<Usage>[]) =>
  all.reduce(
    (sum, { input = 0, input_cached = 0, output = 0 }) =>
      sum + (input * PRICE.input + input_cached * PRICE.input_cached + output * PRICE.output) / 1e6,
    0,
  );

let whole: Awaited<ReturnType<typeof runThrough>>;
let streamed: typeof whole;

beforeAll(async () => {
  [whole, streamed] = await Promise.all([runThrough(WHOLE), runThrough(STREAMED)]);
}, 120_000);

test('thousands of requests, of which half fail in every way there is, end well where nearly all trials are answered', () => {
  expect(whole.requests).toBeGreaterThan(5000);
  expect(exitCodeOf({ ...whole.scorecard, stopped: whole.stopped })).toBe(0);
});

test('where more than one trial in a hundred has no answer, the run ends as one whose failures can be asked again', () => {
  expect(streamed.requests).toBeGreaterThan(800);
  expect(exitCodeOf({ ...streamed.scorecard, stopped: streamed.stopped })).toBe(3);
});

describe.each([
  { how: 'whole', world: WHOLE, ran: () => whole },
  { how: 'streamed', world: STREAMED, ran: () => streamed },
])('in a run through every kind of trouble, its answers $how,', ({ world, ran }) => {
  const givenTo = (outcome: Outcome) => ran().given.get(trialOf(outcome).name) ?? [];
  const answered = () => ran().outcomes.filter((outcome) => !isFailed(outcome));

  test('every kind comes', () => {
    const all = [...ran().given.values()].flat();
    expect(new Set(all)).toEqual(new Set(givens));
    expect(all).toHaveLength(ran().requests);
  });

  test('each trial ends as one outcome, and the run is complete', () => {
    const keys = trialsOf(world).map(({ model, sample, epoch }) => trialKey(model, 't', sample, epoch));
    expect(
      ran()
        .outcomes.map(({ key }) => key)
        .sort(),
    ).toEqual(keys.sort());
    expect(ran().manifest.status).toBe('complete');
  });

  test('no answer is paid for twice: a good one is the last that its trial was given', () => {
    const again = [...ran().given].filter(([, all]) => all.slice(0, -1).some(isAnswer));
    expect(again).toEqual([]);
  });

  test('each try is kept as it was, with money set aside for what was sent and never told its usage, and for nothing else', () => {
    for (const outcome of ran().outcomes) {
      const { name } = trialOf(outcome);
      const tries = outcome.attempts.map(inWords);
      expect([name, ...tries]).toEqual([name, ...givenTo(outcome).map((given) => STANDS[given])]);
    }
    const tries = ran().outcomes.flatMap(({ attempts }) => attempts);
    expect(tries).toHaveLength(ran().requests);
    for (const { reserved } of tries) {
      if (reserved) expect(reserved.input).toBeGreaterThan(0);
    }
  });

  test('a try waits as long as the vendor asked, or else at random, and none waits after the last', () => {
    for (const outcome of ran().outcomes) {
      for (const [place, { waited_ms }] of outcome.attempts.entries()) {
        const longest = Math.min(60_000, 1000 * 2 ** place);
        if (place === outcome.attempts.length - 1) expect(waited_ms).toBeUndefined();
        else if (givenTo(outcome)[place] === 'too many, come back later') expect(waited_ms).toBe(1000 * RETRY_AFTER_S);
        else expect(waited_ms).toBeLessThanOrEqual(longest);
      }
    }
  });

  test('each answer, its usage, times and score belong to the trial that asked', () => {
    for (const outcome of answered()) {
      const { name, answer, usage } = trialOf(outcome);
      const { prompt_tokens, completion_tokens: output, prompt_tokens_details } = usage;
      const { cached_tokens: input_cached } = prompt_tokens_details;
      const told = { input: prompt_tokens - input_cached, input_cached, input_cache_write: 0, output, reasoning: 0 };
      expect(outcome).toMatchObject({
        answer,
        request_id: `${name} #${outcome.attempts.length}`,
        usage: givenTo(outcome).at(-1) === 'an answer' ? told : null,
        ttft_ms: world.stream ? expect.any(Number) : null,
      });
    }
    expect(
      ran()
        .scores.map(({ key }) => key)
        .sort(),
    ).toEqual(
      answered()
        .map(({ key }) => key)
        .sort(),
    );
  });

  test('what never gets an answer ends as a failure of its last kind, after all its tries', () => {
    const failures = ran().outcomes.filter(isFailed);
    expect(failures).toHaveLength(HOPELESS.size * world.models * world.epochs);
    for (const { sample, failure, attempts } of failures) {
      expect(HOPELESS.has(sample)).toBe(true);
      expect([failure.kind, attempts.length]).toEqual([attempts.at(-1)?.failure, 1 + RETRIES]);
    }
  });

  test('quality is that of the answers alone', () => {
    const asked = samplesOf(world).filter((sample) => !HOPELESS.has(sample));
    const right = asked.filter((sample) => Number(sample.slice(1)) % 3 === 0);
    for (const { quality, failed } of ran().scorecard.rows) {
      expect(quality).toMatchObject({ n: asked.length, value: expect.closeTo(right.length / asked.length, 12) });
      expect(failed).toBe(HOPELESS.size * world.epochs);
    }
  });

  test('every try is a row of calls.csv, which bills usage at its rates, and estimates where none was told', () => {
    const { calls, requests, outcomes, scorecard } = ran();
    expect(calls).toHaveLength(requests);
    const usages = answered().flatMap((outcome) => ('usage' in outcome && outcome.usage ? [outcome.usage] : []));
    const reserved = outcomes.flatMap(({ attempts }) => attempts.flatMap((attempt) => attempt.reserved ?? []));
    const estimates = calls.filter(({ cost_estimated }) => cost_estimated === 'true');
    const bill = (rows: typeof calls) => rows.reduce((sum, { cost_usd }) => sum + Number(cost_usd), 0);

    expect(estimates).toHaveLength(reserved.length);
    expect(bill(estimates)).toBeCloseTo(usdOf(reserved), 9);
    expect(bill(calls)).toBeCloseTo(usdOf([...usages, ...reserved]), 9);
    const own = scorecard.rows.filter(({ metric }) => metric === 'exact');
    const rows = own.reduce((sum, { cost_usd }) => sum + (cost_usd ?? Number.NaN), 0);
    expect(rows).toBeCloseTo(bill(calls), 9);
  });
});
