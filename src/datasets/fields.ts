import { UserError } from '../domain/errors.ts';
import { MOST_CHOICES, type Sample } from '../domain/sample.ts';
import type { Fields } from '../domain/suite.ts';
import { about, type Path } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import type { Dataset, RawSample } from './define.ts';

/** How rows become samples: which column holds what. */
export interface Mapping {
  readonly fields: Fields;
  /** The column of the group. */
  readonly group: string | undefined;
  /** The column of the cluster. */
  readonly cluster: string | undefined;
  readonly categoryOf: Dataset['categoryOf'];
}

/** The mapping of a task onto a dataset: what the task names, else what the dataset has by itself. */
export const mappingOf = (
  dataset: Dataset,
  task: { fields?: Fields | undefined; group?: string | undefined; cluster?: string | undefined },
): Mapping => ({
  fields: task.fields ?? {},
  group: task.group ?? dataset.group,
  cluster: task.cluster,
  categoryOf: task.group === undefined || task.group === dataset.group ? dataset.categoryOf : undefined,
});

/**
 * A row as a Sample; `number` (from 1) is its id where it has none. Columns that are not mapped become metadata.
 * Throws a UserError that names the place for a missing column or a value that is not text.
 */
export function toSample(row: RawSample, number: number, { fields, group, cluster, categoryOf }: Mapping): Sample {
  const names = { id: fields.id ?? 'id', input: fields.input ?? 'input', target: fields.target ?? 'target' };
  const choiceColumns = [fields.choices ?? 'choices'].flat();
  const used = new Set([names.id, names.input, names.target, ...choiceColumns]);
  const hasId = fields.id !== undefined || Object.hasOwn(row.values, names.id);
  const groupName = group === undefined ? null : text(cell(row, group, ['group']));

  return {
    id: hasId ? text(cell(row, names.id, ['fields', 'id'])) : String(number),
    input: text(cell(row, names.input, ['fields', 'input'])),
    target: target(cell(row, names.target, ['fields', 'target'])),
    choices: choices(row, fields.choices),
    group: groupName,
    category: groupName === null ? null : (categoryOf?.(groupName) ?? null),
    ...(cluster !== undefined && { cluster: text(cell(row, cluster, ['cluster'])) }),
    metadata: Object.fromEntries(Object.entries(row.values).filter(([column]) => !used.has(column))),
  };
}

/** One value of a row, and what is needed to say what is wrong with it. */
interface Cell {
  readonly row: RawSample;
  readonly column: string;
  readonly value: unknown;
  /** The key of the task that names the column. */
  readonly key: Path;
}

function cell(row: RawSample, column: string, key: Path): Cell {
  if (Object.hasOwn(row.values, column)) return { row, column, key, value: row.values[column] };
  throw new UserError(`${row.at}: no column "${column}"${hint(column, Object.keys(row.values))}`, about(...key));
}

const problem = ({ row, column, key }: Cell, what: string): UserError =>
  new UserError(`${row.at}: "${column}" ${what}`, about(...key));

function text(found: Cell): string {
  const { value } = found;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') {
    throw problem(
      found,
      `is ${value === null ? 'null' : Array.isArray(value) ? 'a list' : 'a mapping'}; it must be text`,
    );
  }
  return String(kept(value, found));
}

/** A number that is kept as it was written. */
function kept(value: number, found: Cell): number {
  if (!Number.isFinite(value)) throw problem(found, 'is a number too large to be kept; write it in quotes');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw problem(found, 'is a number too long to be kept digit by digit; write it in quotes');
  }
  return value;
}

function target(found: Cell): string | readonly string[] {
  if (!Array.isArray(found.value)) return textOrJson(found);
  if (found.value.length === 0) throw problem(found, 'is an empty list; give at least one answer');
  return found.value.map((value) => textOrJson({ ...found, value }));
}

/** A mapping is what an answer in JSON should say, and is kept as that. */
function textOrJson(found: Cell): string {
  if (typeof found.value !== 'object' || found.value === null || Array.isArray(found.value)) return text(found);
  try {
    return JSON.stringify(found.value, (_, inner) => (typeof inner === 'number' ? kept(inner, found) : inner));
  } catch (error) {
    throw error instanceof RangeError ? problem(found, 'holds too many levels') : error;
  }
}

function choices(row: RawSample, columns: Fields['choices']): readonly string[] | null {
  const all = choicesIn(row, columns);
  if (all === null || all.length <= MOST_CHOICES) return all;
  throw new UserError(
    `${row.at}: ${all.length} choices, but letters name ${MOST_CHOICES} at most`,
    about('fields', 'choices'),
  );
}

function choicesIn(row: RawSample, columns: Fields['choices']): readonly string[] | null {
  const key: Path = ['fields', 'choices'];
  if (Array.isArray(columns)) return columns.map((column, index) => text(cell(row, column, [...key, index])));
  if (columns === undefined && !Object.hasOwn(row.values, 'choices')) return null;
  const found = cell(row, (columns as string | undefined) ?? 'choices', key);
  if (Array.isArray(found.value)) return found.value.map((value) => text({ ...found, value }));
  throw problem(found, 'is not a list; name one column per option: choices: [a, b, c, d]');
}
