import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialBelow } from './binomial.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { wilson } from './wilson.ts';

const printed = ({ low, high }: { low: number; high: number }) => [low.toFixed(6), high.toFixed(6)];

describe('the intervals that Newcombe (1998) printed', () => {
  test.each([
    [81, 263, ['0.255289', '0.366210'], ['0.252737', '0.367622']],
    [15, 148, ['0.062386', '0.160487'], ['0.057844', '0.161650']],
    [0, 20, ['0.000000', '0.161125'], ['0.000000', '0.168433']],
    [1, 29, ['0.006113', '0.171755'], ['0.000873', '0.177644']],
  ])('of %i in %i: Wilson’s and the exact one', (x, n, score, exact) => {
    expect(printed(wilson(x, n, 0.95))).toEqual(score);
    expect(printed(clopperPearson(x, n, 0.95))).toEqual(exact);
  });
});

test('at its limits, as few or as many as seen have the chance that is allowed', () => {
  const counts = fc
    .integer({ min: 2, max: 3000 })
    .chain((n) => fc.tuple(fc.integer({ min: 1, max: n - 1 }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([x, n]) => {
      const { low, high } = clopperPearson(x, n, 0.9);
      expect(1 - binomialBelow(x - 1, n, low)).toBeCloseTo(0.05, 9);
      expect(binomialBelow(x, n, high)).toBeCloseTo(0.05, 9);
    }),
  );
});
