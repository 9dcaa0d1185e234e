import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printed, table, tables } from '../testing/paired.ts';
import type { Limits } from './limits.ts';
import { mcnemar } from './mcnemar.ts';
import { zAt } from './normal.ts';
import { pairedFigures } from './paired-table.ts';
import { tangoInterval, tangoP, tangoZ } from './tango.ts';

const limits = (interval: { low: number; high: number } | null) => [interval?.low, interval?.high].map(printed);

describe('published tables', () => {
  test.each([
    [[1, 1, 7, 12], '-0.285714', ['-0.517232', '-0.026003'], ['-0.481622', '-0.074631']],
    [[59, 6, 16, 80], '-0.062112', ['-0.124023', '-0.005433'], ['-0.113126', '-0.015058']],
    [[43, 0, 1, 0], '-0.022727', ['-0.118077', '0.059393'], ['-0.095662', '0.036517']],
    [[4, 9, 3, 16], '0.187500', ['-0.027090', '0.389697'], ['0.010190', '0.357445']],
    [[53, 16, 8, 9], '0.093023', ['-0.019659', '0.206911'], ['-0.000704', '0.187887']],
    [[794, 86, 150, 570], '-0.040000', ['-0.058998', '-0.021362'], ['-0.055895', '-0.024360']],
    [[0, 3, 0, 0], '1.000000', ['-0.122994', '1.000000'], ['0.051609', '1.000000']],
    [[0, 0, 3, 0], '-1.000000', ['-1.000000', '0.122994'], ['-1.000000', '-0.051609']],
  ] as const)('%j', (counts, d, at95, at90) => {
    expect(printed(pairedFigures(table(counts)).d)).toBe(d);
    expect(limits(tangoInterval(table(counts), 0.95))).toEqual(at95);
    expect(limits(tangoInterval(table(counts), 0.9))).toEqual(at90);
  });

  test.each([
    [[53, 16, 8, 9], 0.02, '1.965559', '0.024675'],
    [[53, 16, 8, 9], 0.03, '2.128427', '0.016651'],
    [[53, 16, 8, 9], 0.05, '2.447370', '0.007195'],
    [[1, 1, 7, 12], 0.05, '-1.806989', '0.964618'],
    [[794, 86, 150, 570], 0.06, '2.061216', '0.019641'],
    [[794, 86, 150, 570], 0.05, '1.040197', '0.149124'],
    [[794, 86, 150, 570], 0.02, '-2.102807', '0.982259'],
  ] as const)('%j with a margin of %f', (counts, margin, z, p) => {
    expect(printed(tangoZ(table(counts), -margin))).toBe(z);
    expect(printed(tangoP(table(counts), margin))).toBe(p);
  });
});

describe('two models that never differ', () => {
  test('have ±z²/(n + z²), not a width of 0', () => {
    expect(limits(tangoInterval(table([30, 0, 0, 10]), 0.9))).toEqual(['-0.063353', '0.063353']);
  });

  test.each([
    [0.05, 0.05, 52],
    [0.03, 0.05, 88],
    [0.02, 0.05, 133],
    [0.01, 0.05, 268],
    [0.05, 0.025, 73],
    [0.03, 0.025, 125],
    [0.02, 0.025, 189],
    [0.01, 0.025, 381],
  ])('pass a margin of %f at α = %f from %i samples on', (margin, alpha, n) => {
    const z = zAt(1 - alpha);
    expect(tangoZ(table([n, 0, 0, 0]), -margin)).toBeGreaterThanOrEqual(z);
    expect(tangoZ(table([n - 1, 0, 0, 0]), -margin)).toBeLessThan(z);
  });
});

test('of no sample nothing is known, nor of a margin of 100 points', () => {
  expect(tangoInterval(table([0, 0, 0, 0]), 0.9)).toBeNull();
  expect(tangoP(table([0, 0, 0, 0]), 0.05)).toBeNull();
  expect(tangoZ(table([1, 1, 1, 1]), -1)).toBeNull();
});

test('a candidate that wins or loses every sample is at the end of the scale', () => {
  expect(tangoInterval(table([0, 9, 0, 0]), 0.9)?.high).toBe(1);
  expect(tangoInterval(table([0, 0, 9, 0]), 0.9)?.low).toBe(-1);
});

const margins = fc.double({ min: 0.005, max: 0.5, noNaN: true });
const alphas = fc.constantFrom(0.005, 0.025, 0.05, 0.1);

describe('for any table', () => {
  test('the test passes just where the lower limit lies above −margin', () => {
    fc.assert(
      fc.property(tables, margins, alphas, (counts, margin, alpha) => {
        const [z, { low }] = [
          tangoZ(counts, -margin) as number,
          tangoInterval(counts, 1 - 2 * alpha) as { low: number },
        ];
        fc.pre(Math.abs(low + margin) > 1e-9);
        expect(z >= zAt(1 - alpha)).toBe(low > -margin);
      }),
    );
  });

  test('d lies within the interval, that within −1…1, and swapping the models mirrors it', () => {
    fc.assert(
      fc.property(tables, alphas, (counts, alpha) => {
        const swapped = { ...counts, candidateOnly: counts.incumbentOnly, incumbentOnly: counts.candidateOnly };
        const { low, high } = tangoInterval(counts, 1 - 2 * alpha) as Limits;
        const { d } = pairedFigures(counts) as { d: number };
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(low).toBeLessThanOrEqual(d);
        expect(high).toBeGreaterThanOrEqual(d);
        expect(high).toBeLessThanOrEqual(1);
        expect(tangoInterval(swapped, 1 - 2 * alpha)?.low).toBeCloseTo(-high, 9);
      }),
    );
  });

  test('Z falls as the difference that is asked about rises, and is McNemar’s z at 0', () => {
    const thetas = fc.double({ min: -0.999, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(tables, thetas, thetas, (counts, one, other) => {
        const [low, high] = [tangoZ(counts, Math.min(one, other)), tangoZ(counts, Math.max(one, other))];
        expect(high as number).toBeLessThanOrEqual((low as number) + 1e-9);
        expect(tangoZ(counts, 0)).toBeCloseTo(mcnemar(counts).z ?? 0, 9);
      }),
    );
  });
});
