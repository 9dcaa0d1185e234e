import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { chosenColumns, type Shown, sortedRows, type TableColumn } from './columns.ts';
import { stampOf } from './stamp.ts';
import { rowColumns, usualColumns } from './standard-columns.ts';

interface Column extends Pick<TableColumn<never>, 'title' | 'align' | 'width' | 'leaves'> {
  /** Absent where it cannot be asked for. */
  readonly key?: string;
  /** So many letters of a name stand in a line of a terminal; absent: all. */
  readonly letters?: number;
}

/** What a table says, before it is drawn. */
export interface Table {
  readonly title: string;
  /** What a figure needs beside it to be comparable. */
  readonly protocol: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** The places of rows that matter less. */
  readonly faint?: readonly number[];
}

interface TableOf<T> extends Pick<Table, 'title' | 'protocol'> {
  /** Every column that may be asked for, and those that stand there unasked. */
  readonly all: readonly TableColumn<T>[];
  readonly usual: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  isFaint?(row: T): boolean;
}

/** A table with the columns and the order that were asked for. */
export function tableOf<T>({ title, protocol, all, usual, isFaint, ...of }: TableOf<T>, shown: Shown): Table {
  const columns = chosenColumns(all, usual, shown);
  const { sort } = shown;
  const rows = sort ? sortedRows(of.rows, all.find(({ key }) => key === sort.key)?.value, sort) : of.rows;
  const faint = isFaint ? [...rows.keys()].filter((place) => isFaint(rows[place] as T)) : [];
  return {
    ...{ title, protocol },
    columns: columns.map(({ cell: _, value: __, ...column }) => column),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
    ...(faint.length > 0 && { faint }),
  };
}

/** The rows that stand together, with what makes them comparable. */
export interface Block {
  /** `*`: all tasks. */
  readonly task: string;
  readonly title: string;
  readonly protocol: string;
  readonly rows: readonly Row[];
}

/** One over all tasks where they share a metric, else one a task. */
export function blocksOf(scorecard: Scorecard): Block[] {
  const overall = scorecard.rows.filter(({ task }) => task === '*');
  const [first] = overall;
  if (!first) return taskBlocks(scorecard);
  const title = `all ${scorecard.tasks.length} tasks · ${first.metric}`;
  return [{ task: '*', title, protocol: overallProtocol(scorecard), rows: overall }];
}

/** One a task, of the whole task by its metric. */
export const taskBlocks = (scorecard: Scorecard): Block[] =>
  scorecard.tasks.map((task) => ({
    task: task.name,
    title: `${task.name} · ${task.metric}`,
    protocol: stampOf(task, scorecard),
    rows: scorecard.rows.filter((row) => row.task === task.name && row.metric === task.metric && row.level === 'all'),
  }));

/** The standard tables; wide ones have the limits of amounts too. */
export function standardTables(
  scorecard: Scorecard,
  { isWide = false, shown = {} }: { readonly isWide?: boolean; readonly shown?: Shown | undefined } = {},
): Table[] {
  const all = rowColumns(scorecard, isWide);
  const usual = usualColumns(all, scorecard);
  const isFaint = ({ pareto, near_tie }: Row) => pareto === false && near_tie === false;
  return blocksOf(scorecard).map(({ title, protocol, rows }) =>
    tableOf({ title, protocol, all, usual, rows, isFaint }, shown),
  );
}

/** Said once where all tasks have the same. */
function overallProtocol(scorecard: Scorecard): string {
  const stamps = scorecard.tasks.map((task) => ({ name: task.name, stamp: stampOf(task, scorecard) }));
  const same = stamps.every(({ stamp }) => stamp === stamps[0]?.stamp);
  return `mean of the tasks: ${same ? stamps[0]?.stamp : stamps.map(({ name, stamp }) => `${name} ${stamp}`).join('; ')}`;
}
