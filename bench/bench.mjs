// All figures that the project promises of its own speed and size, each measured in processes of their own.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { comparing } from './compare.mjs';
import { measured } from './measured.mjs';
import { reportsOf } from './reports.mjs';

const execute = promisify(execFile);
const here = import.meta.dirname;
const program = join(here, '../bin/llm-bench.js');
const TURNS = Number(process.env.TURNS ?? 5);
const LABELS = ['billing', 'outage', 'account'];
/** Of a run that is set against the bare ways. */
const SAMPLES = 20_000;

/**
 * @typedef {{ per_s: number, cpu_us: number, p50_ms: number, planned_ms: number, asked_ms: number, asked_us: number }} Measured
 * `p50_ms` and what follows of whole runs alone; `asked_ms` and `asked_us` from the first call to the last answer.
 */

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** @param {string} figure @param {string} measured @param {string} promised */
const row = (figure, measured, promised) => console.log(`| ${figure} | ${measured} | ${promised} |`);

console.log('| figure | measured | promised |\n|---|---|---|');
await throughput();
await latency();
await memory();
await reopening();
await pace();
await reporting();
await pairing();
await grading();
await help();

/** A whole run against the bare provider and the bare client, in turns, so that a machine that grows slower slows all. */
async function throughput() {
  const kinds = /** @type {const} */ (['client', 'provider', 'run']);
  /** @type {Record<string, Measured[]>} */
  const taken = { client: [], provider: [], run: [] };
  await withServer(0, async (url) => {
    for (let turn = 0; turn < TURNS; turn++) {
      for (const kind of kinds) {
        taken[kind]?.push(
          await withSuite({ samples: SAMPLES, url, inFlight: 64 }, (suite) => ask(kind, suite, url, 64)),
        );
      }
    }
  });
  const [client = [], provider = [], run = []] = kinds.map((kind) => taken[kind]);
  const ratio = (
    /** @type {'per_s' | 'cpu_us'} */ figure,
    /** @type {typeof run} */ bare,
    /** @type {(one: Measured) => number} */ own = (one) => one[figure],
  ) => median(run.map((one, turn) => own(one) / (bare[turn]?.[figure] ?? Number.NaN))).toFixed(2);
  const asking = (/** @type {Measured} */ { asked_ms }) => (1000 * SAMPLES) / asked_ms;
  const askingCpu = (/** @type {Measured} */ { asked_us }) => asked_us / SAMPLES;
  const range = (/** @type {typeof run} */ all) =>
    `${Math.min(...all.map(({ per_s }) => per_s)).toFixed(0)}–${Math.max(...all.map(({ per_s }) => per_s)).toFixed(0)}/s, ${median(all.map(({ cpu_us }) => cpu_us)).toFixed(0)} µs CPU`;
  row('20,000 samples, 64 in flight: AI SDK client over our fetch', range(client), '');
  row('… bare provider', range(provider), '');
  row('… whole run', range(run), '');
  row('… requests/s, asking ÷ bare provider', ratio('per_s', provider, asking), '≥ 0.50');
  row('… requests/s, whole run ÷ bare provider', ratio('per_s', provider), '');
  row('… requests/s, whole run ÷ AI SDK client', ratio('per_s', client), '');
  row('… CPU a sample, asking ÷ bare provider', ratio('cpu_us', provider, askingCpu), '≤ 2');
  row('… CPU a sample, whole run ÷ bare provider', ratio('cpu_us', provider), '');
  row('… CPU a sample, whole run ÷ AI SDK client', ratio('cpu_us', client), '');
}

/** At most 1,280 a second. The slots grow at first, which two sizes have in common: their difference is the steady rate. */
async function latency() {
  await withServer(200, async (url) => {
    const took = (/** @type {number} */ samples) =>
      withSuite({ samples, url, inFlight: 256 }, (suite) => ask('run', suite, url, 256));
    const [small, large] = [await took(5120), await took(25_600)];
    const rate = ((25_600 - 5120) * 1000) / (large.asked_ms - small.asked_ms);
    const share = `${rate.toFixed(0)} (${((100 * rate) / 1280).toFixed(1)} %)`;
    row('256 in flight at 200 ms: requests/s of 1,280', share, '≥ 95 %');
    row(
      '… p50 latency as recorded',
      `${large.p50_ms.toFixed(1)} ms (+${(large.p50_ms / 2 - 100).toFixed(1)} %)`,
      'within 5 %',
    );
  });
}

/** Of the program as a user starts it, as Linux tells it. */
async function memory() {
  await withServer(0, async (url) => {
    const peak = (/** @type {number} */ samples) =>
      withSuite({ samples, url, inFlight: 64 }, async (suite) => {
        const { mb } = await measured([program, 'run', suite, '--quiet'], dirname(suite));
        return mb;
      });
    const [small, large] = [await peak(20_000), await peak(100_000)];
    row('peak RSS, 20,000 samples', `${small.toFixed(0)} MB`, '');
    row('peak RSS, 100,000 samples', `${large.toFixed(0)} MB`, '≤ 250 MB');
    row('… ratio', (large / small).toFixed(2), '≤ 1.2');
  });
}

/** A complete run that is said not to be: all is read back and nothing asked. */
async function reopening() {
  await withServer(0, (url) =>
    withSuite({ samples: 100_000, url, inFlight: 64 }, async (suite) => {
      const fresh = await ask('run', suite, url, 64);
      const results = join(dirname(suite), 'results');
      const [name = ''] = (await readdir(results)).filter((entry) => !entry.startsWith('.'));
      const manifest = join(results, name, 'manifest.json');
      await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"complete"', '"incomplete"'));
      const again = await ask('run', suite, url, 64);
      const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(2)} s`;
      row('planning 100,000 samples', seconds(fresh.planned_ms), '');
      row('reopening a run of 100,000 lines, planning apart', seconds(again.planned_ms - fresh.planned_ms), '≤ 1.5 s');
    }),
  );
}

/** Ten models, each with a concurrency of its own, one of which never answers. */
async function pace() {
  await withServer(50, async (url) => {
    const folder = await mkdtemp(join(tmpdir(), 'llm-bench-'));
    await writeTickets(folder, 1000);
    const suite = async (/** @type {boolean} */ withStalled) => {
      const path = join(folder, `${withStalled}.yaml`);
      const model = (/** @type {number} */ n) =>
        `  - { id: m${n}, model: openai-compatible/m${n}, base_url: "${url}/${n === 0 ? 'stalls' : 'v1'}", timeout_s: 10, retries: 0, limits: { concurrency: ${4 * (n + 1)} } }`;
      const models = Array.from({ length: 10 }, (_, n) => (n === 0 && !withStalled ? '' : model(n))).filter(Boolean);
      await writeFile(path, suiteText(models.join('\n')));
      return path;
    };
    const own = async (/** @type {string} */ path) => {
      const { run } = await import('llm-bench');
      const began = performance.now();
      /** @type {Record<string, number>} */
      const ends = {};
      const drop = new AbortController();
      await run({
        path,
        results: join(folder, 'results'),
        fresh: true,
        env: {},
        drop: drop.signal,
        onStart({ models }) {
          const timer = setInterval(() => {
            for (const { model, done, trials } of models)
              if (done === trials) ends[model] ??= performance.now() - began;
            if (models.filter(({ model }) => model !== 'm0').some(({ model }) => ends[model] === undefined)) return;
            clearInterval(timer);
            drop.abort();
          }, 5);
        },
      });
      return ends;
    };
    const [alone, beside] = [await own(await suite(false)), await own(await suite(true))];
    const ideal = (/** @type {number} */ n) => (1000 * 50) / (4 * (n + 1));
    const slow = Math.max(...Object.keys(beside).map((id) => (beside[id] ?? 0) / (alone[id] ?? 1)));
    row(
      '10 models × 1,000 samples, 8 to 40 in flight: slowest model’s time ÷ ideal',
      (Math.max(...Object.values(alone)) / ideal(1)).toFixed(2),
      '',
    );
    row('… beside a model that stalls: time ÷ without it, at most', slow.toFixed(2), '');
    await rm(folder, { recursive: true });
  });
}

/** Each report of a recorded run of two models, from its folder alone. */
async function reporting() {
  const [small, large] = [await reportsOf(10_000), await reportsOf(50_000)];
  for (const [format, { seconds, mb }] of Object.entries(large)) {
    row(`${format}, 100,000 outcomes`, `${seconds.toFixed(1)} s, ${mb.toFixed(0)} MB`, '');
    row('… memory ÷ that at 20,000', (mb / (small[format]?.mb ?? Number.NaN)).toFixed(2), '');
  }
}

/** All models of a run in pairs: of more than 5,000 samples nothing is drawn. */
async function pairing() {
  for (const samples of [5000, 100_000]) {
    const { seconds, mb, reading_s, comparing_s } = await comparing(samples);
    row(
      `compare, 10 models × ${samples.toLocaleString('en-US')} samples, all 45 pairs`,
      `${seconds.toFixed(1)} s, ${mb.toFixed(0)} MB`,
      '',
    );
    row('… reading the outcomes once', `${reading_s.toFixed(1)} s`, '');
    row('… comparing ÷ reading', (comparing_s / reading_s).toFixed(2), '');
  }
}

/** Graders alone, on one core. */
async function grading() {
  /** @type {Record<string, number>[]} */
  const taken = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const { stdout } = await execute(process.execPath, [join(here, 'grade.mjs')]);
    taken.push(JSON.parse(stdout));
  }
  const each = (/** @type {string} */ kind) => median(taken.map((one) => one[kind] ?? Number.NaN));
  const perSecond = (/** @type {string} */ kind) => `${each(kind).toFixed(0)}/s`;
  const ratio = median(taken.map(({ rouge = Number.NaN, js_rouge = Number.NaN }) => rouge / js_rouge));
  row('grading a short answer: exact', perSecond('exact_short'), '≥ 200,000/s');
  row('… choice', perSecond('choice_short'), '≥ 200,000/s');
  row('grading an answer of 2 KB: exact', perSecond('exact_2kb'), '');
  row('… choice', perSecond('choice_2kb'), '');
  row('ROUGE-1, -2 and -L of 100 words against 60', perSecond('rouge'), '≥ 3,000/s');
  row('… with stems', perSecond('rouge_stems'), '');
  row('… js-rouge as it comes', perSecond('js_rouge'), '');
  row('… ours ÷ js-rouge', ratio.toFixed(1), '');
}

async function help() {
  const wall = async (/** @type {string[]} */ arguments_) => {
    const began = performance.now();
    await execute(process.execPath, arguments_);
    return performance.now() - began;
  };
  /** @type {number[]} */
  const bare = [];
  /** @type {number[]} */
  const own = [];
  for (let turn = 0; turn < 4 * TURNS; turn++) {
    bare.push(await wall(['-e', '0']));
    own.push(await wall([program, '--help']));
  }
  row('--help over bare node', `${(median(own) - median(bare)).toFixed(0)} ms`, '≤ 100 ms');
}

/** @param {'client' | 'provider' | 'run'} how @param {string} suite @param {string} url @param {number} inFlight */
async function ask(how, suite, url, inFlight) {
  const arguments_ = [join(here, 'ask.mjs'), how, suite, url, String(inFlight)];
  const { stdout } = await execute(process.execPath, arguments_);
  return /** @type {Measured} */ (JSON.parse(stdout));
}

/** @param {number} delayMs @param {(url: string) => Promise<void>} work */
async function withServer(delayMs, work) {
  const server = spawn(process.execPath, [join(here, 'server.mjs'), String(delayMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve) => server.stdout.once('data', (chunk) => resolve(String(chunk).trim())));
  await work(url).finally(() => server.stdin.end());
}

/**
 * @template T
 * @param {{ samples: number, url: string, inFlight: number }} size
 * @param {(suite: string) => Promise<T>} work
 */
async function withSuite({ samples, url, inFlight }, work) {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-'));
  await writeTickets(folder, samples);
  const suite = join(folder, 'suite.yaml');
  await writeFile(
    suite,
    suiteText(
      `  - { id: bench, model: openai-compatible/bench, base_url: "${url}/v1", price: { input: 1, output: 2 }, limits: { concurrency: ${inFlight} } }`,
    ),
  );
  return await work(suite).finally(() => rm(folder, { recursive: true }));
}

/** @param {string} folder @param {number} samples */
async function writeTickets(folder, samples) {
  const lines = Array.from({ length: samples }, (_, n) => {
    const input = `Ticket ${n}: ${'the invoice page shows last month again; '.repeat(5)}`;
    return JSON.stringify({ id: `t${n}`, input, target: LABELS[n % LABELS.length] });
  });
  await writeFile(join(folder, 'tickets.jsonl'), `${lines.join('\n')}\n`);
}

/** @param {string} models */
function suiteText(models) {
  return `name: bench
models:
${models}
tasks:
  - { name: tickets, dataset: ./tickets.jsonl, prompt: "{{ input }}", grade: { label: { labels: [${LABELS.join(', ')}] } } }
`;
}
