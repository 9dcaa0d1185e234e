import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { stampOf } from './stamp.ts';
import type { Table } from './table.ts';
import { UNKNOWN, withInterval } from './words.ts';

/** For tasks with groups: micro, macro and each category, a column a model. */
export function breakdownTables(scorecard: Scorecard): Table[] {
  const { tasks, rows, models } = scorecard;
  return tasks.flatMap((task) => {
    const { name, metric } = task;
    const own = rows.filter((row) => row.task === name && row.metric === metric && row.level !== 'group');
    if (!own.some(({ level }) => level !== 'all')) return [];
    const parts = own.filter(({ model }) => model === models[0]);
    return {
      title: `${name} · ${metric}: quality [95 % CI], n`,
      protocol: stampOf(task, scorecard),
      columns: [{ title: 'Samples', align: 'left' }, ...models.map((title) => ({ title, align: 'right' as const }))],
      rows: parts.map((part) => [partName(part), ...models.map((model) => quality(own.find(isSame(part, model))))]),
    } satisfies Table;
  });
}

const isSame = (part: Row, model: string) => (row: Row) =>
  row.model === model && row.level === part.level && row.group === part.group;

const partName = ({ level, group }: Row): string =>
  level === 'all' ? 'all (micro)' : level === 'macro' ? 'mean of the groups (macro)' : group;

const quality = (row: Row | undefined): string =>
  row === undefined ? UNKNOWN : `${withInterval(row.quality)}, ${row.quality.n.toLocaleString('en-US')}`;
