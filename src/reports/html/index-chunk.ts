import type { AnsweredSample } from '../../domain/answered-sample.ts';
import { groupBy } from '../../lib/group-by.ts';
import { STATES, stateBy, valueBy } from './shown.ts';

/** What filters need of some samples, column by column; texts are elsewhere. */
export interface IndexChunk {
  readonly ids: string[];
  /** Places in the page's list of tasks. */
  readonly tasks: number[];
  readonly groups: (string | null)[];
  /** The page that holds the texts; −1 where they are left out. */
  readonly pages: number[];
  /** A column a model: the mean over epochs, rounded; null where there is none. */
  readonly values: (number | null)[][];
  /** A column a model: how its answers ended, a bit a state; 0 where it was not asked. */
  readonly states: number[][];
}

/** A sample's line in the index, but for its page. */
export interface IndexLine {
  readonly id: string;
  readonly task: number;
  readonly group: string | null;
  readonly values: readonly (number | null)[];
  readonly states: readonly number[];
}

export const newChunk = (models: readonly string[]): IndexChunk => ({
  ...{ ids: [], tasks: [], groups: [], pages: [] },
  values: models.map(() => []),
  states: models.map(() => []),
});

export function addLine(chunk: IndexChunk, { id, task, group, values, states }: IndexLine, page: number): void {
  chunk.ids.push(id);
  chunk.tasks.push(task);
  chunk.groups.push(group);
  chunk.pages.push(page);
  for (const [place, column] of chunk.values.entries()) column.push(values[place] ?? null);
  for (const [place, column] of chunk.states.entries()) column.push(states[place] ?? 0);
}

interface Facts {
  readonly models: readonly string[];
  readonly task: number;
  readonly metric: string;
}

export function indexLine({ sample, answers }: AnsweredSample, { models, task, metric }: Facts): IndexLine {
  const byModel = groupBy(answers, ({ outcome }) => outcome.model);
  const answersOf = models.map((model) => byModel.get(model) ?? []);
  return {
    ...{ id: sample.sample, group: sample.group, task },
    values: answersOf.map((own) => mean(own.map(({ scores }) => valueBy(scores, metric)))),
    states: answersOf.map((own) => own.reduce((bits, one) => bits | (1 << STATES.indexOf(stateBy(one, metric))), 0)),
  };
}

/** Of the answers that have a value; to filter by, not to compute with. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return Number((known.reduce((sum, value) => sum + value, 0) / known.length).toFixed(6));
}

/** True where all models were asked, and all are right: the samples that are looked at last. */
export const isPlain = ({ values }: IndexLine): boolean => values.every((value) => value === 1);
