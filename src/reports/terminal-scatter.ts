import type { Row } from '../domain/row.ts';
import { usd } from '../lib/format.ts';
import { harmless } from '../lib/harmless.ts';
import type { Axis, Tick } from './charts/axis.ts';
import { type CostLanes, costLanes } from './charts/cost-lanes.ts';
import { isKnown } from './charts/known.ts';
import { qualityAxis } from './charts/quality-axis.ts';
import { type Point, pointsOf } from './charts/quality-points.ts';
import type { Block } from './table.ts';
import { UNKNOWN, withInterval } from './words.ts';

/** Letters in the plot, and what one takes of the pixels that places are reckoned in. */
const [COLUMNS, LINES] = [64, 17];
const [CELL_WIDTH, CELL_HEIGHT] = [8, 16];
/** Left of the plot. */
const GUTTER = 7;
/** Of models that cost nothing, or nobody knows how much. */
const LANE = 9;

/** A picture of price and quality within 80 columns: a letter a model, a capital on the frontier, and a key. */
export function terminalScatter({ title, protocol, rows }: Block): string {
  const shown = rows.filter(({ quality }) => isKnown(quality.value));
  const lanes = costLanes({
    ...{ from: 0, to: COLUMNS * CELL_WIDTH, lane: LANE * CELL_WIDTH },
    costs: shown.map((row) => ({ cost: row.usd_per_1k_tasks, limits: [null, null] })),
  });
  const scale = qualityAxis(
    shown.map(({ quality, ...row }) => ({ ...row, quality: { ...quality, low: null, high: null } })),
    [(LINES - 0.5) * CELL_HEIGHT, 0.5 * CELL_HEIGHT],
  );
  const points = pointsOf(shown, lanes, scale);
  const letters = points.map(({ row }, index) => letterOf(row, index));
  const missing = rows.filter((row) => !shown.includes(row));
  return [
    `${harmless(title)} (${harmless(protocol)})`,
    ...(shown.length > 0 ? [...plot(points, letters, lanes, scale), ...foot(lanes), ''] : []),
    ...points.map(({ row }, index) => keyLine(letters[index] as string, row)),
    ...missing.map((row) => keyLine(' ', row)),
    '',
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/** Further ones share a sign. */
function letterOf({ pareto }: Row, index: number): string {
  const letter = ALPHABET[index] ?? '+';
  return pareto ? letter.toUpperCase() : letter;
}

const cellOf = (pixels: number, size: number, most: number): number =>
  Math.min(most - 1, Math.max(0, Math.floor(pixels / size)));

function plot(points: readonly Point[], letters: readonly string[], lanes: CostLanes, scale: Axis): string[] {
  const grid = Array.from({ length: LINES }, () => Array.from({ length: COLUMNS }, () => ' '));
  for (const wall of [lanes.free?.to, lanes.unknown?.from]) {
    if (wall === undefined || !lanes.priced) continue;
    for (const cells of grid) cells[cellOf(wall, CELL_WIDTH, COLUMNS)] = '┊';
  }
  for (const [index, { x, y }] of points.entries()) {
    const cells = grid[cellOf(y, CELL_HEIGHT, LINES)] as string[];
    cells[freeCell(cells, cellOf(x, CELL_WIDTH, COLUMNS))] = letters[index] as string;
  }
  const labels = new Map(scale.ticks.map(({ at, label }) => [cellOf(at, CELL_HEIGHT, LINES), label]));
  return grid.map((cells, index) => `${(labels.get(index) ?? '').padStart(GUTTER - 1)} │${cells.join('')}`);
}

/** Where two would stand in one place, the second stands beside it; a third and further ones on top. */
const freeCell = (cells: readonly string[], column: number): number =>
  [column, column + 1, column - 1, column + 2, column - 2].find((near) => cells[near] === ' ') ?? column;

/** The axis of costs, and what its ticks say. */
function foot({ free, priced, unknown }: CostLanes): string[] {
  const middle = ({ from, to }: { from: number; to: number }) => (from + to) / 2;
  const ticks: Tick[] = [
    ...(free ? [{ at: middle(free), label: '$0' }] : []),
    ...(priced?.axis.ticks ?? []),
    ...(unknown ? [{ at: middle(unknown), label: 'unknown' }] : []),
  ];
  const axis = Array.from({ length: COLUMNS }, () => '─');
  let labels = '';
  for (const { at, label } of ticks) {
    const column = cellOf(at, CELL_WIDTH, COLUMNS);
    axis[column] = '┴';
    const start = Math.max(0, column - Math.floor(label.length / 2));
    if (labels === '' || start > labels.length) labels = labels.padEnd(start) + label;
  }
  const margin = ' '.repeat(GUTTER);
  return [
    `${margin}└${axis.join('')}`,
    `${margin} ${labels}`,
    `${margin} USD per 1,000 tasks (log scale); capitals: on the Pareto frontier`,
  ];
}

function keyLine(letter: string, { model, quality, usd_per_1k_tasks, cost_estimated }: Row): string {
  const cost = isKnown(usd_per_1k_tasks) ? `${cost_estimated ? '~' : ''}${usd(usd_per_1k_tasks)}` : UNKNOWN;
  const n = `n ${quality.n.toLocaleString('en-US')}`;
  return `  ${letter}  ${withInterval(quality).padEnd(21)}  ${n.padEnd(8)} ${cost.padEnd(11)} ${harmless(model)}`;
}
