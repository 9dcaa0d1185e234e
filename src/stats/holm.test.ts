import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { holm } from './holm.ts';

describe('the fifteen p-values of Benjamini & Hochberg (1995)', () => {
  const P = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  const significant = (p: readonly number[]) => p.filter((one) => one < 0.05).length;
  const digits = (p: readonly number[]) => p.map((one) => Number(one.toFixed(6)));

  test('corrected by Holm', () => {
    expect(digits(holm(P))).toEqual([
      0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1,
    ]);
    expect(significant(holm(P))).toBe(3);
  });

  test('corrected by Benjamini and Hochberg', () => {
    expect(digits(benjaminiHochberg(P))).toEqual([
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765, 0.486, 0.581182, 0.714875, 0.753231,
      0.813214, 1,
    ]);
    expect(significant(benjaminiHochberg(P))).toBe(4);
  });
});

test('one p-value needs no correction, none gives none', () => {
  for (const correct of [holm, benjaminiHochberg]) {
    expect(correct([0.03])).toEqual([0.03]);
    expect(correct([])).toEqual([]);
  }
});

test('no p-value falls below what it was nor above 1, their order stays, and Holm is the stricter', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (p) => {
      const [strict, mild] = [holm(p), benjaminiHochberg(p)];
      for (const [index, one] of p.entries()) {
        expect(mild[index] as number).toBeGreaterThanOrEqual(one * (1 - 1e-12));
        expect(strict[index] as number).toBeGreaterThanOrEqual((mild[index] as number) * (1 - 1e-12));
        expect(strict[index] as number).toBeLessThanOrEqual(1);
        for (const [other, second] of p.entries()) {
          if (one < second) expect(strict[index] as number).toBeLessThanOrEqual(strict[other] as number);
          if (one < second) expect(mild[index] as number).toBeLessThanOrEqual(mild[other] as number);
        }
      }
    }),
  );
});
