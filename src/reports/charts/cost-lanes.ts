import { type Axis, logAxis, usdTick } from './axis.ts';
import { isKnown } from './known.ts';

/** A strip of the plot. */
export interface Strip {
  readonly from: number;
  readonly to: number;
}

/** Costs from left to right: nothing, amounts by their logarithm, unknown; strips that nobody stands in are left out. */
export interface CostLanes {
  readonly free: Strip | null;
  readonly priced: (Strip & { readonly axis: Axis }) | null;
  readonly unknown: Strip | null;
}

/** From a wall to the nearest mark. */
const PAD = 14;
/** How far limits may stretch the axis beyond the values: a sure one should not vanish beside one that is not. */
const STRETCH = 10;

interface Costing {
  readonly cost: number | null;
  readonly limits: readonly [low: number | null, high: number | null];
}

interface LanesInput extends Strip {
  readonly costs: readonly Costing[];
  /** How wide a lane beside the amounts is. */
  readonly lane: number;
}

/** Shares out the plot's width. */
export function costLanes({ costs, from, to, lane: aside }: LanesInput): CostLanes {
  const lanes = costs.map(({ cost }) => laneOf(cost));
  const isEmpty = !lanes.includes('priced');
  const lane = isEmpty ? (to - from) / Math.max(1, new Set(lanes).size) : aside;
  const free = lanes.includes('free') ? { from, to: from + lane } : null;
  const unknown = lanes.includes('unknown') ? { from: to - lane, to } : null;
  if (isEmpty) return { free, priced: null, unknown };
  const strip = { from: free?.to ?? from, to: unknown?.from ?? to };
  const range = [strip.from + PAD, strip.to - PAD] as const;
  return { free, priced: { ...strip, axis: logAxis({ values: stretched(costs), range, label: usdTick }) }, unknown };
}

export const laneOf = (cost: number | null): 'free' | 'priced' | 'unknown' =>
  !isKnown(cost) ? 'unknown' : cost > 0 ? 'priced' : 'free';

function stretched(costs: readonly Costing[]): number[] {
  const values = costs.flatMap(({ cost }) => (isKnown(cost) && cost > 0 ? [cost] : []));
  const [least, most] = [Math.min(...values) / STRETCH, Math.max(...values) * STRETCH];
  const limits = costs.flatMap(({ limits }) => limits.filter((limit) => isKnown(limit) && limit > 0) as number[]);
  return [...values, ...limits.map((limit) => Math.min(Math.max(limit, least), most))];
}

/** Pixels between neighbours in a lane that has room to spare. */
const ROOMY = 80;

/** How high a point stands, and where its interval ends. */
export interface Reach {
  readonly y: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Where those in a lane without a scale stand: side by side where they would cover each other, and in a lane that is wide,
 * around its middle, where their intervals would.
 */
export function spread(reaches: readonly Reach[], { from, to }: Strip): number[] {
  const width = to - from - 2 * PAD;
  const pitch = Math.max(PAD, Math.min(ROOMY, width / reaches.length));
  const columns = Math.max(1, Math.floor(width / pitch));
  const isWide = width >= 3 * ROOMY;
  const isCovered = isWide ? isCrossed : isTooNear;
  const placed: { readonly reach: Reach; readonly column: number }[] = [];
  for (const reach of reaches) {
    const near = placed.filter((other) => isCovered(other.reach, reach)).map(({ column }) => column);
    const free = Array.from({ length: columns }, (_, column) => column).find((column) => !near.includes(column));
    placed.push({ reach, column: free ?? near.length % columns });
  }
  const used = Math.max(0, ...placed.map(({ column }) => column));
  const left = isWide ? (from + to - used * pitch) / 2 : from + PAD;
  return placed.map(({ column }) => left + column * pitch);
}

const isTooNear = (one: Reach, other: Reach): boolean => Math.abs(one.y - other.y) < PAD;

const isCrossed = (one: Reach, other: Reach): boolean =>
  isTooNear(one, other) || (one.top <= other.bottom && other.top <= one.bottom);
