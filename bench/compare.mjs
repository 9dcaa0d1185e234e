// Ten models on 100,000 samples, all of them compared in pairs by the program as a user starts it.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scoreKey, targetDigest, trialKey } from '../dist/domain/keys.js';
import { measured } from './measured.mjs';

const execute = promisify(execFile);
const program = join(import.meta.dirname, '../bin/llm-bench.js');
const MODELS = 10;
/** As the program has it. */
const GROWING = '--heap-growing-percent=50';

/**
 * What the command takes, and of that reading and comparing, taken in a process of their own.
 * @param {number} samples
 */
export async function comparing(samples) {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-'));
  try {
    await writeRun(folder, samples);
    const command = await measured([program, 'compare'], folder);
    const { stdout } = await execute(process.execPath, [GROWING, join(import.meta.dirname, 'pairs.mjs'), 'results'], {
      cwd: folder,
    });
    const parts = /** @type {{ reading_s: number, comparing_s: number }} */ (JSON.parse(stdout));
    return { ...command, ...parts };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A run of one sample, asked, whose lines are then written for all the others: to ask a million takes minutes. @param {string} folder @param {number} samples */
async function writeRun(folder, samples) {
  const models = Array.from({ length: MODELS }, (_, n) => `m${n}`);
  await writeFile(join(folder, 'data.jsonl'), '{"id": "t0", "input": "Ticket 0", "target": "yes"}\n');
  await writeFile(
    join(folder, 'answers.jsonl'),
    '{"id": "t0", "answer": "yes", "usage": {"input": 60, "output": 2}, "latency_ms": 200}\n',
  );
  const model = (/** @type {string} */ id, /** @type {number} */ n) =>
    `  - { id: ${id}, model: recorded/${id}, file: ./answers.jsonl, price: { input: ${n + 1}, output: 2 } }`;
  await writeFile(
    join(folder, 'suite.yaml'),
    `name: ten\nmodels:\n${models.map(model).join('\n')}\ntasks: [{ name: tickets, dataset: ./data.jsonl, grade: exact }]\n`,
  );
  await execute(process.execPath, [program, 'run', 'suite.yaml', '--quiet', '--format', 'csv'], { cwd: folder });
  const [name = ''] = (await readdir(join(folder, 'results'))).filter((entry) => !entry.startsWith('.'));
  const run = join(folder, 'results', name);
  const read = async (/** @type {string} */ file) =>
    JSON.parse((await readFile(join(run, file), 'utf8')).split('\n')[0] ?? '');
  const [sample, outcome, score] = [
    await read('samples.jsonl'),
    await read('outcomes.jsonl'),
    await read('scores.jsonl'),
  ];
  const manifest = JSON.parse(await readFile(join(run, 'manifest.json'), 'utf8'));
  manifest.tasks[0].samples = samples;
  await writeFile(join(run, 'manifest.json'), JSON.stringify(manifest));
  const grader = manifest.tasks[0].graders[0].digest;
  const target = targetDigest(sample);

  await writeLines(join(run, 'samples.jsonl'), samples, (n) => [{ ...sample, sample: `t${n}` }]);
  const answer = (/** @type {number} */ n, /** @type {number} */ of) => ({
    ...outcome,
    ...{ key: trialKey(`m${of}`, 'tickets', `t${n}`, 1), model: `m${of}`, sample: `t${n}` },
    ...{
      answer: isRight(n, of) ? 'yes' : 'no',
      usage: { ...outcome.usage, input: 60 + (n % 7) },
      latency_ms: 200 + of + (n % 5),
    },
  });
  await writeLines(join(run, 'outcomes.jsonl'), samples, (n) => models.map((_, of) => answer(n, of)));
  await writeLines(join(run, 'scores.jsonl'), samples, (n) =>
    models.map((_, of) => {
      const { key, ...said } = answer(n, of);
      const value = isRight(n, of) ? 1 : 0;
      return { ...score, key, score_key: scoreKey({ key, ...said }, target, grader), value, extracted: said.answer };
    }),
  );
}

/** By chance, but the same in every run: the first model is wrong on a tenth, each further one on a hundredth more. @param {number} n @param {number} of */
const isRight = (n, of) => ((n * 10 + of + 1) * 2_654_435_761) % 4_294_967_296 > 4_294_967_296 * (0.1 + 0.01 * of);

/** @param {string} path @param {number} samples @param {(n: number) => object[]} of */
async function writeLines(path, samples, of) {
  const file = createWriteStream(path);
  for (let n = 0; n < samples; n++) {
    const lines = of(n).map((line) => `${JSON.stringify(line)}\n`);
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}
