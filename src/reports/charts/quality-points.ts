import type { Row } from '../../domain/row.ts';
import type { Axis } from './axis.ts';
import { type CostLanes, laneOf, type Reach, spread } from './cost-lanes.ts';
import { isKnown } from './known.ts';
import type { Segment } from './place-labels.ts';

/** A row of known quality, at its place. */
export interface Point {
  readonly row: Row;
  readonly x: number;
  readonly y: number;
}

/** Best first, those on the frontier before the others: the order in which their labels choose a place. */
export function pointsOf(rows: readonly Row[], lanes: CostLanes, scale: Axis): Point[] {
  const ordered = [...rows].sort((a, b) => rank(b) - rank(a));
  const heights = ordered.map(({ quality }) => scale.at(quality.value as number));
  const reaches = ordered.map(({ quality: { low, high } }, index): Reach => {
    const y = heights[index] as number;
    return { y, top: isKnown(high) ? scale.at(high) : y, bottom: isKnown(low) ? scale.at(low) : y };
  });
  const columnsOf = (lane: 'free' | 'unknown') => {
    const own = ordered.flatMap((row, index) => (laneOf(row.usd_per_1k_tasks) === lane ? [index] : []));
    const strip = lanes[lane];
    const columns = strip
      ? spread(
          own.map((index) => reaches[index] as Reach),
          strip,
        )
      : [];
    return new Map(own.map((index, place) => [index, columns[place] as number]));
  };
  const aside = new Map([...columnsOf('free'), ...columnsOf('unknown')]);
  return ordered.map((row, index) => ({
    row,
    x: aside.get(index) ?? lanes.priced?.axis.at(row.usd_per_1k_tasks as number) ?? 0,
    y: heights[index] as number,
  }));
}

const rank = ({ pareto, quality }: Row): number => (pareto ? 2 : 0) + (quality.value ?? 0);

/** The 95 % intervals of a point, up and down and, where the axis has amounts, sideways. */
export function whiskersOf({ row, x, y }: Point, lanes: CostLanes, scale: Axis): Segment[] {
  const { quality, usd_per_1k_low: low, usd_per_1k_high: high, usd_per_1k_tasks: cost } = row;
  const axis = laneOf(cost) === 'priced' ? lanes.priced?.axis : undefined;
  return [
    ...(isKnown(quality.low) && isKnown(quality.high)
      ? [{ from: [x, scale.at(quality.low)], to: [x, scale.at(quality.high)] } as const]
      : []),
    ...(axis && isKnown(low) && isKnown(high) ? [{ from: [axis.at(low), y], to: [axis.at(high), y] } as const] : []),
  ];
}

/** The points that the frontier steps along, cheapest first. */
export const frontierOf = (points: readonly Point[]): Point[] =>
  points.filter(({ row }) => row.pareto === true).sort((a, b) => a.x - b.x || b.y - a.y);

/** The frontier's steps: what one can have for no more than that. */
export const frontierSteps = (points: readonly Point[]): Segment[] =>
  frontierOf(points).flatMap(({ x, y }, index, all) => {
    const next = all[index + 1];
    if (!next) return [];
    return [
      { from: [x, y], to: [next.x, y] },
      { from: [next.x, y], to: [next.x, next.y] },
    ];
  });
