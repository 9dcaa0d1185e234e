import { toUsd } from '../domain/money.ts';
import type { HostedAs } from '../domain/price.ts';
import { billedAt, type Manifest } from '../domain/run.ts';
import type { Economics, Estimate, ModelEconomics } from '../domain/scorecard.ts';
import { seededRandom } from '../lib/random.ts';
import { ratio } from '../stats/bootstrap.ts';
import { SECONDS_PER_MONTH, usdPerMonth } from './hosting.ts';
import type { TrialTable } from './trial-table.ts';

/** One model's tables, in the order of the tasks. */
interface ModelTables {
  readonly model: string;
  readonly tables: readonly TrialTable[];
}

/** A sample as one model was asked it: means over the epochs that were asked, NaN where a part is unknown. */
interface Spent {
  readonly usd: number;
  readonly input: number;
  readonly output: number;
}

interface Standing {
  readonly model: string;
  /** By sample, over all tasks; undefined where it was not asked. */
  readonly samples: readonly (Spent | undefined)[];
  readonly estimated: boolean;
}

/** What a month of the suite's requests costs less with each model, in the mix of tasks that the run asked. */
export function economicsOf(manifest: Manifest, models: readonly ModelTables[]): Economics | undefined {
  const { suite } = manifest;
  const { requests_per_month, migration_usd = null } = suite.economics ?? {};
  if (requests_per_month === undefined) return undefined;
  const standings = models.map(standingOf);
  const named = standings.find(({ model }) => model === suite.roles?.incumbent);
  const incumbent = named ?? dearest(standings);
  if (!incumbent) return undefined;
  const hosted = new Map(billedAt(manifest).map((price) => [price.model, price.hosted]));
  return {
    ...{ requests_per_month, migration_usd, incumbent: incumbent.model, incumbent_by: named ? 'suite' : 'cost' },
    models: standings.map((standing) => {
      const random = seededRandom('economics', suite.seed, standing.model);
      const tokens = perMillionTokens(standing, random);
      const saved =
        standing === incumbent ? null : times(savedPerRequest(standing, incumbent, random), requests_per_month);
      return {
        ...{ model: standing.model, ...tokens, usd_saved_per_month: saved },
        payback_months: saved && paybackOf(saved, migration_usd),
        estimated: standing.estimated,
        ...monthOf(hosted.get(standing.model), requests_per_month, standing),
      } satisfies ModelEconomics;
    }),
  };
}

const standingOf = ({ model, tables }: ModelTables): Standing => ({
  model,
  samples: tables.flatMap((table) => Array.from({ length: table.size / table.epochs }, (_, at) => spentOn(table, at))),
  estimated: tables.some((table) => trialsOf(table, 0, table.size).some((trial) => table.isCostEstimated(trial))),
});

const trialsOf = (table: TrialTable, from: number, length: number): number[] =>
  Array.from({ length }, (_, index) => from + index).filter((trial) => table.isAsked(trial));

/** Calls without an answer have cost what they cost, and told no tokens. */
function spentOn(table: TrialTable, sample: number): Spent | undefined {
  const trials = trialsOf(table, sample * table.epochs, table.epochs);
  if (trials.length === 0) return undefined;
  const mean = (figureOf: (trial: number) => number) =>
    trials.reduce((sum, trial) => sum + figureOf(trial), 0) / trials.length;
  const tokens = (column: Float64Array) => mean((trial) => (table.isAnswered(trial) ? (column[trial] as number) : 0));
  return {
    usd: mean((trial) => usdOf(table.femtoUsd(trial))),
    input: tokens(table.inputTokens),
    output: tokens(table.outputTokens),
  };
}

const usdOf = (femtoUsd: bigint | null): number => (femtoUsd === null ? Number.NaN : toUsd(femtoUsd));

/** The model that costs most a request, of those whose cost is known and not nothing. */
function dearest(standings: readonly Standing[]): Standing | undefined {
  const [first] = standings
    .map((standing) => ({ standing, usd: meanUsd(standing) }))
    .filter(({ usd }) => usd > 0)
    .sort((a, b) => b.usd - a.usd);
  return first?.standing;
}

function meanUsd({ samples }: Standing): number {
  const asked = samples.filter((one) => one !== undefined);
  return asked.reduce((sum, { usd }) => sum + usd, 0) / asked.length;
}

type Random = ReturnType<typeof seededRandom>;

function perMillionTokens({ samples }: Standing, random: Random) {
  const asked = samples.filter((one) => one !== undefined);
  const [input, output] = [sumOf(asked, ({ input }) => input), sumOf(asked, ({ output }) => output)];
  const pairs = asked.map(({ usd, input, output }) => ({ over: usd, under: input + output }));
  return {
    usd_per_1m_tokens: times(known(pairs) ? ratio(pairs, random) : unknown(pairs.length), 1e6),
    input_per_output: output > 0 && !Number.isNaN(input) ? input / output : null,
  };
}

const sumOf = (asked: readonly Spent[], figureOf: (spent: Spent) => number): number =>
  asked.reduce((sum, one) => sum + figureOf(one), 0);

/** On the samples that both were asked, each with both its costs. */
function savedPerRequest(candidate: Standing, incumbent: Standing, random: Random): Estimate {
  const pairs = candidate.samples.flatMap((one, sample) => {
    const other = incumbent.samples[sample];
    return one && other ? [{ over: other.usd - one.usd, under: 1 }] : [];
  });
  return known(pairs) ? ratio(pairs, random) : unknown(pairs.length);
}

const known = (pairs: readonly { over: number; under: number }[]): boolean =>
  pairs.every(({ over, under }) => !Number.isNaN(over + under));

const unknown = (n: number): Estimate => ({ value: null, low: null, high: null, n });

const times = ({ value, low, high, n }: Estimate, factor: number): Estimate => ({
  value: value === null ? null : value * factor,
  low: low === null ? null : low * factor,
  high: high === null ? null : high * factor,
  n,
});

/** The more is saved, the sooner it pays back; what wrong answers cost is not in it. */
function paybackOf({ value, low, high }: Estimate, migration_usd: number | null): ModelEconomics['payback_months'] {
  if (migration_usd === null || value === null || value <= 0) return null;
  const months = (saved: number | null) => (saved === null || saved <= 0 ? null : migration_usd / saved);
  return { value: migration_usd / value, low: months(high), high: months(low) };
}

/** What a server costs a month, and how much of it the requests take. */
function monthOf(server: HostedAs | undefined, requests_per_month: number, { samples }: Standing) {
  const asked = samples.filter((one) => one !== undefined);
  const tokens = sumOf(asked, ({ input, output }) => input + output) / asked.length;
  if (!server || !(tokens > 0)) return {};
  const { count: gpus, usd_per_gpu_hour, tokens_per_s } = server;
  const utilisation = (requests_per_month * tokens) / (tokens_per_s * SECONDS_PER_MONTH);
  return { hosted: { usd_per_month: usdPerMonth({ gpus, usd_per_gpu_hour }), utilisation } };
}
