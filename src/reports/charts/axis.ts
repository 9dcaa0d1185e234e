import { scaleLinear, scaleLog } from 'd3-scale';
import { textWidth } from './text-width.ts';

/** Where a value is drawn, and what stands along the axis. */
export interface Axis {
  /** In pixels; values outside are drawn at the end that they lie beyond. */
  at(value: number): number;
  readonly ends: readonly [low: number, high: number];
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

interface AxisInput {
  /** At least one. */
  readonly values: readonly number[];
  /** Falling for an axis at the side. */
  readonly range: readonly [from: number, to: number];
  label(value: number): string;
}

/** Where a double still has digits to its logarithm. */
const [LEAST, MOST] = [1e-15, 1e15];

/** Of amounts above 0, by their logarithm: ticks at 1, 2 and 5 of each power of ten where there is room, else at fewer. */
export function logAxis({ values, range, label }: AxisInput): Axis {
  const bounded = values.map((value) => Math.min(Math.max(value, LEAST), MOST));
  const low = Math.max(...oneTwoFive(bounded).filter((step) => step <= Math.min(...bounded) / 1.2));
  const high = Math.min(...oneTwoFive(bounded).filter((step) => step >= Math.max(...bounded) * 1.2));
  const scale = scaleLog([low, high], range).clamp(true);
  const drawn = (steps: readonly number[]) => steps.map((step) => ({ at: scale(step), label: label(step) }));
  const inside = oneTwoFive(bounded).filter((step) => step >= low && step <= high);
  const isEnd = (step: number) => step === low || step === high;
  const powers = [1, 2, 3, 4, 5, 6, 8, 10].map((nth) => inside.filter(isPowerOfTen(nth)));
  const bare = [inside.filter((step) => isEnd(step) || isPowerOfTen(1)(step)), inside.filter(isEnd)];
  const choices = [inside, ...powers.filter(isScale), ...bare, ...powers];
  const ticks = choices.map(drawn).find(hasRoom(range[0] > range[1])) ?? [];
  return { at: (value) => scale(Math.max(value, low)), ends: [low, high], ticks };
}

/** 1, 2 and 5 times powers of ten, from two powers below the least value to two above the greatest. */
function oneTwoFive(values: readonly number[]): number[] {
  const first = Math.floor(Math.log10(Math.min(...values))) - 1;
  const last = Math.ceil(Math.log10(Math.max(...values))) + 1;
  const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
}

const isPowerOfTen =
  (nth: number) =>
  (value: number): boolean => {
    const power = Math.round(Math.log10(value));
    return value === Number(`1e${power}`) && power % nth === 0;
  };

/** One tick tells a place, but not how far another is from it. */
const isScale = (steps: readonly number[]): boolean => steps.length > 1;

/** Pixels between two labels. */
const GAP = 10;
/** Of a line of text. */
const LINE = 14;

/** Along the side labels stand above each other, and need but their height. */
const hasRoom =
  (isUpright: boolean) =>
  (ticks: readonly Tick[]): boolean =>
    ticks.every(({ at, label }, index) => {
      const before = ticks[index - 1];
      if (before === undefined) return true;
      const size = isUpright ? LINE : (textWidth(before.label) + textWidth(label)) / 2;
      return Math.abs(at - before.at) >= size + GAP;
    });

interface LinearInput extends AxisInput {
  readonly least?: number;
  readonly bounds?: readonly [low: number, high: number];
}

/** Linear, its ends on round values; of no less than `least` from end to end, and within `bounds`. */
export function linearAxis({ values, range, label, least = 0, bounds = [-Infinity, Infinity] }: LinearInput): Axis {
  const inside = values.map((value) => Math.min(Math.max(value, bounds[0]), bounds[1]));
  const [low, high] = [Math.min(...inside), Math.max(...inside)];
  const from = Math.max(bounds[0], Math.min(low, (low + high - least) / 2));
  const to = Math.min(bounds[1], Math.max(high, from + least));
  const scale = scaleLinear([Math.max(bounds[0], Math.min(from, to - least)), to], range)
    .nice(5)
    .clamp(true);
  const [first = from, last = to] = scale.domain();
  const choices = [5, 4, 3, 2, 1].map((most) =>
    scale.ticks(most).map((value) => ({ at: scale(value), label: label(value) })),
  );
  return {
    at: (value) => scale(value),
    ends: [first, last],
    ticks: choices.find(hasRoom(range[0] > range[1])) ?? [],
  };
}

/** `$0.01`, `$5`, `$1,000`: what stands at ticks. */
export const usdTick = (amount: number): string =>
  `$${amount.toLocaleString('en-US', { maximumSignificantDigits: 3 })}`;
