import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, right, unparsed, wrong } from './define.ts';
import { type Found, lastNumber, onlyNumber } from './read-number.ts';

/** Right when the last number in the answer, or in its answer line, lies within `tolerance` of the target. */
export const number = defineGrader({
  name: 'number',
  summary: 'compares the last number in the answer with the target',
  version: 1,
  options: z.strictObject({
    tolerance: z
      .union([
        z.number().nonnegative(),
        z.string().regex(/^(?:\d+(?:\.\d+)?|\.\d+) ?%$/, 'a tolerance is a number, or text like "1%" of the target'),
      ])
      .describe('0.5: so far from the target; "1%": so far in proportion to it')
      .default(0),
    percent: z.enum(['unit', 'fraction']).describe('what 12 % is: 12 with a unit, or 0.12').default('unit'),
  }),
  binary: true,
  extracts: true,

  check(sample, { percent }) {
    const stranger = targetsOf(sample).find((target) => onlyNumber(target, percent) === undefined);
    return stranger === undefined ? undefined : `target ${JSON.stringify(stranger)} is not a number`;
  },

  grade({ sample, answer, options: { tolerance, percent } }) {
    const found = lastNumber(answer, percent);
    if (found === undefined) return unparsed('no number in the answer, or in its answer line');

    const misses = targetsOf(sample)
      .flatMap((target) => onlyNumber(target, percent) ?? [])
      .map((target) => ({ miss: distance(found, target), allowed: slackOf(tolerance, found, target) }));
    const least = Math.min(...misses.map(({ miss }) => miss));
    const off = least === 0 ? 'the same number' : `off by ${Number(least.toPrecision(6))}`;
    return misses.some(({ miss, allowed }) => miss <= allowed) ? right(found.text, off) : wrong(found.text, off);
  },
});

/** Whole numbers are told apart however long they are. */
function distance(one: Found, other: Found): number {
  if (!isWhole(one) || !isWhole(other)) return Math.abs(one.value - other.value);
  const difference = BigInt(one.text) - BigInt(other.text);
  return Math.abs(Number(difference));
}

const isWhole = ({ text }: Found): boolean => /^-?\d+$/.test(text);

/** How far off is right. With a tolerance, what doubles lose is allowed too: 12.3 lies within 0.1 of 12.2. */
function slackOf(tolerance: number | string, found: Found, target: Found): number {
  if (tolerance === 0) return 0;
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(found.value), Math.abs(target.value));
  const allowed =
    typeof tolerance === 'number' ? tolerance : (Number.parseFloat(tolerance) / 100) * Math.abs(target.value);
  return allowed + rounding;
}
