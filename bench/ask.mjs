// One measurement in a process of its own: asks all questions of a suite's dataset in one of three ways and prints what it
// took as JSON. `node bench/ask.mjs run|provider|client <suite.yaml> <base URL> <in flight>`
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { run } from 'llm-bench';
import { timedFetch } from '../dist/providers/http/fetch.js';
import { openaiCompatible } from '../dist/providers/openai-compatible.js';

const [, , how, suite = '', url = '', inFlight] = process.argv;
const baseURL = `${url}/v1`;
/** Only the bare ways hold all questions in memory. */
const inputs = how === 'run' ? [] : await readInputs();

async function readInputs() {
  const lines = (await readFile(join(dirname(suite), 'tickets.jsonl'), 'utf8')).split('\n').filter(Boolean);
  return lines.map((line) => /** @type {string} */ (JSON.parse(line).input));
}

const ways = {
  /** The AI SDK's model over our fetch. */
  async client() {
    const fetch = timedFetch({ env: {}, usedBy: 'bench' });
    const model = createOpenAICompatible({ name: 'bare', baseURL, fetch }).chatModel('bench');
    await inTurns((text) => model.doGenerate({ prompt: [{ role: 'user', content: [{ type: 'text', text }] }] }));
  },

  /** The provider as the engine calls it, with nothing of the engine around it. */
  async provider() {
    const spec = {
      id: 'm',
      model: 'openai-compatible/bench',
      base_url: baseURL,
      timeout_s: 120,
      deadline_s: 600,
      retries: 4,
    };
    const { complete } = await openaiCompatible.open(spec, { env: {}, directory: '.', allowExec: false });
    await inTurns((content, n) =>
      complete(
        { messages: [{ role: 'user', content }], settings: {}, task: 't', sample: String(n), epoch: 1 },
        new AbortController().signal,
      ),
    );
  },

  /** The whole thing: reading the dataset, planning, asking, grading, journal, figures and reports. */
  async run() {
    let planned_ms = 0;
    let asked_ms = 0;
    let asked_us = 0;
    const { scorecard } = await run({
      path: suite,
      results: join(dirname(suite), 'results'),
      env: {},
      onStart({ models }) {
        planned_ms = performance.now() - began;
        const planned = process.cpuUsage();
        const timer = setInterval(() => {
          if (models.some(({ done, trials }) => done < trials)) return;
          asked_ms = performance.now() - began - planned_ms;
          const { user, system } = process.cpuUsage(planned);
          asked_us = user + system;
          clearInterval(timer);
        }, 5);
      },
    });
    const [row] = scorecard.rows;
    return { samples: row?.asked ?? 0, p50_ms: row?.latency_p50_ms, planned_ms, asked_ms, asked_us };
  },
};

/** @param {(text: string, n: number) => PromiseLike<unknown>} ask */
async function inTurns(ask) {
  const rest = inputs.entries();
  const work = async () => {
    for (const [n, text] of rest) await ask(text, n);
  };
  await Promise.all(Array.from({ length: Number(inFlight) }, work));
}

const began = performance.now();
const before = process.cpuUsage();
const facts = (await ways[/** @type {keyof typeof ways} */ (how)]()) ?? { samples: inputs.length };
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    ...facts,
    per_s: (1000 * facts.samples) / ms,
    cpu_us: (user + system) / facts.samples,
  }),
);
