import type { Economics, ErrorBreakEven, HostedMonth, ModelEconomics } from '../domain/economics.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { HostedAs } from '../domain/price.ts';
import { billedAt, isBinary, type Manifest } from '../domain/run.ts';
import type { TaskSpec } from '../domain/suite.ts';
import { type Random, seededRandom } from '../lib/random.ts';
import { meanSums, ratio } from '../stats/bootstrap.ts';
import { sum } from '../stats/sum.ts';
import { breakEvenOf, pairSeeds, type Swaps } from './break-even.ts';
import { SECONDS_PER_MONTH, usdPerMonth } from './hosting.ts';
import { type ModelTables, meanUsd, ofAsked, type Standing, standingOf, type TaskStanding } from './standing.ts';

/** A task as its errors count. */
interface TaskErrors {
  readonly task: string;
  readonly metric: string;
  readonly binary: boolean;
  readonly error_cost_usd: number | null;
}

/**
 * What models cost set against one of them: a month of the suite's requests, in the mix of tasks that the run asked, and on
 * each task what a wrong answer may cost. Undefined where the suite tells nothing of its own economics.
 */
export function economicsOf(manifest: Manifest, models: readonly ModelTables[]): Economics | undefined {
  const { suite } = manifest;
  const { requests_per_month = null, migration_usd = null } = suite.economics ?? {};
  const tasks = suite.tasks.map((task) => errorsOf(task, manifest));
  const isTold = tasks.some(({ error_cost_usd }) => error_cost_usd !== null) || suite.roles?.incumbent !== undefined;
  if (requests_per_month === null && !isTold) return undefined;
  const metrics = tasks.map(({ metric }) => metric);
  const standings = models.map((one) => standingOf(one, metrics));
  const named = standings.find(({ model }) => model === suite.roles?.incumbent);
  const incumbent = named ?? dearest(standings);
  if (!incumbent) return undefined;
  const servers = new Map(billedAt(manifest).map((price) => [price.model, price.hosted]));
  return {
    ...{ requests_per_month, migration_usd, incumbent: incumbent.model, incumbent_by: named ? 'suite' : 'cost' },
    models: standings.map((standing) => {
      const random = seededRandom('economics', suite.seed, standing.model);
      const tokens = perMillionTokens(standing, random);
      const against = standing === incumbent ? [] : swapsOf(standing, incumbent);
      const month = standing === incumbent ? NO_MONTH : perMonth({ against, tasks, requests_per_month, random });
      return {
        model: standing.model,
        ...tokens,
        ...month,
        break_even: against.flatMap((swaps, index) => {
          const errors = tasks[index] as TaskErrors;
          const seeds = pairSeeds({ seed: suite.seed, ...errors, models: [standing.model, incumbent.model] });
          return breakEvenOn(swaps, errors, seededRandom('break-even', ...seeds));
        }),
        payback_months: paybackOf(month.usd_net_per_month ?? month.usd_saved_per_month, migration_usd),
        estimated: standing.estimated,
        ...hostedMonth({ standing, incumbent, servers, requests_per_month, random }),
      } satisfies ModelEconomics;
    }),
  };
}

function errorsOf({ name, metric, error_cost_usd }: TaskSpec, { tasks }: Manifest): TaskErrors {
  const graders = tasks.find((one) => one.name === name)?.graders ?? [];
  return {
    task: name,
    metric,
    binary: graders.some((one) => isBinary(one, metric)),
    error_cost_usd: error_cost_usd ?? null,
  };
}

/** The model that costs most a request, of those whose cost is known and not nothing. */
function dearest(standings: readonly Standing[]): Standing | undefined {
  const [first] = standings
    .map((standing) => ({ standing, usd: meanUsd(standing) }))
    .filter(({ usd }) => usd > 0)
    .sort((a, b) => b.usd - a.usd);
  return first?.standing;
}

/** Of sums over all trials, as a Row has it: a sample with more epochs counts for more. */
function perMillionTokens(standing: Standing, random: Random) {
  const times = (column: 'usd' | 'input' | 'output') =>
    ofAsked(standing, (task, sample) => (task.trials[sample] as number) * (task[column][sample] as number));
  const [usd, inputs, outputs] = [times('usd'), times('input'), times('output')];
  const tokens = inputs.map((input, place) => input + (outputs[place] as number));
  const isKnown = areKnown(usd) && areKnown(tokens);
  const [input, output] = [sum(inputs), sum(outputs)];
  return {
    usd_per_1m_tokens: scaled(isKnown ? ratio({ over: usd, under: tokens }, random) : unknown(usd.length), 1e6),
    input_per_output: output > 0 && !Number.isNaN(input) ? input / output : null,
  };
}

/** On the samples that both were asked, by task; NaN where a part is not known. */
const swapsOf = (candidate: Standing, incumbent: Standing): Swaps[] =>
  candidate.tasks.map((one, index) => {
    const other = incumbent.tasks[index] as TaskStanding;
    const [saved_usd, lost] = [new Float64Array(one.samples), new Float64Array(one.samples)];
    const clusters: (string | null | undefined)[] = [];
    for (let sample = 0; sample < one.samples; sample++) {
      if (!one.trials[sample] || !other.trials[sample]) continue;
      saved_usd[clusters.length] = (other.usd[sample] as number) - (one.usd[sample] as number);
      lost[clusters.length] = (other.value[sample] as number) - (one.value[sample] as number);
      clusters.push(one.clusters?.[sample]);
    }
    const n = clusters.length;
    return { saved_usd: saved_usd.subarray(0, n), lost: lost.subarray(0, n), clusters };
  });

const NO_MONTH = { usd_saved_per_month: null, usd_net_per_month: null };

interface MonthOf {
  readonly against: readonly Swaps[];
  readonly tasks: readonly TaskErrors[];
  readonly requests_per_month: number | null;
  readonly random: Random;
}

/** What is saved, and what of it is left when wrong answers cost what the tasks tell: of samples where both count. */
function perMonth({ against, tasks, requests_per_month, random }: MonthOf) {
  if (requests_per_month === null) return NO_MONTH;
  const saved = joined(against.map(({ saved_usd }) => saved_usd));
  const net = against.map((swaps, index) => {
    const { error_cost_usd = null } = tasks[index] ?? {};
    if (error_cost_usd === null) return swaps.saved_usd;
    const { saved_usd, lost } = countedOf(swaps);
    return saved_usd.map((usd, place) => usd - error_cost_usd * (lost[place] as number));
  });
  const isTold = tasks.some(({ error_cost_usd }) => error_cost_usd !== null);
  return {
    usd_saved_per_month: scaled(meanOf(saved, random), requests_per_month),
    usd_net_per_month: isTold ? scaled(meanOf(joined(net), random), requests_per_month) : null,
  };
}

/** One column after the other. */
function joined(columns: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(sum(columns.map(({ length }) => length)));
  let n = 0;
  for (const column of columns) {
    whole.set(column, n);
    n += column.length;
  }
  return whole;
}

/** Those of samples where both count. */
function countedOf(swaps: Swaps): Swaps {
  const { saved_usd, lost, clusters } = swaps;
  if (areKnown(lost)) return swaps;
  const isCounted = (_: unknown, place: number) => !Number.isNaN(lost[place]);
  return {
    saved_usd: saved_usd.filter(isCounted),
    lost: lost.filter(isCounted),
    clusters: clusters?.filter(isCounted),
  };
}

const meanOf = (values: Float64Array, random: Random): Estimate =>
  areKnown(values) ? ratio(meanSums(values), random) : unknown(values.length);

/** None where an answer is neither right nor wrong and nobody says what a wrong one costs, nor where a cost is unknown. */
function breakEvenOn(swaps: Swaps, errors: TaskErrors, random: Random): ErrorBreakEven[] {
  const { task, binary, error_cost_usd } = errors;
  const counted = countedOf(swaps);
  if (counted.lost.length === 0 || !areKnown(counted.saved_usd) || (!binary && error_cost_usd === null)) return [];
  return [{ task, ...breakEvenOf(counted, { binary, error_cost_usd, random }) }];
}

const areKnown = (values: Float64Array): boolean => !values.some(Number.isNaN);

const unknown = (n: number): Estimate => ({ value: null, low: null, high: null, n });

const scaled = ({ value, low, high, n }: Estimate, factor: number): Estimate => ({
  value: value === null ? null : value * factor,
  low: low === null ? null : low * factor,
  high: high === null ? null : high * factor,
  n,
});

/** The more is saved, the sooner it pays back. */
function paybackOf(saving: Estimate | null, migration_usd: number | null): ModelEconomics['payback_months'] {
  const { value, low, high } = saving ?? unknown(0);
  if (migration_usd === null || value === null || value <= 0) return null;
  const months = (saved: number | null) => (saved === null || saved <= 0 ? null : migration_usd / saved);
  return { value: migration_usd / value, low: months(high), high: months(low) };
}

interface HostedOf {
  readonly standing: Standing;
  readonly incumbent: Standing;
  readonly servers: ReadonlyMap<string, HostedAs | undefined>;
  readonly requests_per_month: number | null;
  readonly random: Random;
}

/** What a server costs a month, how much of it the requests take, and what they would save alone on it. */
function hostedMonth({ standing, incumbent, servers, requests_per_month, random }: HostedOf): { hosted?: HostedMonth } {
  const server = servers.get(standing.model);
  const perRequest = ofAsked(standing, ({ input, output }, at) => (input[at] as number) + (output[at] as number));
  const tokens = sum(perRequest) / perRequest.length;
  if (!server || requests_per_month === null || !(tokens > 0)) return {};
  const { count: gpus, usd_per_gpu_hour, tokens_per_s } = server;
  const usd_per_month = usdPerMonth({ gpus, usd_per_gpu_hour });
  const most = (tokens_per_s * SECONDS_PER_MONTH) / tokens;
  const utilisation = requests_per_month / most;
  const api = meanOf(
    ofAsked(incumbent, ({ usd }, sample) => usd[sample] as number),
    random,
  );
  if (servers.get(incumbent.model) || !api.value) return { hosted: { usd_per_month, utilisation } };
  const break_even_requests = usd_per_month / api.value;
  const alone = {
    usd_saved_per_month: utilisation > 1 ? unknown(api.n) : less(scaled(api, requests_per_month), usd_per_month),
    ...{ break_even_requests, break_even_utilisation: break_even_requests / most },
  };
  return { hosted: { usd_per_month, utilisation, alone } };
}

const less = ({ value, low, high, n }: Estimate, amount: number): Estimate => ({
  value: value === null ? null : value - amount,
  low: low === null ? null : low - amount,
  high: high === null ? null : high - amount,
  n,
});
