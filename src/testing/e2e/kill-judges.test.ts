import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { randomBelow, seededRandom } from '../../lib/random.ts';
import { tempFolder } from '../temp.ts';
import { type Arrived, says, startVendor } from '../vendor.ts';
import { comparable } from './comparable.ts';
import { llmBench, readRun, runsIn, startLlmBench } from './llm-bench.ts';

const SAMPLES = 20;
const KILLS = 8;
const JUDGES = ['judge-a', 'judge-b', 'judge-c'];

/** A program that answers, or grades, each line that it is told. */
const talks = (reply: string) =>
  `require('readline').createInterface({ input: process.stdin }).on('line', (line) => { const told = JSON.parse(line); console.log(JSON.stringify(${reply})); });`;

const RUBRIC = {
  criterion: 'c',
  levels: [
    { name: 'bad', value: 0, when: 'it is bad' },
    { name: 'fair', value: 0.5, when: 'it is fair' },
    { name: 'good', value: 1, when: 'it is good' },
  ],
};

const suite = (url: string) => {
  const model = (id: string) => ({
    id,
    model: `openai-compatible/${id}`,
    base_url: url,
    price: { input: 1, output: 2 },
    limits: { concurrency: 4 },
  });
  return JSON.stringify({
    name: 'kill-judges',
    models: [
      model('a'),
      model('b'),
      {
        id: 'own',
        model: 'exec/own',
        protocol: 'jsonl',
        command: [process.execPath, '-e', talks(`{ answer: 'own words' }`)],
        price: { usd_per_hour: 0 },
      },
    ],
    roles: { judge: JUDGES.map(model) },
    tasks: [
      {
        name: 't',
        dataset: './questions.jsonl',
        prompt: '{{ input }}',
        grade: [
          { judge: { name: 'level', rubric: RUBRIC } },
          { judge: { name: 'better', rubric: RUBRIC, pairwise: true, baseline: 'a' } },
          { exec: { command: [process.execPath, '-e', talks('{ value: told.answer.length % 2 }')] } },
        ],
      },
    ],
  });
};

const questions = Array.from({ length: SAMPLES }, (_, n) =>
  JSON.stringify({ id: `q${n}`, input: `q${n}?`, target: `answer ${n}` }),
).join('\n');

/** The words of a call without the delimiter, which is another in every run. */
function wordsOf({ body }: Arrived): string {
  const text = body.messages.map(({ content }: { content: string }) => content).join('\n');
  const [, delimiter] = /=== BEGIN QUESTION (\w+) ===/.exec(text) ?? [];
  return `${body.model} ${delimiter === undefined ? text : text.replaceAll(delimiter, '')}`;
}

/** A vendor whose every reply names the call, so that it knows which calls have a line on disk and must not come again. */
async function startKnowing() {
  const facts = { onDisk: new Set<string>(), askedAgain: [] as string[], requests: 0, onRequest: () => {} };
  const vendor = await startVendor((arrived) => {
    const call = createHash('sha256').update(wordsOf(arrived)).digest('hex').slice(0, 16);
    if (facts.onDisk.has(call)) facts.askedAgain.push(wordsOf(arrived));
    const random = seededRandom('reply', call);
    const delayMs = 5 + 25 * random();
    return (response, now) => {
      facts.requests += 1;
      replyTo(now, call, delayMs)(response, now);
      facts.onRequest();
    };
  });
  return { vendor, facts };
}

/** Now and then a judge's first reply holds no verdict. */
function replyTo({ body }: Arrived, call: string, delayMs: number) {
  if (!JUDGES.includes(body.model)) return says(`answer ${call}`, { delayMs });
  const isPair = body.messages[1].content.includes('SECOND ANSWER');
  const names = isPair ? ['first', 'second', 'tie'] : ['bad', 'fair', 'good'];
  const number = Number.parseInt(call, 16);
  if (number % 7 === 0) return says(`I cannot tell, says ${call}`, { delayMs });
  return says(JSON.stringify({ reason: `call ${call}`, verdict: names[number % 3] }), { delayMs });
}

async function wholeLines(cwd: string): Promise<string[]> {
  const run = (await runsIn(cwd)).find((one) => existsSync(join(one, 'manifest.json')));
  return run ? (await readFile(join(run, 'outcomes.jsonl'), 'utf8')).split('\n').slice(0, -1) : [];
}

async function folderFor(url: string) {
  const folder = await tempFolder();
  await folder.write('questions.jsonl', questions);
  await folder.write('suite.yaml', suite(url));
  return folder;
}

const COMMAND = ['run', 'suite.yaml', '--allow-exec'];

test('a run with judges and programs that is killed again and again asks nothing twice, and ends as one that was let alone', async () => {
  const random = seededRandom('kill judges', 1);
  const { vendor, facts } = await startKnowing();
  await using _ = vendor;
  const folder = await folderFor(vendor.url);
  let struck = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const [before, wanted] = [facts.requests, 1 + randomBelow(random, 50)];
    const running = startLlmBench(COMMAND, folder.path);
    await new Promise<unknown>((resolve) => {
      facts.onRequest = () => facts.requests >= before + wanted && resolve(undefined);
      running.then(resolve);
    });
    await sleep(random() * 10);
    running.kill('SIGKILL');
    if ((await running).signal !== 'SIGKILL') break;
    struck += 1;
    for (const line of await wholeLines(folder.path)) {
      const [call] = /(?<=answer |call |says )[0-9a-f]{16}/.exec(JSON.parse(line).answer) ?? [];
      if (call !== undefined) facts.onDisk.add(call);
    }
  }
  expect(struck).toBeGreaterThanOrEqual(KILLS / 2);
  expect((await llmBench(COMMAND, folder.path)).exitCode).toBe(0);
  expect(facts.askedAgain).toEqual([]);
  const [run, ...others] = await runsIn(folder.path);
  expect(others).toEqual([]);
  const killed = await readRun(run ?? '');

  const other = await folderFor(vendor.url);
  expect((await llmBench(COMMAND, other.path)).exitCode).toBe(0);
  const whole = await readRun((await runsIn(other.path))[0] ?? '');

  const keys = killed.outcomes.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.sort()).toEqual(whole.outcomes.map(({ key }) => key).sort());
  expect(comparable(killed.scorecard)).toEqual(comparable(whole.scorecard));
}, 120_000);
