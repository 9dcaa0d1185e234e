import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PastAnswers } from '../domain/past.ts';
import { expectedLatencyMs, expectedOutput, expectedUsd } from './forecast.ts';

const pastOf = (outputs: readonly number[], facts: Partial<PastAnswers> = {}): PastAnswers => ({
  ...{ model: 'openai/a', settings: 's', timed: 0, latencyMs: 0 },
  n: outputs.length,
  outputTokens: outputs.reduce((sum, one) => sum + one, 0),
  outputTokensSquared: outputs.reduce((sum, one) => sum + one ** 2, 0),
  ...facts,
});
const asked = { model: 'openai/a', settings: 's', calls: 100 };

describe('the mean output', () => {
  test('follows from the model’s own answers, with 95 % limits', () => {
    // Mean 20, standard deviation 10 (n − 1); 1.96 × 10 × √(1/3 + 1/100).
    const output = expectedOutput([pastOf([10, 20, 30]), pastOf([999], { model: 'openai/b' })], asked);
    expect(output).toMatchObject({ likely: 20, basis: 'same model', answers: 3 });
    expect(output.high).toBeCloseTo(20 + 1.96 * 10 * Math.sqrt(1 / 3 + 1 / 100), 9);
    expect(output.low).toBeCloseTo(20 - 1.96 * 10 * Math.sqrt(1 / 3 + 1 / 100), 9);
  });

  test('else from its answers at other settings, else from other models: half the least to twice the most', () => {
    const others = [pastOf([10, 10], { model: 'x/b' }), pastOf([40], { model: 'x/c' })];
    expect(expectedOutput([...others, pastOf([8, 8], { settings: 'other' })], asked)).toEqual({
      ...{ low: 4, likely: 8, high: 16, basis: 'other settings', answers: 2 },
    });
    expect(expectedOutput(others, asked)).toEqual({
      ...{ low: 5, likely: 25, high: 80, basis: 'other models', answers: 3 },
    });
  });

  test('is a guess where no answer told its tokens', () => {
    expect(expectedOutput([pastOf([], { timed: 5, latencyMs: 5 })], asked)).toMatchObject({
      basis: 'guess',
      answers: 0,
    });
  });

  test('lies in order and never above max_tokens', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(20_000), { maxLength: 20 }), { maxLength: 4 }),
        fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
        fc.nat(1000),
        fc.boolean(),
        (outputs, max_tokens, calls, isOwn) => {
          const past = outputs.map((one, index) => pastOf(one, { model: isOwn ? 'openai/a' : `x/${index}` }));
          const { low, likely, high } = expectedOutput(past, { ...asked, max_tokens, calls });
          expect(0 <= low && low <= likely + 1e-9 && likely <= high + 1e-9).toBe(true);
          expect(high).toBeLessThanOrEqual(max_tokens ?? Number.POSITIVE_INFINITY);
        },
      ),
    ));
});

test('the time of a call is the mean of the model’s own, at whatever settings', () => {
  const past = [
    pastOf([], { timed: 1, latencyMs: 100 }),
    pastOf([], { timed: 3, latencyMs: 900, settings: 'other' }),
    pastOf([], { timed: 3, latencyMs: 9, model: 'x/b' }),
  ];
  expect(expectedLatencyMs(past, asked)).toBe(250);
  expect(expectedLatencyMs(past, { model: 'x/c' })).toBeNull();
});

describe('the cost', () => {
  const calls = {
    ...{ calls: 1000, input: 500, output: { low: 10, likely: 20, high: 40 }, latencyMs: null },
    started_at: '2026-11-22T10:00:00.000Z',
  };

  test('is tokens at the price, a tenth less or more of input at its limits', () => {
    const usd = expectedUsd({ ...calls, price: { input: 2, output: 10 } });
    expect(usd?.low).toBeCloseTo(0.9 + 0.1, 9);
    expect(usd?.likely).toBeCloseTo(1 + 0.2, 9);
    expect(usd?.high).toBeCloseTo(1.1 + 0.4, 9);
  });

  test('of long calls is at the rates of long calls', () => {
    const price = { input: 2, output: 10, long_context: { above: 400, input: 4, output: 20 } };
    expect(expectedUsd({ ...calls, price })?.likely).toBeCloseTo(2 * 1.2, 9);
  });

  test('by the hour needs to know how long a call takes', () => {
    const price = { usd_per_hour: 3.6 };
    expect(expectedUsd({ ...calls, price })).toBeNull();
    expect(expectedUsd({ ...calls, latencyMs: 2000, price })?.likely).toBeCloseTo(2, 9);
  });
});
