import type { ChalkInstance } from 'chalk';
import CliTable from 'cli-table3';
import { harmless } from '../lib/harmless.ts';
import type { Table } from './table.ts';

type Column = Table['columns'][number];

/** What a table is drawn in: boxes, or nothing but two spaces between its columns. */
interface Frame {
  readonly options: CliTable.TableConstructorOptions;
  /** What a column takes beside its own width, and what is left over where the last one ends. */
  readonly beside: number;
  readonly spare: number;
}

const BOXES: Frame = { options: { style: { head: [], border: [], compact: true } }, beside: 1, spare: -1 };

/** On both sides of a cell together; without boxes all of it after the cell, and none after the last. */
const PADDING = 2;

const EDGES = ['top', 'bottom', 'left', 'mid', 'right'] as const;
const CORNERS = ['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'] as const;
const CROSSINGS = ['left-mid', 'mid-mid', 'right-mid', 'middle'] as const;

const BARE: Frame = {
  options: {
    chars: Object.fromEntries([...EDGES, ...CORNERS, ...CROSSINGS].map((name) => [name, ''])),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': PADDING },
  },
  ...{ beside: 0, spare: PADDING },
};

/** Letters that a name keeps in a line, however narrow the screen is. */
const NAME = 24;

interface Fitted {
  readonly shown: Table;
  readonly leftOut: readonly Column[];
}

/**
 * A table with the columns that a screen has room for, what matters most first, and those that were left out. Names, which
 * stand first, are folded rather than that one of them costs all rows a column.
 */
export function fitted(table: Table, width: number): Fitted {
  const whole = chosen(table, width, BOXES);
  if (whole.leftOut.length === 0 && whole.room >= 0) return whole;
  const least = Math.min(NAME, (table.columns[0]?.width ?? Number.POSITIVE_INFINITY) - PADDING);
  const { shown, leftOut, room } = chosen(namesFolded(table, least), width, BOXES);
  const used = (widthsOf(shown)[0] ?? 0) - PADDING;
  return { shown: namesFolded(shown, Math.max(least, used + room)), leftOut };
}

const namesFolded = ({ columns: [name, ...others], ...table }: Table, letters: number): Table => ({
  ...table,
  columns: name === undefined ? [] : [name.align === 'left' ? { ...name, letters } : name, ...others],
});

/** The columns that there is room for, and what room is left. */
function chosen(table: Table, width: number, { beside, spare }: Frame): Fitted & { readonly room: number } {
  if (width === Number.POSITIVE_INFINITY) return { shown: table, leftOut: [], room: width };
  const widths = widthsOf(table);
  const rankOf = (place: number) => table.columns[place]?.leaves ?? 0;
  let room = width + spare;
  const stays = new Set<number>();
  for (const place of [...table.columns.keys()].sort((a, b) => rankOf(a) - rankOf(b))) {
    const taken = (widths[place] ?? 0) + beside;
    if (rankOf(place) > 0 && taken > room) continue;
    stays.add(place);
    room -= taken;
  }
  const pick = <T>(all: readonly T[]) => all.filter((_, place) => stays.has(place));
  return {
    shown: { ...table, columns: pick(table.columns), rows: table.rows.map(pick) },
    leftOut: table.columns.filter((_, place) => !stays.has(place)),
    room,
  };
}

/** How wide each column is drawn: what stands between the corners of the first line. */
const widthsOf = (table: Table): number[] =>
  (lined(table, plain, plain, BOXES).split('\n', 1)[0] ?? '')
    .slice(1, -1)
    .split('┬')
    .map(({ length }) => length);

/** The same without boxes, where the columns that fold take what room is left, the first of them first. */
export function fittedBare(table: Table, width: number): Fitted {
  if (width === Number.POSITIVE_INFINITY) return { shown: unfolded(table), leftOut: [] };
  const { shown, leftOut } = chosen(table, width, BARE);
  const [least, most] = [widthsOf(shown), widthsOf(unfolded(shown))];
  let room = width + BARE.spare - least.reduce((sum, one) => sum + one, 0);
  const columns = shown.columns.map((column, place) => {
    if (column.width === undefined) return column;
    const [narrow = 0, wide = 0] = [least[place], most[place]];
    const more = Math.max(0, Math.min(room, wide - narrow));
    room -= more;
    return { ...column, width: Math.min(narrow, wide) + more };
  });
  return { shown: { ...shown, columns }, leftOut };
}

const unfolded = (table: Table): Table => ({
  ...table,
  columns: table.columns.map(({ width: _, ...column }) => column),
});

/** A table for a terminal, with its title. */
export const drawn = (table: Table, chalk: ChalkInstance): string =>
  `${chalk.bold(harmless(table.title))} ${chalk.dim(`(${harmless(table.protocol)})`)}\n${lined(table, chalk.bold, chalk.dim, BOXES)}\n`;

/** Columns as wide as they need to be, two spaces apart. */
export const drawnBare = (table: Table, { hasHead }: { readonly hasHead: boolean }): string =>
  lined(table, hasHead ? plain : null, plain, BARE)
    .split('\n')
    .map((line) => `${line.trimEnd()}\n`)
    .join('');

type Paint = (text: string) => string;

const plain: Paint = (text) => text;

function lined({ columns, rows, faint = [] }: Table, head: Paint | null, dim: Paint, { options }: Frame): string {
  const table = new CliTable({
    ...options,
    head: head ? columns.map((column) => head(column.title)) : [],
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map(({ width, letters }, place) =>
      width === undefined || letters !== undefined ? null : Math.max(width, longestWord(rows, place) + PADDING),
    ),
    wordWrap: true,
  });
  const isFaint = new Set(faint);
  const words = (cell: string, place: number) => foldedName(harmless(cell), columns[place]?.letters);
  table.push(
    ...rows.map((cells, line) => cells.map((cell, place) => (isFaint.has(line) ? dim : plain)(words(cell, place)))),
  );
  return table.toString();
}

/** A line breaks only between words, and a figure that is cut short would be another one. */
const longestWord = (rows: Table['rows'], place: number): number =>
  Math.max(0, ...rows.flatMap((cells) => (cells[place] ?? '').split(' ').map(({ length }) => length)));

/** A name in lines of so many letters, broken behind its signs where it has some. */
function foldedName(name: string, letters: number | undefined): string {
  if (letters === undefined || name.length <= letters) return name;
  const lines = [''];
  for (const part of name.match(/[^\s/._:-]*[\s/._:-]|[^\s/._:-]+/gu) ?? []) {
    const [line = ''] = lines.slice(-1);
    if (line !== '' && line.length + part.trimEnd().length > letters) lines.push('');
    lines.push(...chopped((lines.pop() ?? '') + part, letters));
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

function chopped(text: string, letters: number): string[] {
  const signs = [...text];
  const count = Math.max(1, Math.ceil([...text.trimEnd()].length / letters));
  return Array.from({ length: count }, (_, index) =>
    signs.slice(index * letters, index === count - 1 ? undefined : (index + 1) * letters).join(''),
  );
}
