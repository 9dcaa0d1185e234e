import fc from 'fast-check';
import { expect, test } from 'vitest';
import { question } from '../testing/ask.ts';
import { answered, usage } from '../testing/records.ts';
import { Forecast } from './forecast.ts';

const after = (outputs: readonly number[]) => {
  const forecast = new Forecast();
  for (const output of outputs) forecast.note(answered({ usage: usage({ input: 100, output }), latency_ms: 1000 }));
  return forecast;
};
const asked = (max_tokens?: number) =>
  question({ messages: [{ role: 'user', content: 'x'.repeat(40) }], settings: { max_tokens } });

test('before 20 answers a try is booked at max_tokens, or at 1,024 where none is set', () => {
  expect(after(Array(19).fill(5)).reserve(asked(500))).toEqual({ input: 10, output: 500 });
  expect(after([]).reserve(asked())).toEqual({ input: 10, output: 1024 });
});

test('then at 1.2 × the 95th percentile of the outputs, and never above max_tokens', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { minLength: 20, maxLength: 200 }), (outputs) => {
      const sorted = [...outputs].sort((a, b) => a - b);
      const p95 = sorted[Math.ceil(0.95 * sorted.length) - 1] as number;
      const { output } = after(outputs).reserve(asked());
      expect(output).toBeGreaterThanOrEqual(Math.floor(1.2 * p95));
      expect(output).toBeLessThanOrEqual(Math.ceil(1.2 * (1.05 * (p95 + 1))));
      expect(after(outputs).reserve(asked(7)).output).toBeLessThanOrEqual(7);
    }),
  );
});

test('a prompt is taken for as much more as the vendor has counted so far, and never for less', () => {
  const learnt = (told: number) => {
    const forecast = new Forecast();
    for (let n = 0; n < 20; n++) forecast.note(answered({ usage: usage({ input: told, output: 1 }) }), asked());
    return forecast.reserve(asked()).input;
  };
  expect(learnt(25)).toBe(25);
  expect(learnt(5)).toBe(10);
});

test('a usual try has the mean input; there is none before the first answer', () => {
  expect(after([]).usual()).toBeUndefined();
  expect(after([0, 0]).usual()).toEqual({ input: 100, output: 0 });
});

test('where time is paid for, a try takes a fifth more than the longest so far, and no longer than it may', () => {
  expect(after([]).seconds(120)).toBe(0);
  expect(after([1]).seconds(120)).toBe(1.2);
  expect(after([1]).seconds(1)).toBe(1);
});
