import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Random, randomBelow, seededRandom } from '../../lib/random.ts';
import { tempFolder } from '../temp.ts';
import { busy, fails, says, startVendor } from '../vendor.ts';
import { comparable } from './comparable.ts';
import { llmBench, readRun, runsIn, startLlmBench } from './llm-bench.ts';

const MODELS = ['a', 'b'];
const SAMPLES = 300;
const CONCURRENCY = 8;

const suite = (url: string) =>
  JSON.stringify({
    name: 'kill',
    models: MODELS.map((id) => ({
      id,
      model: `openai-compatible/${id}`,
      base_url: url,
      price: { input: 1, output: 2 },
      limits: { concurrency: CONCURRENCY },
    })),
    tasks: [
      {
        name: 't',
        dataset: './questions.jsonl',
        prompt: '{{ input }}',
        grade: ['exact', { rouge: { types: ['rouge1', 'rougeL'] } }],
        min_coverage: 0.9,
      },
    ],
  });

const questions = Array.from({ length: SAMPLES }, (_, n) =>
  JSON.stringify({ id: `q${n}`, input: `q${n}`, target: `answer ${n % 7}` }),
).join('\n');

/**
 * A vendor that is right now and then, is busy at the first request for every tenth question, and never answers every
 * fiftieth. It knows which trials have a line on disk and must not be asked again.
 */
async function startKnowing({ slow }: { slow: boolean }) {
  const facts = {
    onDisk: new Set<string>(),
    askedAgain: [] as string[],
    requests: 0,
    inFlight: 0,
    settled: 0,
    onRequest: () => {},
  };
  const seen = new Set<string>();
  const vendor = await startVendor(({ body }) => {
    const sample: string = body.messages[0].content;
    const trial = `${body.model} ${sample}`;
    if (facts.onDisk.has(trial)) facts.askedAgain.push(trial);
    const isFirst = !seen.has(trial);
    seen.add(trial);
    const reply = replyTo(body.model, Number(sample.slice(1)), { isFirst, slow });

    return (response, arrived) => {
      facts.requests += 1;
      facts.inFlight += 1;
      response.once('close', () => {
        facts.inFlight -= 1;
      });
      response.once('finish', () => {
        if (response.statusCode !== 429) facts.settled += 1;
      });
      reply(response, arrived);
      facts.onRequest();
    };
  });
  return { vendor, facts };
}

function replyTo(model: string, n: number, { isFirst, slow }: { isFirst: boolean; slow: boolean }) {
  if (n % 50 === 49) return fails(400);
  if (n % 10 === 3 && isFirst) return busy({ retryAfterSeconds: 0 });
  const isRight = n % (1 + MODELS.indexOf(model)) === 0;
  return says(`answer ${isRight ? n % 7 : 9}`, {
    delayMs: slow ? 10 + 30 * seededRandom('delay', model, n)() : 0,
    usage: { prompt_tokens: n, completion_tokens: 2 },
  });
}

type Phase = 'starting' | 'asking' | 'reporting';

/** One kill, and what it left. */
interface Kill {
  readonly phase: Phase;
  readonly inFlight: number;
  /** Calls that the vendor had settled, for this process. */
  readonly settled: number;
  /** False where the process had ended by itself. */
  readonly struck: boolean;
  /** The lines of `outcomes.jsonl` that were whole afterwards. */
  readonly lines: readonly string[];
}

const STARTING = 10;
const ASKING = 15;
const REPORTING = 2;

/** When a run is killed: while it starts and while it asks, in any order but for the first, and at last while it reports. */
function* phases(random: Random): Generator<Phase> {
  let [starting, asking] = [STARTING, ASKING];
  while (starting + asking > 0) {
    const isStarting = asking < ASKING && random() * (starting + asking) < starting;
    if (isStarting) starting -= 1;
    else asking -= 1;
    yield isStarting ? 'starting' : 'asking';
  }
  for (let n = 0; n < REPORTING; n++) yield 'reporting';
}

/** A run that is killed again and again, and then left to end. */
async function killAgainAndAgain(seed: number) {
  const random = seededRandom('kill', seed);
  await using folder = await tempFolder();
  const { vendor, facts } = await startKnowing({ slow: true });
  await using _ = vendor;
  await folder.write('questions.jsonl', questions);
  const command = ['run', await folder.write('suite.yaml', suite(vendor.url))];

  const kills: Kill[] = [];
  let startMs = 0;
  for (const phase of phases(random)) {
    const [{ requests, settled }, reported] = [{ ...facts }, await reportedAt(folder.path)];
    const running = startLlmBench(command, folder.path);
    const requested = (n: number) =>
      new Promise<unknown>((resolve) => {
        facts.onRequest = () => facts.requests >= requests + n && resolve(n);
        running.then(resolve);
      });
    const began = performance.now();
    if (phase === 'starting') await Promise.race([sleep(random() * startMs), requested(1)]);
    if (phase === 'asking') {
      const wanted = 1 + randomBelow(random, 40);
      await requested(1);
      startMs ||= performance.now() - began;
      await requested(wanted);
      await sleep(random() * 10);
    }
    if (phase === 'reporting') {
      while (running.exitCode === null && (await reportedAt(folder.path)) === reported) await sleep(1);
      await sleep(random() * 10);
    }
    const { inFlight } = facts;
    running.kill('SIGKILL');
    const struck = (await running).signal === 'SIGKILL';

    const lines = await wholeLines(folder.path);
    for (const { model, sample } of lines.map((line) => JSON.parse(line))) facts.onDisk.add(`${model} ${sample}`);
    kills.push({ phase, inFlight, settled: facts.settled - settled, struck, lines });
    if (!struck) break;
  }
  const exitCode = kills.at(-1)?.struck ? (await llmBench(command, folder.path)).exitCode : 0;
  const runs = await namedRuns(folder.path);
  return {
    kills,
    exitCode,
    askedAgain: facts.askedAgain,
    runs,
    files: await readRun(runs[0] ?? ''),
    lines: await wholeLines(folder.path),
  };
}

/** Runs whose folder has got its manifest; before that it holds nothing. */
const namedRuns = async (cwd: string) => (await runsIn(cwd)).filter((run) => existsSync(join(run, 'manifest.json')));

async function wholeLines(cwd: string): Promise<string[]> {
  const [run] = await namedRuns(cwd);
  return run ? (await readFile(join(run, 'outcomes.jsonl'), 'utf8')).split('\n').slice(0, -1) : [];
}

/** When the run's report was last written; null where it has none. */
async function reportedAt(cwd: string): Promise<number | null> {
  const [run] = await namedRuns(cwd);
  return stat(join(run ?? cwd, 'report.md')).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

describe('a run that is killed at any moment, again and again', () => {
  let lanes: Awaited<ReturnType<typeof killAgainAndAgain>>[];
  let kills: Kill[];

  beforeAll(async () => {
    lanes = await Promise.all([killAgainAndAgain(1), killAgainAndAgain(2)]);
    kills = lanes.flatMap((lane) => lane.kills).filter(({ struck }) => struck);
  }, 180_000);

  test('is struck fifty times, mostly with calls in flight, and while it starts and reports too', () => {
    const count = (phase: Phase) => kills.filter((kill) => kill.phase === phase).length;
    expect(kills.length).toBeGreaterThanOrEqual(50);
    expect(kills.filter(({ inFlight }) => inFlight > 0).length).toBeGreaterThan(kills.length / 2);
    expect(count('starting')).toBeGreaterThanOrEqual(2 * STARTING);
    expect(count('reporting')).toBeGreaterThan(0);
  });

  test('asks nothing again that was on disk', () => {
    expect(lanes.flatMap(({ askedAgain }) => askedAgain)).toEqual([]);
  });

  test('keeps every line that was written, in its one folder', () => {
    for (const { kills, lines, runs } of lanes) {
      expect(runs).toHaveLength(1);
      for (const kill of kills) expect(lines.slice(0, kill.lines.length)).toEqual(kill.lines);
    }
  });

  test('loses no more than what its slots held: an answer is on disk as soon as it is there', () => {
    for (const { kills } of lanes) {
      for (const [place, { settled, lines }] of kills.entries()) {
        const lost = settled - (lines.length - (kills[place - 1]?.lines.length ?? 0));
        expect(lost).toBeLessThanOrEqual(2 * MODELS.length * CONCURRENCY);
      }
    }
  });

  test('has one outcome a trial in the end, and the figures of a run that was let alone', async () => {
    await using folder = await tempFolder();
    const { vendor } = await startKnowing({ slow: false });
    await using _ = vendor;
    await folder.write('questions.jsonl', questions);
    const path = await folder.write('suite.yaml', suite(vendor.url));
    expect((await llmBench(['run', path], folder.path)).exitCode).toBe(0);
    const whole = await readRun((await namedRuns(folder.path))[0] ?? '');

    for (const { exitCode, files } of lanes) {
      expect(exitCode).toBe(0);
      expect(files.outcomes.map(({ key }) => key).sort()).toEqual(whole.outcomes.map(({ key }) => key).sort());
      expect(comparable(files.scorecard)).toEqual(comparable(whole.scorecard));
    }
  });
});
