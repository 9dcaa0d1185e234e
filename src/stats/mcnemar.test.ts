import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printed, table } from '../testing/paired.ts';
import { mcnemar } from './mcnemar.ts';

describe('published tables', () => {
  test.each([
    [[1, 1, 7, 12], 0.0703125, '0.039063', '-2.121320', '0.033895', '1.767767', '0.077100'],
    [[59, 6, 16, 80], 0.052479, '0.034690', '-2.132007', '0.033006', '1.918806', '0.055009'],
    [[53, 16, 8, 9], 0.15159, '0.107752', '1.632993', '0.102470', '1.428869', '0.153042'],
    [[794, 86, 150, 570], 0.000037, '0.000029', '-4.166045', '0.000031', '4.100951', '0.000041'],
  ] as const)('%j', (counts, exact, midP, z, p, correctedZ, correctedP) => {
    const found = mcnemar(table(counts));
    expect(found.exact).toBeCloseTo(exact, 6);
    expect(printed(found.midP)).toBe(midP);
    expect([found.z, found.p].map(printed)).toEqual([z, p]);
    expect([found.correctedZ, found.correctedP].map(printed)).toEqual([correctedZ, correctedP]);
  });
});

test('two models that never differ, or as often each way, do not differ', () => {
  expect(mcnemar(table([5, 0, 0, 5]))).toMatchObject({ exact: 1, midP: 1, z: null, p: null });
  expect(mcnemar(table([0, 1, 1, 0]))).toMatchObject({ exact: 1, z: 0, p: 1, correctedZ: 0 });
  expect(mcnemar(table([0, 1, 1, 0])).midP).toBeCloseTo(0.75, 12);
});

test('mid-p is no more than exact, both within 0…1, and the same with the models swapped', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(20_000), (b, c) => {
      const { exact, midP } = mcnemar(table([0, b, c, 0]));
      expect(midP).toBeGreaterThanOrEqual(0);
      expect(midP).toBeLessThanOrEqual(exact);
      expect(exact).toBeLessThanOrEqual(1);
      expect(mcnemar(table([0, c, b, 0]))).toMatchObject({ exact, midP });
    }),
  );
});
