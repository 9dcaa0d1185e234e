import { splitModel } from '../domain/model.ts';
import { type GraderFacts, isBinary, type Manifest, metricsOf } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import { labelsOf, type TaskSpec } from '../domain/suite.ts';
import type { MetricChoice } from './figures.ts';
import { type TableGrader, TrialTable } from './trial-table.ts';

/** Where each sample of a run stands: columns in the order of `samples.jsonl`. */
export interface SampleColumns {
  /** Their ids. */
  readonly samples: readonly string[];
  readonly tasks: readonly string[];
  readonly groups: readonly (string | null)[];
  readonly categories: readonly (string | null)[];
  /** The source that each shares with others. */
  readonly clusters: readonly (string | null)[];
  /** The targets of tasks whose answers are labels; null for others. */
  readonly labels: readonly (Sample['target'] | null)[];
}

/** A run and its samples. */
export interface RunSamples {
  readonly manifest: Manifest;
  readonly samples: SampleColumns;
}

/** By model and by task. */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, TrialTable>>;

/** A model's trials on a task. */
export const tableOf = (tables: Tables, model: string, task: string) => tables.get(model)?.get(task) as TrialTable;

/** A task as the suite has it. */
export const specOf = ({ suite }: Manifest, task: string) =>
  suite.tasks.find(({ name }) => name === task) as Manifest['suite']['tasks'][number];

/** Nothing has come yet. */
export const emptyTables = (manifest: Manifest): Tables =>
  new Map(
    manifest.models.map(({ id }) => [
      id,
      new Map(
        manifest.tasks.map(({ name, samples, graders }) => [
          name,
          new TrialTable(samples, specOf(manifest, name).epochs, withLabels(graders, specOf(manifest, name))),
        ]),
      ),
    ]),
  );

/** A task's graders, with their labels where they know a fixed set. */
export const withLabels = (graders: readonly GraderFacts[], { grade }: TaskSpec): TableGrader[] =>
  graders.map((facts) => {
    const spec = grade.find(({ name }) => name === facts.name);
    return { ...facts, labels: spec && labelsOf(spec) };
  });

/** Every metric of a task. */
export const metricChoices = (graders: readonly GraderFacts[]): MetricChoice[] =>
  graders.flatMap((facts, grader) =>
    metricsOf(facts).map((metric) => ({ metric, grader, binary: isBinary(facts, metric) })),
  );

/** What stands before the slash of a model. */
export const providerOf = (manifest: Manifest, id: string): string =>
  splitModel(manifest.suite.models.find((model) => model.id === id)?.model ?? '').provider;
