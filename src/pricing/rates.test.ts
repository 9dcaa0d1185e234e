import { describe, expect, test } from 'vitest';
import type { TokenPrice } from '../domain/price.ts';
import { isTierUnknown, type RatedCall, ratesOf } from './rates.ts';

const call = (facts: Partial<RatedCall> = {}): RatedCall => ({
  input: 1000,
  started_at: '2026-11-21T12:00:00.000Z',
  ...facts,
});

const pair = (price: TokenPrice, facts?: Partial<RatedCall>) => {
  const { input, output } = ratesOf(price, call(facts));
  return [input, output];
};

test('a kind of input without a rate is priced as plain input, an hour’s cache as the short one', () => {
  expect(ratesOf({ input: 3, output: 15 }, call())).toEqual({
    input: 3,
    output: 15,
    input_cached: 3,
    input_cache_write: 3,
    input_cache_write_1h: 3,
  });
  expect(ratesOf({ input: 3, output: 15, input_cache_write: 3.75 }, call()).input_cache_write_1h).toBe(3.75);
});

describe('a long call', () => {
  const gpt54: TokenPrice = {
    ...{ input: 2.5, output: 15, input_cached: 0.25 },
    long_context: { above: 272_000, input: 5, output: 22.5 },
  };
  test('is billed at its own rates as a whole, once it is above the cliff', () => {
    expect(pair(gpt54, { input: 272_000 })).toEqual([2.5, 15]);
    expect(pair(gpt54, { input: 272_001 })).toEqual([5, 22.5]);
  });
  test('has cached input raised as plain input is', () => {
    expect(ratesOf(gpt54, call({ input: 272_001 })).input_cached).toBe(0.5);
  });
});

describe('hours of the day', () => {
  const night: TokenPrice = {
    ...{ input: 0.27, output: 1.1, input_cached: 0.07 },
    bands: [{ hours: ['16:30-00:30'], input: 0.135, output: 0.55, input_cached: 0.035 }],
  };
  test.each([
    ['16:29:59', 0.27],
    ['16:30:00', 0.135],
    ['23:59:59', 0.135],
    ['00:29:59', 0.135],
    ['00:30:00', 0.27],
  ])('at %s', (time, input) => {
    expect(pair(night, { started_at: `2025-03-01T${time}.000Z` })[0]).toBe(input);
  });
});

describe('a tier is the reply’s', () => {
  const price: TokenPrice = {
    ...{ input: 1.25, output: 10, input_cached: 0.125 },
    batch: { input: 0.625, output: 5 },
    tiers: { flex: { input: 0.625, output: 5 }, priority: { input: 2.5, output: 20 } },
  };
  test.each([
    [undefined, 1.25, 0.125],
    ['default', 1.25, 0.125],
    ['standard', 1.25, 0.125],
    ['flex', 0.625, 0.0625],
    ['batch', 0.625, 0.0625],
    ['Priority', 2.5, 0.25],
    ['scale', 1.25, 0.125],
  ])('%s', (service_tier, input, cached) => {
    const rates = ratesOf(price, call({ service_tier }));
    expect([rates.input, rates.input_cached]).toEqual([input, cached]);
  });
  test('and a guess where the price does not know it', () => {
    expect(isTierUnknown(price, { service_tier: 'scale' })).toBe(true);
    expect(isTierUnknown(price, { service_tier: 'flex' })).toBe(false);
    expect(isTierUnknown(price, {})).toBe(false);
    expect(isTierUnknown({ usd_per_hour: 1 }, { service_tier: 'scale' })).toBe(false);
  });
});

test('what a contract takes off is taken off every rate, to a billionth of a dollar', () => {
  const price: TokenPrice = {
    ...{ input: 0.435, output: 0.87, input_cached: 0.003625, discount: 0.15 },
    batch: { input: 0.2175, output: 0.435 },
  };
  expect(ratesOf(price, call())).toMatchObject({ input: 0.36975, output: 0.7395, input_cached: 0.00308125 });
  expect(ratesOf(price, call({ service_tier: 'batch' })).input_cached).toBe(0.001540625);
});

test('a cliff, an hour and a tier together each change the rate as they would alone', () => {
  const price: TokenPrice = {
    ...{ input: 1, output: 4 },
    long_context: { above: 10, input: 2, output: 6 },
    bands: [{ hours: ['12:00-13:00'], input: 3, output: 12 }],
    batch: { input: 0.5, output: 2 },
  };
  expect(pair(price, { input: 11, service_tier: 'batch' })).toEqual([3, 9]);
});

test('where a price is nothing, what takes its place stands for itself', () => {
  const price: TokenPrice = { input: 0, output: 0, long_context: { above: 1, input: 2, output: 3 } };
  expect(ratesOf(price, call())).toMatchObject({ input: 2, output: 3, input_cached: 2 });
});
