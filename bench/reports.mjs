// A run of 100,000 answers, recorded once, and then each report made from its folder in a process of its own.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { measured } from './measured.mjs';

const execute = promisify(execFile);
const program = join(import.meta.dirname, '../bin/llm-bench.js');
const LABELS = ['billing', 'outage', 'account'];
const FORMATS = ['csv', 'calls', 'comparisons', 'confusion', 'markdown', 'terminal', 'json', 'html'];

/** @typedef {{ seconds: number, mb: number }} Made */

/**
 * What each report of two models on `samples` samples takes, and what grading them anew does.
 * @param {number} samples
 * @returns {Promise<Record<string, Made>>}
 */
export async function reportsOf(samples) {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-'));
  try {
    await writeRun(folder, samples);
    await execute(process.execPath, [program, 'run', 'suite.yaml', '--quiet', '--format', 'csv'], { cwd: folder });
    /** @type {Record<string, Made>} */
    const made = {};
    for (const format of FORMATS)
      made[`report --format ${format}`] = await measured([program, 'report', '--format', format], folder);
    made['grade --suite, graders changed'] = await measured([program, 'grade', '--suite', 'regrade.yaml'], folder);
    return made;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {string} folder @param {number} samples */
async function writeRun(folder, samples) {
  const lines = (/** @type {(n: number) => object} */ of) =>
    `${Array.from({ length: samples }, (_, n) => JSON.stringify(of(n))).join('\n')}\n`;
  const label = (/** @type {number} */ n) => LABELS[n % LABELS.length];
  const usage = { input: 60, output: 2 };
  await writeFile(
    join(folder, 'data.jsonl'),
    lines((n) => ({ id: `t${n}`, input: `Ticket ${n}`, target: label(n) })),
  );
  for (const [model, every] of /** @type {const} */ ([
    ['old', 7],
    ['new', 5],
  ])) {
    const answer = (/** @type {number} */ n) => ({
      id: `t${n}`,
      answer: label(n % every === 0 ? n + 1 : n),
      usage,
      latency_ms: 200,
    });
    await writeFile(join(folder, `${model}.jsonl`), lines(answer));
  }
  const model = (/** @type {string} */ id) =>
    `  - { id: ${id}, model: recorded/${id}, file: ./${id}.jsonl, price: { input: 1, output: 2 } }`;
  const suite = (/** @type {string} */ grade) => `name: reports
models:
${model('old')}
${model('new')}
roles: { incumbent: old }
tasks:
  - { name: tickets, dataset: ./data.jsonl, prompt: "{{ input }}", grade: ${grade} }
`;
  await writeFile(join(folder, 'suite.yaml'), suite(`{ label: { labels: [${LABELS.join(', ')}] } }`));
  await writeFile(join(folder, 'regrade.yaml'), suite('exact'));
}
