import { scaleUtc } from 'd3-scale';
import { line as curve, curveStepAfter } from 'd3-shape';
import { usd } from '../../lib/format.ts';
import { type Axis, logAxis, usdTick } from './axis.ts';
import { below, HEAD, head, lines, linesHeight, MARGIN, WIDTH } from './head.ts';
import { legend, type Mark, markAt } from './marks.ts';
import { placeLabels, type Segment } from './place-labels.ts';
import { line, type Picture, tag, told, words } from './svg.ts';
import { clipped, textWidth } from './text-width.ts';

/** A price since a day. */
export interface PricePoint {
  /** low: lower than all before; left_out: lower, but of a source that is itself unsure; held: what holds on the last day. */
  readonly kind: 'low' | 'left_out' | 'held';
  /** `2024-05-13` */
  readonly date: string;
  readonly usd: number;
  readonly name: string;
}

interface PriceHistoryInput {
  readonly title: string;
  readonly protocol: string;
  /** At least one. */
  readonly points: readonly PricePoint[];
  readonly notes: readonly string[];
}

const PLOT = { left: MARGIN + 56, right: WIDTH - MARGIN - 14, top: HEAD + 20, bottom: HEAD + 340 };
const LABEL = 190;
const DAY_MS = 24 * 3600 * 1000;

const MARKS: Readonly<Record<PricePoint['kind'], readonly [Mark, string]>> = {
  low: [{ shape: 'circle', class: 'strong' }, 'lower than all before'],
  held: [{ shape: 'square', class: 'strong' }, 'holds on the last day'],
  left_out: [{ shape: 'diamond', class: 'weak' }, 'left out: the source is unsure'],
};

interface Placed {
  readonly point: PricePoint;
  readonly x: number;
  readonly y: number;
}

/** The least price over time, as a step line. */
export function priceHistory({ title, protocol, points, notes }: PriceHistoryInput): Picture {
  const days = points.map(({ date }) => Date.parse(date));
  const time = scaleUtc([Math.min(...days) - 20 * DAY_MS, Math.max(...days) + 20 * DAY_MS], [PLOT.left, PLOT.right]);
  const prices = logAxis({
    ...{ values: points.map((point) => point.usd), range: [PLOT.bottom - 8, PLOT.top + 8] as const },
    label: usdTick,
  });
  const placed = points.map((point, index) => ({ point, x: time(days[index] as number), y: prices.at(point.usd) }));
  const steps = stepsOf(placed);
  return {
    ...{ width: WIDTH, height: PLOT.bottom + 64 + linesHeight(notes), title },
    description: points.map(facts).join(' '),
    body: [
      ...[head(title, protocol), grid(yearTicks(time), prices), stepLine(steps)],
      ...placed.map(({ point, x, y }) => told(facts(point), markAt(x, y, MARKS[point.kind][0]))),
      ...[labels(placed, steps), legendAt(points), lines(PLOT.bottom + 66, notes)],
    ].join('\n'),
  };
}

/** The lows, and on to the last day where the last of them still holds: since when another price holds is not known. */
function stepsOf(placed: readonly Placed[]): Placed[] {
  const lows = placed.filter(({ point }) => point.kind === 'low');
  const last = lows.at(-1)?.point.usd;
  return [...lows, ...placed.filter(({ point }) => point.kind === 'held' && point.usd === last)];
}

/** What stands under the plot: days that d3 finds round, with the year where it is not told already. */
function yearTicks(time: ReturnType<typeof scaleUtc<number>>): { at: number; label: string }[] {
  return time.ticks(6).map((date) => {
    const [year, month, day] = date.toISOString().slice(0, 10).split('-');
    return {
      at: time(date),
      label: day !== '01' ? `${year}-${month}-${day}` : month === '01' ? `${year}` : `${year}-${month}`,
    };
  });
}

function grid(days: readonly { at: number; label: string }[], prices: Axis): string {
  const { left, right, top, bottom } = PLOT;
  return [
    ...prices.ticks.flatMap(({ at, label }) => [
      line({ from: [left, at], to: [right, at], class: 'rule' }),
      words({ x: left - 6, y: at + 4, text: label, anchor: 'end', class: 'soft' }),
    ]),
    ...days.flatMap(({ at, label }) => [
      line({ from: [at, top], to: [at, bottom], class: 'rule' }),
      below(at, bottom + 17, label),
    ]),
    line({ from: [left, bottom], to: [right, bottom], class: 'edge' }),
    words({ x: MARGIN, y: top - 6, text: 'USD per 1M tokens (log scale)', class: 'soft' }),
  ].join('');
}

const stepLine = (steps: readonly Placed[]): string =>
  steps.length < 2
    ? ''
    : tag('path', {
        class: 'frontier',
        d:
          curve<Placed>(
            ({ x }) => x,
            ({ y }) => y,
          )
            .curve(curveStepAfter)
            .digits(2)(steps) ?? undefined,
      });

function labels(placed: readonly Placed[], steps: readonly Placed[]): string {
  const texts = placed.map(({ point }) => clipped(point.name, LABEL));
  const places = placeLabels({
    wanting: placed.map(({ x, y }, index) => ({ x, y, width: textWidth(texts[index] as string) })),
    room: { x: PLOT.left, y: PLOT.top, width: PLOT.right - PLOT.left, height: PLOT.bottom - PLOT.top },
    lines: steps.slice(1).flatMap(({ x, y }, index): Segment[] => {
      const before = steps[index] as Placed;
      return [
        { from: [before.x, before.y], to: [x, before.y] },
        { from: [x, before.y], to: [x, y] },
      ];
    }),
  });
  return places
    .map((place, index) => {
      if (!place) return '';
      const name = words({ x: place.x, y: place.y + 11, text: texts[index] as string, class: 'name' });
      return place.leader ? line({ ...place.leader, class: 'leader' }) + name : name;
    })
    .join('');
}

const legendAt = (points: readonly PricePoint[]): string =>
  legend(
    MARGIN,
    PLOT.bottom + 42,
    Object.entries(MARKS).flatMap(([kind, entry]) => (points.some((point) => point.kind === kind) ? [entry] : [])),
  );

const facts = ({ kind, date, usd: price, name }: PricePoint): string =>
  `${date}: ${usd(price)}, ${clipped(name, 400)} (${MARKS[kind][1]}).`;
