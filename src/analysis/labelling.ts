import type { Classified } from '../domain/classified.ts';
import type { TaskFacts } from '../domain/run.ts';
import { classifiedOf, labelPlaces } from './classified.ts';
import { type RunSamples, specOf, type Tables, tableOf, withLabels } from './tables.ts';

/** A task's graders that know a fixed set of labels, by their places; with the places of each sample's targets among these. */
export const labelling = (task: TaskFacts, { manifest, samples }: RunSamples) => {
  const first = samples.tasks.indexOf(task.name);
  const targets = samples.labels.slice(first, first + task.samples);
  return withLabels(task.graders, specOf(manifest, task.name)).flatMap(({ name, labels }, place) =>
    labels ? [{ grader: name, place, labels, targets: labelPlaces(targets, labels) }] : [],
  );
};

/** How each model's answers fall on the labels of a task's graders that know some. */
export const classifiedOfTask = (task: TaskFacts, tables: Tables, input: RunSamples): Classified[] =>
  labelling(task, input).flatMap(({ grader, place, targets }) =>
    input.manifest.models.flatMap(({ id }) => {
      const table = tableOf(tables, id, task.name);
      const column = table.labelsBy(place);
      const names = { task: task.name, grader, model: id };
      return column ? [classifiedOf({ names, table, column, targets, seed: input.manifest.suite.seed })] : [];
    }),
  );
