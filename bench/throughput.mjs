// Requests per second of a whole run against those of the bare provider client: same server, same prompts, same number in
// flight, in turns, so that a machine that grows slower slows both. Prints each turn and the median of the ratios.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { run } from 'llm-bench';
import { timedFetch } from '../dist/providers/http/fetch.js';

const SAMPLES = Number(process.env.SAMPLES ?? 20_000);
const IN_FLIGHT = Number(process.env.IN_FLIGHT ?? 64);
const TURNS = Number(process.env.TURNS ?? 5);
const LABELS = ['billing', 'outage', 'account'];

const folder = await mkdtemp(join(tmpdir(), 'llm-bench-throughput-'));
const server = spawn(process.execPath, [join(import.meta.dirname, 'server.mjs')], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
try {
  const baseUrl = await firstLine(server.stdout);
  const inputs = Array.from(
    { length: SAMPLES },
    (_, n) => `Ticket ${n}: ${'the invoice page shows last month again; '.repeat(5)}`,
  );
  const suite = await writeSuite(inputs, baseUrl);
  const ratios = [];
  for (let turn = 1; turn <= TURNS; turn++) {
    const bare = await perSecond(() => askBare(inputs, baseUrl));
    const whole = await perSecond(() => runWhole(suite));
    ratios.push(whole / bare);
    console.log(
      `turn ${turn}: bare ${bare.toFixed(0)}/s, whole run ${whole.toFixed(0)}/s, ratio ${(whole / bare).toFixed(2)}`,
    );
  }
  const median = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
  console.log(
    `${SAMPLES} samples, ${IN_FLIGHT} in flight: median ratio ${median?.toFixed(2)} (promised: at least 0.50)`,
  );
} finally {
  server.stdin.end();
  await rm(folder, { recursive: true });
}

/** @param {() => Promise<void>} work */
async function perSecond(work) {
  const began = performance.now();
  await work();
  return (1000 * SAMPLES) / (performance.now() - began);
}

/** @param {string[]} inputs @param {string} baseURL */
async function askBare(inputs, baseURL) {
  const model = createOpenAICompatible({
    name: 'bare',
    baseURL,
    fetch: timedFetch({ env: {}, usedBy: 'bench' }),
  }).chatModel('bench');
  const rest = inputs.values();
  const work = async () => {
    for (const text of rest) await model.doGenerate({ prompt: [{ role: 'user', content: [{ type: 'text', text }] }] });
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

/** @param {string} path */
async function runWhole(path) {
  const { scorecard } = await run({ path, results: join(folder, 'results'), fresh: true, env: {} });
  if (scorecard.rows[0]?.asked !== SAMPLES) throw new Error('the run did not ask every sample');
}

/** @param {string[]} inputs @param {string} baseUrl */
async function writeSuite(inputs, baseUrl) {
  const lines = inputs.map((input, n) => JSON.stringify({ id: `t${n}`, input, target: LABELS[n % LABELS.length] }));
  await writeFile(join(folder, 'tickets.jsonl'), `${lines.join('\n')}\n`);
  const path = join(folder, 'suite.yaml');
  await writeFile(
    path,
    `name: throughput
models:
  - { id: bench, model: openai-compatible/bench, base_url: "${baseUrl}", price: { input: 1, output: 2 }, limits: { concurrency: ${IN_FLIGHT} } }
tasks:
  - { name: tickets, dataset: ./tickets.jsonl, prompt: "{{ input }}", grade: { label: { labels: [${LABELS.join(', ')}] } } }
`,
  );
  return path;
}

/** @param {import('node:stream').Readable} stream @returns {Promise<string>} */
function firstLine(stream) {
  return new Promise((resolve) => stream.once('data', (chunk) => resolve(String(chunk).trim())));
}
