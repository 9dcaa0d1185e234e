import { flowed } from './head.ts';
import { type Box, type PlacedLabel, placeLabels, type Segment } from './place-labels.ts';
import type { Point } from './quality-points.ts';
import { line, words } from './svg.ts';
import { clipped, textWidth } from './text-width.ts';

/** Pixels of the widest name beside a point, and in the key. */
const [NAME, KEY_NAME] = [170, 220];

interface NameTags {
  readonly drawn: string;
  /** Lines that say which number is which model. */
  readonly key: readonly string[];
}

/** A name beside each point; where it is too crowded for that, a number, and the name in a key. */
export function nameTags(points: readonly Point[], around: { room: Box; lines: readonly Segment[] }): NameTags {
  const names = points.map(nameOf);
  const named = placeLabels({
    ...around,
    wanting: points.map(({ x, y }, index) => wanting(x, y, names[index] as string)),
  });
  const nameless = points.filter((_, index) => !named[index]);
  const numbers = placeLabels({
    ...{ ...around, others: points, placed: named.filter((label) => label !== null).map(widened) },
    wanting: nameless.map(({ x, y }, index) => wanting(x, y, `${index + 1}`)),
  });
  return {
    drawn: [
      ...points.map((point, index) => drawn(point, names[index] as string, named[index] ?? null)),
      ...nameless.map((point, index) => drawn(point, `${index + 1}`, numbers[index] ?? null)),
    ].join(''),
    key: flowed(
      nameless.map(({ row }, index) => `${numbers[index] ? index + 1 : '(no room)'} ${clipped(row.model, KEY_NAME)}`),
    ),
  };
}

/** So that no number reads as part of a name. */
const widened = (label: PlacedLabel): PlacedLabel => ({ ...label, x: label.x - 8, width: label.width + 16 });

const wanting = (x: number, y: number, text: string) => ({ x, y, width: textWidth(text) });

/** `~` where a part of the cost is an estimate. */
const nameOf = ({ row }: Point): string => `${row.cost_estimated ? '~' : ''}${clipped(row.model, NAME)}`;

function drawn({ row }: Point, text: string, label: PlacedLabel | null): string {
  if (!label) return '';
  const { x, y, leader } = label;
  const name = words({ x, y: y + 11, text, class: row.pareto || row.near_tie ? 'name' : 'name soft' });
  return leader ? line({ ...leader, class: 'leader' }) + name : name;
}
