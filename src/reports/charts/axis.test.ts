import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearAxis, logAxis, usdTick } from './axis.ts';
import { textWidth } from './text-width.ts';

const labels = (values: readonly number[], to = 600) =>
  logAxis({ values, range: [0, to], label: usdTick }).ticks.map(({ label }) => label);

describe('amounts by their logarithm', () => {
  test('have ticks at powers of ten', () => {
    expect(labels([0.012, 900])).toEqual(['$0.01', '$0.1', '$1', '$10', '$100', '$1,000']);
  });

  test('and at 2 and 5 times them, where there is room', () => {
    expect(labels([0.3, 4])).toEqual(['$0.2', '$0.5', '$1', '$2', '$5']);
  });

  test('and at fewer, where there is little', () => {
    expect(labels([0.012, 900], 160)).toEqual(['$0.01', '$1', '$100']);
  });

  test('and at its ends, where between them is but one power of ten, or none', () => {
    expect(labels([0.3, 1.5], 90)).toEqual(['$0.2', '$1', '$2']);
    expect(labels([0.3, 1.5], 60)).toEqual(['$0.2', '$2']);
  });

  test('of which there is but one, or which are all the same, stand within the axis', () => {
    const { at, ends, ticks } = logAxis({ values: [3, 3], range: [0, 600], label: usdTick });
    expect([ends, ticks.map(({ label }) => label)]).toEqual([
      [2, 5],
      ['$2', '$5'],
    ]);
    expect(at(3)).toBeCloseTo((600 * Math.log(3 / 2)) / Math.log(5 / 2), 9);
  });

  test('of any size keep their order, their place and the room of their labels', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
        const { at, ticks } = logAxis({ values, range: [10, 700], label: usdTick });
        const places = [...values].sort((a, b) => a - b).map(at);
        expect(places.every((place) => place >= 10 - 1e-6 && place <= 700 + 1e-6)).toBe(true);
        expect([...places].sort((a, b) => a - b)).toEqual(places);
        for (const [index, { at, label }] of ticks.slice(1).entries()) {
          const before = ticks[index] as (typeof ticks)[number];
          expect(at - before.at).toBeGreaterThan((textWidth(before.label) + textWidth(label)) / 2);
        }
      }),
    ));
});

describe('a linear axis', () => {
  const quality = (values: readonly number[]) =>
    linearAxis({ values, range: [300, 0], label: String, least: 0.1, bounds: [0, 1] });

  test('ends on round values, and is ten points long at least', () => {
    expect(quality([0.812]).ends).toEqual([0.76, 0.88]);
    expect(quality([0.21, 0.87]).ends).toEqual([0.2, 0.9]);
  });

  test('has fewer ticks where there is little room', () => {
    const narrow = linearAxis({ values: [0.2, 0.9], range: [0, 150], label: (value) => `${100 * value} %` });
    expect(narrow.ticks.map(({ label }) => label)).toEqual(['20 %', '40 %', '60 %', '80 %']);
  });

  test('never leaves its bounds', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -2, max: 3 }), { minLength: 1 }), (values) => {
        const { at, ends } = quality(values);
        expect(ends[0]).toBeGreaterThanOrEqual(0);
        expect(ends[1]).toBeLessThanOrEqual(1);
        expect(ends[1] - ends[0]).toBeGreaterThanOrEqual(0.1 - 1e-9);
        expect(values.map(at).every((place) => place >= -1e-9 && place <= 300 + 1e-9)).toBe(true);
      }),
    ));
});
