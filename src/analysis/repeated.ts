import type { PassOfK, Repeated } from '../domain/classified.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Manifest, TaskFacts } from '../domain/run.ts';
import { passAllOfK, passAtK } from '../stats/pass-at-k.ts';
import { repeats } from '../stats/repeats.ts';
import { type MetricChoice, overSamples } from './figures.ts';
import { metricChoices, specOf, type Tables, tableOf } from './tables.ts';
import type { TrialTable } from './trial-table.ts';

/** With more epochs only the powers of two, and all of them. */
const MOST_SHOWN = 10;

/** What each model's epochs tell, by each metric of a task. */
export function repeatedOfTask(task: TaskFacts, tables: Tables, manifest: Manifest): Repeated[] {
  if (specOf(manifest, task.name).epochs === 1) return [];
  return metricChoices(task.graders).flatMap((choice) =>
    manifest.models.map(({ id }) => repeatedOf({ task: task.name, model: id }, tableOf(tables, id, task.name), choice)),
  );
}

/** What the epochs of a task tell of a model by a metric. */
function repeatedOf(
  names: Pick<Repeated, 'task' | 'model'>,
  table: TrialTable,
  { metric, binary }: MetricChoice,
): Repeated {
  const samples = Array.from({ length: table.size / table.epochs }, (_, sample) => valuesOf(table, sample, metric));
  const { within, between } = repeats(samples);
  return {
    task: names.task,
    metric,
    model: names.model,
    epochs: table.epochs,
    within,
    between,
    pass: binary ? sizes(table.epochs).map((k) => passOf(samples, k)) : [],
  };
}

/** The values of one sample's answers that count. */
const valuesOf = (table: TrialTable, sample: number, metric: string): number[] =>
  Array.from({ length: table.epochs }, (_, epoch) => table.value(sample * table.epochs + epoch, metric)).filter(
    (value) => !Number.isNaN(value),
  );

function passOf(samples: readonly (readonly number[])[], k: number): PassOfK {
  const asked = samples
    .filter(({ length }) => length >= k)
    .map((values) => ({ right: values.filter((value) => value === 1).length, asked: values.length }));
  const over = (figure: typeof passAtK): Estimate =>
    overSamples(
      asked.map((sample) => figure(sample, k) as number),
      true,
    );
  return { k, any: over(passAtK), all: over(passAllOfK) };
}

function sizes(epochs: number): number[] {
  const all = Array.from({ length: epochs }, (_, index) => index + 1);
  return epochs <= MOST_SHOWN ? all : all.filter((k) => Number.isInteger(Math.log2(k)) || k === epochs);
}
