import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PriceRow } from '../domain/price.ts';
import { blend, fallOf, priceTrend, yearsBetween } from './price-trend.ts';

const row = (model: string, from: string, usd: number, facts: Partial<PriceRow> = {}): PriceRow => ({
  ...{ model, provider: 'p', from, date_basis: 'announced', input: usd, output: usd, source: ['s'], check: 'read' },
  ...facts,
});

const trend = (rows: readonly PriceRow[], until = '2026-01-01') =>
  priceTrend({ rows, isGood: (model) => model !== 'bad', until });

test('a record low is a price that is less than all before it', () => {
  const rows = [
    row('a', '2024-01-01', 10),
    row('b', '2024-03-01', 12),
    row('b', '2025-01-01', 5),
    row('a', '2025-02-01', 5),
  ];
  expect(trend(rows).lows).toEqual([rows[0], rows[2]]);
});

test('a model that is not good enough and what begins later set none', () => {
  const rows = [row('a', '2024-01-01', 10), row('bad', '2024-02-01', 1), row('a', '2026-02-01', 2)];
  expect(trend(rows)).toEqual({ lows: [rows[0]], held: rows[0], leftOut: [] });
});

test('what holds at last may cost more than the last low', () => {
  const rows = [
    row('a', '2024-01-01', 10),
    row('a', '2024-12-26', 0.1, { to: '2025-02-08' }),
    row('a', '2025-02-08', 3),
  ];
  expect(trend(rows)).toMatchObject({ lows: [{ input: 10 }, { input: 0.1 }], held: { input: 3 } });
});

test('an unsure source makes no record, but is told', () => {
  const rows = [row('a', '2024-01-01', 10), row('b', '2025-01-01', 1, { check: 'unverified' })];
  expect(trend(rows)).toEqual({ lows: [rows[0]], held: rows[0], leftOut: [rows[1]] });
});

test('lows fall and get later, whatever the rows', () => {
  const prices = fc.array(fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 99 })), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(prices, (told) => {
      const { lows } = trend(
        told.map(([day, usd], id) => row(`m${id}`, `2024-01-${String(day).padStart(2, '0')}`, usd)),
      );
      for (const [place, low] of lows.entries()) {
        const before = lows[place - 1];
        if (before) expect(before.from < low.from && blend(before) > blend(low)).toBe(true);
      }
      expect(lows.length > 0).toBe(told.length > 0);
    }),
  );
});

describe('the fall', () => {
  test('is a rate a year', () => {
    expect(fallOf(100, 1, 2)).toEqual({ times: 100, per_year: 10 });
    expect(yearsBetween('2023-01-01', '2027-01-01')).toBe(4);
  });
  test('has no rate within no time', () => expect(fallOf(5, 5, 0)).toEqual({ times: 1, per_year: null }));
});
