import { UserError } from '../domain/errors.ts';
import type { Sample } from '../domain/sample.ts';
import type { Fields } from '../domain/suite.ts';
import { hint } from '../lib/suggest.ts';
import type { Dataset, RawSample } from './define.ts';

/** How rows become samples: which column holds what. */
export interface Mapping {
  readonly fields: Fields;
  /** The column of the group. */
  readonly group: string | undefined;
  readonly categoryOf: Dataset['categoryOf'];
}

/** The mapping of a task onto a dataset: what the task names, else what the dataset has by itself. */
export const mappingOf = (
  dataset: Dataset,
  task: { fields?: Fields | undefined; group?: string | undefined },
): Mapping => ({
  fields: task.fields ?? {},
  group: task.group ?? dataset.group,
  categoryOf: task.group === undefined || task.group === dataset.group ? dataset.categoryOf : undefined,
});

/**
 * A row as a Sample; `number` (from 1) is its id where it has none. Columns that are not mapped become metadata.
 * Throws a UserError that names the place for a missing column or a value that is not text.
 */
export function toSample(row: RawSample, number: number, { fields, group, categoryOf }: Mapping): Sample {
  const names = { id: 'id', input: 'input', target: 'target', ...definedIn(fields) };
  const choiceColumns = [fields.choices ?? 'choices'].flat();
  const used = new Set([names.id, names.input, names.target, ...choiceColumns]);
  const groupName = group === undefined ? null : text(row, group);

  return {
    id: fields.id !== undefined || row.values['id'] !== undefined ? text(row, names.id) : String(number),
    input: text(row, names.input),
    target: target(row, names.target),
    choices: choices(row, fields.choices),
    group: groupName,
    category: groupName === null ? null : (categoryOf?.(groupName) ?? null),
    metadata: Object.fromEntries(Object.entries(row.values).filter(([column]) => !used.has(column))),
  };
}

const definedIn = ({ id, input, target }: Fields) =>
  Object.fromEntries(Object.entries({ id, input, target }).filter(([, column]) => column !== undefined));

function value(row: RawSample, column: string): unknown {
  if (Object.hasOwn(row.values, column)) return row.values[column];
  throw new UserError(`${row.at}: no column "${column}"${hint(column, Object.keys(row.values))}`);
}

const text = (row: RawSample, column: string): string => asText(row, column, value(row, column));

function asText(row: RawSample, column: string, found: unknown): string {
  if (typeof found === 'string') return found;
  if (typeof found === 'number' || typeof found === 'boolean') return String(found);
  throw new UserError(`${row.at}: "${column}" is ${found === null ? 'null' : `a ${kindOf(found)}`}; it must be text`);
}

const kindOf = (found: unknown): string => (Array.isArray(found) ? 'list' : 'mapping');

function target(row: RawSample, column: string): string | readonly string[] {
  const found = value(row, column);
  if (!Array.isArray(found)) return asText(row, column, found);
  if (found.length === 0) throw new UserError(`${row.at}: "${column}" is an empty list; give at least one answer`);
  return found.map((one) => asText(row, column, one));
}

function choices(row: RawSample, columns: Fields['choices']): readonly string[] | null {
  if (Array.isArray(columns)) return columns.map((column) => text(row, column));
  const column = (columns as string | undefined) ?? 'choices';
  if (columns === undefined && row.values[column] === undefined) return null;
  const found = value(row, column);
  if (Array.isArray(found)) return found.map((one) => asText(row, column, one));
  throw new UserError(`${row.at}: "${column}" is not a list; name one column per option: choices: [a, b, c, d]`);
}
