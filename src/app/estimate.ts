import { estimateTokenCount } from 'tokenx';
import { type ModelSpec, splitModel } from '../domain/model.ts';
import type { Role } from '../domain/outcome.ts';
import type { OutputBasis, PastAnswers, Range } from '../domain/past.ts';
import type { ModelPrice, Price } from '../domain/price.ts';
import { judgesOf, type Suite } from '../domain/suite.ts';
import type { Task } from '../domain/task.ts';
import { expectedSeconds } from '../engine/pace.ts';
import { type Clock, dayOf, isoTime, systemClock } from '../lib/clock.ts';
import { groupBy } from '../lib/group-by.ts';
import { isRecorded } from '../pricing/cost.ts';
import { expectedLatencyMs, expectedOutput, expectedUsd } from '../pricing/forecast.ts';
import { pastOf, readPast, settingsDigest } from '../results/past.ts';
import { loadSuite } from '../suites/load.ts';
import type { Overrides } from '../suites/resolve.ts';
import { openTasks } from '../suites/tasks.ts';
import { concurrencyOf } from './models.ts';
import { type GatePower, gatePowers } from './power.ts';
import { openPrices, pricesOn, priceWarnings } from './prices.ts';
import { findHeld, type Held, type HeldFlags } from './running/held.ts';
import { withRecordedRuns } from './running/recorded-runs.ts';

export interface EstimateInput extends HeldFlags {
  readonly path: string;
  readonly overrides?: Overrides;
  /** Where runs are kept: how long answers were tells how long they will be. */
  readonly results: string;
  /** A price file of the user's own, before the suite's. */
  readonly priceFile?: string | undefined;
  readonly clock?: Clock;
  /** Tells what the samples can show by the suite's gates too. */
  readonly power?: boolean | undefined;
}

/** What a run would ask and cost, tries again not counted; null where it cannot be known. */
export interface SuiteEstimate {
  readonly suite: string;
  /** The day of the prices. */
  readonly day: string;
  /** The run that would go on; null where another would be started. */
  readonly resumes: string | null;
  /** The run whose answers would be taken; null where none are looked for. */
  readonly reuses: string | null;
  /** Without those that are there already. */
  readonly calls: number;
  /** Trials that the run to go on has done. */
  readonly resumed: number;
  /** Trials that are answered by the run whose answers would be taken. */
  readonly reused: number;
  readonly input_tokens: number;
  readonly output_tokens: Range;
  /** Of the models whose cost can be told. */
  readonly usd: Range;
  /** The models whose cost cannot. */
  readonly unknown_usd: readonly string[];
  /** Of the slowest model; models are asked at the same time. Null where that of one is not known. */
  readonly seconds: number | null;
  readonly models: readonly ModelEstimate[];
  readonly warnings: readonly string[];
  /** Where it was asked for. */
  readonly power?: readonly GatePower[];
}

export interface ModelEstimate {
  readonly model: string;
  readonly calls: number;
  readonly resumed: number;
  readonly reused: number;
  readonly input_tokens: number;
  readonly output_tokens: Range;
  readonly usd: Range | null;
  readonly seconds: number | null;
  readonly tasks: readonly TaskEstimate[];
}

interface TaskEstimate {
  readonly task: string;
  readonly calls: number;
  readonly resumed: number;
  readonly reused: number;
  readonly input_tokens: number;
  readonly output_tokens: Range;
  /** What the output tokens follow from, and how many answers of past runs. */
  readonly basis: OutputBasis;
  readonly past_answers: number;
  /** How long the model's calls took before. */
  readonly latency_ms: number | null;
  readonly usd: Range | null;
}

/** What a run would take. Nothing is asked, and no model is opened: no key is needed. Throws a UserError for a suite that is wrong. */
export async function estimate(input: EstimateInput): Promise<SuiteEstimate> {
  const { path, overrides, results, priceFile, clock = systemClock } = input;
  const loaded = await withRecordedRuns(await loadSuite(path, overrides), { results, clock });
  const { suite } = loaded;
  const started_at = isoTime(clock.now());
  const day = dayOf(started_at);
  const book = await openPrices({ ...loaded, priceFile });
  const prices = await pricesOn(day, suite, book);
  const opened = await openTasks(loaded, { env: {}, allowExec: true });
  const held = await findHeld({ ...input, suite, tasks: opened });
  const tasks = await Promise.all(opened.map((task) => sizeOf(task, suite.models, held)));
  const warnings: string[] = [];
  const past = await readPast({ results, tasks, onWarning: (warning) => warnings.push(warning) });

  const estimateOf = (spec: ModelSpec, place: number, role: Role, toAskOf: (task: TaskSize) => ToAsk) => ({
    spec,
    tasks: tasks.map((task) =>
      estimateTask(task, {
        ...{ toAsk: toAskOf(task), spec, started_at },
        price: priceFor(spec, prices[place]),
        past: past.get(pastOf(role, task.name)) ?? [],
      }),
    ),
  });
  const models = suite.models.map((spec, place) =>
    estimateOf(spec, place, 'answer', (task) => task.models[place] as ToAsk),
  );
  const judges = judgesOf(suite).map((spec, place) =>
    estimateOf(spec, models.length + place, 'judge', (task) => verdictsOn(task, suite, models)),
  );
  const asked = [...models, ...judges];
  return {
    ...{ suite: suite.name, day, resumes: held.resumes, reuses: held.reuses },
    ...totalsOf(modelsOf(asked)),
    warnings: [...priceWarnings(day, suite, prices, book), ...warnings],
    ...(input.power && { power: await gatePowers(suite, { tasks, results }) }),
  };
}

/** Words of ours in a judge's prompt, and what marks off the texts, in tokens. */
const JUDGE_PROMPT = 450;

/** What a judge is asked of the answers to a task that are still to come: each once, or in both orders beside another. */
function verdictsOn({ name }: TaskSize, suite: Suite, models: readonly AskedModel[]): ToAsk {
  const toAsk = { calls: 0, input_tokens: 0, resumed: 0, reused: 0 };
  const graders = suite.tasks.find((task) => task.name === name)?.grade.filter(({ judges }) => judges) ?? [];
  for (const { options } of graders) {
    const baseline = options['pairwise'] === true ? options['baseline'] : undefined;
    for (const { spec, tasks } of models) {
      const own = tasks.find(({ task }) => task === name);
      if (!own || spec.id === baseline) continue;
      const answers = own.calls + own.reused;
      const calls = baseline === undefined ? answers : 2 * answers;
      const shown = own.calls === 0 ? 0 : (own.input_tokens + (calls / answers) * own.output_tokens.likely) / own.calls;
      toAsk.calls += calls;
      toAsk.input_tokens += Math.round(calls * (JUDGE_PROMPT + shown));
    }
  }
  return toAsk;
}

interface TaskSize {
  readonly name: string;
  readonly prompt_sha256: string;
  readonly samples: number;
  /** In the suite's order. */
  readonly models: readonly ToAsk[];
}

interface ToAsk {
  calls: number;
  input_tokens: number;
  resumed: number;
  reused: number;
}

async function sizeOf({ spec, facts, samples }: Task, models: readonly ModelSpec[], held: Held): Promise<TaskSize> {
  const all = models.map((model) => ({ model, toAsk: { calls: 0, input_tokens: 0, resumed: 0, reused: 0 } }));
  let n = 0;
  for await (const sample of samples()) {
    n += 1;
    const tokens = sample.messages.reduce((sum, { content }) => sum + estimateTokenCount(content), 0);
    for (const { model, toAsk } of all) {
      for (let epoch = 1; epoch <= spec.epochs; epoch++) {
        const holder = held.holderOf(model, sample, epoch);
        toAsk[holder ?? 'calls'] += 1;
        if (holder === null) toAsk.input_tokens += tokens;
      }
    }
  }
  return { name: spec.name, prompt_sha256: facts.prompt_sha256, samples: n, models: all.map(({ toAsk }) => toAsk) };
}

/** Answers that we already have cost nothing more. */
const priceFor = ({ model }: ModelSpec, found: ModelPrice | undefined): Price | null =>
  isRecorded(model) ? { input: 0, output: 0 } : (found?.price ?? null);

interface Asking {
  readonly toAsk: ToAsk;
  readonly spec: ModelSpec;
  readonly price: Price | null;
  readonly past: readonly PastAnswers[];
  readonly started_at: string;
}

function estimateTask({ name }: TaskSize, { toAsk, spec, price, past, started_at }: Asking): TaskEstimate {
  const { calls, input_tokens } = toAsk;
  const asked = { model: spec.model, settings: settingsDigest(spec), max_tokens: spec.max_tokens, calls };
  const output = expectedOutput(past, asked);
  const latencyMs = expectedLatencyMs(past, asked);
  const input = calls === 0 ? 0 : input_tokens / calls;
  return {
    ...{ task: name, ...toAsk },
    output_tokens: wholeRange(output, calls),
    ...{ basis: output.basis, past_answers: output.answers, latency_ms: latencyMs },
    usd: price && expectedUsd({ calls, input, output, latencyMs, started_at, price }),
  };
}

interface AskedModel {
  readonly spec: ModelSpec;
  readonly tasks: readonly TaskEstimate[];
}

/** Models of one account share its limits per minute. */
const modelsOf = (asked: readonly AskedModel[]): ModelEstimate[] =>
  [...groupBy(asked.entries(), ([, { spec }]) => accountOf(spec)).values()]
    .flatMap((account) =>
      account.map(([place, one]) => ({
        place,
        model: modelOf(
          one,
          account.map(([, of]) => of),
        ),
      })),
    )
    .sort((a, b) => a.place - b.place)
    .map(({ model }) => model);

const accountOf = ({ model, base_url, key_env }: ModelSpec): string =>
  JSON.stringify([splitModel(model).provider, base_url, key_env]);

function modelOf({ spec, tasks }: AskedModel, account: readonly AskedModel[]): ModelEstimate {
  const calls = sumOf(tasks, (one) => one.calls);
  const limit = (name: 'requests_per_minute' | 'tokens_per_minute') =>
    account.map((one) => one.spec.limits?.[name]).find((value) => value !== undefined);
  const all = account.flatMap((one) => one.tasks);
  return {
    ...{ model: spec.id, calls, input_tokens: sumOf(tasks, (one) => one.input_tokens) },
    ...{ resumed: sumOf(tasks, (one) => one.resumed), reused: sumOf(tasks, (one) => one.reused) },
    output_tokens: sumOfRanges(tasks.map((one) => one.output_tokens)),
    usd: tasks.every(hasUsd) ? sumOfRanges(tasks.map(({ usd }) => usd)) : null,
    seconds: expectedSeconds({
      calls,
      latencyMs: meanLatency(tasks, calls),
      concurrency: concurrencyOf(spec),
      limits: { requests_per_minute: limit('requests_per_minute'), tokens_per_minute: limit('tokens_per_minute') },
      account: {
        calls: sumOf(all, (one) => one.calls),
        tokens: sumOf(all, (one) => one.input_tokens + one.output_tokens.likely),
      },
    }),
    tasks,
  };
}

/** Null where one of the tasks was never asked. */
function meanLatency(tasks: readonly TaskEstimate[], calls: number): number | null {
  const ms = sumOf(tasks, (one) => (one.latency_ms ?? Number.NaN) * one.calls);
  return Number.isNaN(ms) || calls === 0 ? null : ms / calls;
}

function totalsOf(
  models: readonly ModelEstimate[],
): Omit<SuiteEstimate, 'suite' | 'day' | 'resumes' | 'reuses' | 'warnings' | 'power'> {
  const seconds = models.map((one) => one.seconds);
  return {
    calls: sumOf(models, (one) => one.calls),
    resumed: sumOf(models, (one) => one.resumed),
    reused: sumOf(models, (one) => one.reused),
    input_tokens: sumOf(models, (one) => one.input_tokens),
    output_tokens: sumOfRanges(models.map((one) => one.output_tokens)),
    usd: sumOfRanges(models.flatMap(({ usd }) => usd ?? [])),
    unknown_usd: models.filter(({ usd }) => usd === null).map(({ model }) => model),
    seconds: seconds.some((one) => one === null) ? null : Math.max(0, ...seconds.map(Number)),
    models,
  };
}

const hasUsd = <T extends { usd: Range | null }>(one: T): one is T & { usd: Range } => one.usd !== null;

const sumOf = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((sum, item) => sum + amount(item), 0);

const sumOfRanges = (ranges: readonly Range[]): Range => ({
  low: sumOf(ranges, ({ low }) => low),
  likely: sumOf(ranges, ({ likely }) => likely),
  high: sumOf(ranges, ({ high }) => high),
});

const wholeRange = ({ low, likely, high }: Range, times: number): Range => ({
  low: Math.round(times * low),
  likely: Math.round(times * likely),
  high: Math.round(times * high),
});
