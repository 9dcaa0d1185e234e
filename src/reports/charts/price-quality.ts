import { line as curve, curveStepAfter } from 'd3-shape';
import type { Row } from '../../domain/row.ts';
import { percent, percentInterval, usd } from '../../lib/format.ts';
import type { Block } from '../table.ts';
import type { Axis } from './axis.ts';
import { type CostLanes, costLanes } from './cost-lanes.ts';
import { below, HEAD, head, lines, linesHeight, listed, MARGIN, WIDTH } from './head.ts';
import { isKnown } from './known.ts';
import { legend, type Mark, markAt } from './marks.ts';
import { nameTags } from './name-tags.ts';
import type { Segment } from './place-labels.ts';
import { qualityAxis } from './quality-axis.ts';
import { frontierOf, frontierSteps, type Point, pointsOf, whiskersOf } from './quality-points.ts';
import { line, type Picture, tag, told, words } from './svg.ts';
import { clipped } from './text-width.ts';

/** Pixels of the plot. */
const PLOT = { left: MARGIN + 46, right: WIDTH - MARGIN - 14, top: HEAD + 20, bottom: HEAD + 380 };
const LANE = 130;

/** What quality costs: USD per 1,000 tasks against quality, for models that were asked the same. */
export function priceQuality({ title, protocol, rows }: Block): Picture {
  const shown = rows.filter(({ quality }) => isKnown(quality.value));
  const lanes = costLanes({
    ...{ from: PLOT.left, to: PLOT.right, lane: LANE },
    costs: shown.map((row) => ({ cost: row.usd_per_1k_tasks, limits: [row.usd_per_1k_low, row.usd_per_1k_high] })),
  });
  const scale = qualityAxis(shown, [PLOT.bottom - 12, PLOT.top + 12]);
  const points = pointsOf(shown, lanes, scale);
  const labels = nameTags(points, {
    room: { x: PLOT.left + 2, y: PLOT.top + 2, width: PLOT.right - PLOT.left - 4, height: PLOT.bottom - PLOT.top - 4 },
    lines: [...points.flatMap((point) => whiskersOf(point, lanes, scale)), ...frontierSteps(points), ...wallsOf(lanes)],
  });
  const notes = [...labels.key, ...notesOf(rows)];
  return {
    ...{ width: WIDTH, height: PLOT.bottom + 76 + linesHeight(notes) },
    title: `Price and quality: ${clipped(title, WIDTH)}`,
    description: shown.map(facts).join(' ') || 'Nothing has a quality yet.',
    body: [
      ...[head(title, protocol), grid(lanes, scale), frontierLine(points)],
      ...points.map((point) => drawn(point, lanes, scale)),
      labels.drawn,
      ...[legendAt(PLOT.bottom + 58, shown), lines(PLOT.bottom + 82, notes)],
    ].join('\n'),
  };
}

/** Between amounts and what stands beside them. */
const wallsOf = ({ free, priced, unknown }: CostLanes): Segment[] =>
  [free?.to, unknown?.from].flatMap((x) =>
    x === undefined || !priced ? [] : [{ from: [x, PLOT.top] as const, to: [x, PLOT.bottom] as const }],
  );

function grid({ free, priced, unknown }: CostLanes, scale: Axis): string {
  const { left, right, top, bottom } = PLOT;
  const middle = (strip: { from: number; to: number }) => (strip.from + strip.to) / 2;
  const under = (x: number, text: string) => below(x, bottom + 17, text);
  return [
    ...scale.ticks.map(({ at, label }) => [
      line({ from: [left, at], to: [right, at], class: 'rule' }),
      words({ x: left - 6, y: at + 4, text: label, anchor: 'end', class: 'soft' }),
    ]),
    ...(priced?.axis.ticks ?? []).map(({ at, label }) => [
      line({ from: [at, top], to: [at, bottom], class: 'rule' }),
      under(at, label),
    ]),
    free ? under(middle(free), '$0') : '',
    unknown ? under(middle(unknown), 'cost unknown') : '',
    ...wallsOf({ free, priced, unknown }).map((wall) => line({ ...wall, class: 'wall' })),
    line({ from: [left, bottom], to: [right, bottom], class: 'edge' }),
    words({ x: MARGIN, y: top - 6, text: 'quality', class: 'soft' }),
    priced
      ? words({
          x: middle(priced),
          y: bottom + 36,
          text: 'USD per 1,000 tasks (log scale)',
          anchor: 'middle',
          class: 'soft',
        })
      : '',
  ]
    .flat()
    .join('');
}

/** The best that one can have for no more than a price; beyond the last it stays. */
function frontierLine(points: readonly Point[]): string {
  const steps = frontierOf(points).map(({ x, y }): [number, number] => [x, y]);
  if (steps.length < 2) return '';
  return tag('path', { class: 'frontier', d: curve().curve(curveStepAfter).digits(2)(steps) ?? undefined });
}

const FRONTIER: Mark = { shape: 'circle', class: 'strong' };
const NEAR_TIE: Mark = { shape: 'circle', class: 'tint' };
const DOMINATED: Mark = { shape: 'circle', class: 'weak' };
const UNKNOWN_COST: Mark = { shape: 'diamond', class: 'weak' };

function markOf({ pareto, near_tie }: Row): Mark {
  if (pareto === null) return UNKNOWN_COST;
  if (pareto) return FRONTIER;
  return near_tie ? NEAR_TIE : DOMINATED;
}

function drawn(point: Point, lanes: CostLanes, scale: Axis): string {
  const name = point.row.pareto ? 'whisker' : 'pale';
  const whiskers = whiskersOf(point, lanes, scale).flatMap((whisker) => [
    line({ ...whisker, class: name }),
    ...capsOf(whisker).map((cap) => line({ ...cap, class: `${name} cap` })),
  ]);
  return told(facts(point.row), ...whiskers, markAt(point.x, point.y, markOf(point.row)));
}

/** Pixels of half of a cap. */
const CAP = 3;

/** Across the ends of a whisker, which may lie on the frontier. */
function capsOf({ from, to }: Segment): Segment[] {
  const [dx, dy] = from[0] === to[0] ? [CAP, 0] : [0, CAP];
  return [from, to].map(([x, y]) => ({ from: [x - dx, y - dy], to: [x + dx, y + dy] }));
}

/** Of the marks that are there. */
function legendAt(y: number, rows: readonly Row[]): string {
  const entries: readonly [Mark, string][] = [
    [FRONTIER, 'on the Pareto frontier'],
    [NEAR_TIE, '~ the intervals leave it open'],
    [DOMINATED, 'dominated by another'],
    [UNKNOWN_COST, 'cost unknown'],
  ];
  const cross = line({ from: [5, -6], to: [5, 6], class: 'pale' }) + line({ from: [0, 0], to: [10, 0], class: 'pale' });
  const used = entries.filter(([mark]) => rows.some((row) => markOf(row) === mark));
  const hasInterval = rows.some(({ quality: { low, high } }) => isKnown(low) && isKnown(high));
  return legend(MARGIN, y, hasInterval ? [...used, [cross, '95 % interval']] : used);
}

/** A point in words. */
function facts({
  model,
  quality,
  usd_per_1k_tasks,
  usd_per_1k_low,
  usd_per_1k_high,
  cost_estimated,
  pareto,
  near_tie,
}: Row): string {
  const { value, low, high, n } = quality;
  const limits =
    isKnown(usd_per_1k_low) && isKnown(usd_per_1k_high)
      ? ` [${usd(usd_per_1k_low)}–${usd(usd_per_1k_high)}]`.replaceAll('$', '')
      : '';
  const cost = isKnown(usd_per_1k_tasks)
    ? `${cost_estimated ? '~' : ''}${usd(usd_per_1k_tasks)}${limits} per 1,000 tasks`
    : 'cost unknown';
  const beaten = near_tie ? ', ~ the intervals leave open whether it is dominated' : ', dominated';
  const place = pareto === null ? '' : pareto ? ', on the frontier' : beaten;
  const share = value === null ? 'quality unknown' : `${percent(value)} ${percentInterval(low, high)}`;
  return `${clipped(model, WIDTH)}: ${share}, n ${n.toLocaleString('en-US')}, ${cost}${place}.`;
}

/** What the picture leaves out, and how many samples it stands on. */
function notesOf(rows: readonly Row[]): string[] {
  const counts = rows.flatMap(({ quality }) => (isKnown(quality.value) ? [quality.n] : []));
  const [least, most] = [Math.min(...counts), Math.max(...counts)].map((n) => n.toLocaleString('en-US'));
  const missing = rows.flatMap(({ model, quality }) => (isKnown(quality.value) ? [] : [model]));
  return [
    ...(counts.length > 0
      ? [`n = ${least === most ? least : `${least}–${most}`} ${most === '1' ? 'sample' : 'samples'} a model.`]
      : []),
    ...(rows.some(({ cost_estimated }) => cost_estimated) ? ['~ part of the cost is an estimate.'] : []),
    ...(missing.length > 0 ? [`Without a quality, so not drawn: ${listed(missing)}.`] : []),
  ];
}
