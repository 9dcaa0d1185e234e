import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromUsd, toUsd } from '../domain/money.ts';
import type { Attempt, Usage } from '../domain/outcome.ts';
import type { Price, TokenPrice } from '../domain/price.ts';
import { seededRandom } from '../lib/random.ts';
import { answered, failed, usage } from '../testing/records.ts';
import { costOf, costOfTry, picoToReserve, spentOn, triesOf } from './cost.ts';

const GPT4O: Price = { input: 2.5, output: 10, input_cached: 1.25 };
const SONNET: Price = { input: 3, output: 15, input_cached: 0.3, input_cache_write: 3.75 };

const usd = (outcome: Parameters<typeof costOf>[0], price?: Price) => {
  const { femtoUsd } = costOf(outcome, price);
  return femtoUsd === null ? null : toUsd(femtoUsd);
};

describe('an answer costs its tokens at their rates', () => {
  test.each<[string, Usage, Price, number]>([
    ['input and output', usage({ input: 412, output: 96 }), { input: 0.14, output: 0.28 }, 0.00008456],
    ['cached input at its own rate', usage({ input: 400, input_cached: 600, output: 200 }), GPT4O, 0.00375],
    [
      'cache writes at theirs',
      usage({ input: 10, input_cached: 20, input_cache_write: 30, output: 40 }),
      SONNET,
      0.0007485,
    ],
    [
      'writes to an hour’s cache at their own rate',
      usage({ input_cache_write_1h: 10 }),
      { ...SONNET, input_cache_write_1h: 6 },
      0.00006,
    ],
    [
      'writes to an hour’s cache as to the short one, where they have no rate',
      usage({ input_cache_write_1h: 10 }),
      SONNET,
      0.0000375,
    ],
    ['reasoning inside output, not beside it', usage({ output: 100, reasoning: 90 }), GPT4O, 0.001],
    ['a billionth of a dollar per million tokens', usage({ input: 1 }), { input: 0.000000001, output: 0 }, 1e-15],
    [
      'a rate of seven decimals',
      usage({ input_cached: 10 }),
      { input: 1, output: 0, input_cached: 0.0036251 },
      3.6251e-8,
    ],
    ['nothing at a price of nothing', usage({ input: 5, output: 5 }), { input: 0, output: 0 }, 0],
  ])('%s', (_, usage, price, expected) => {
    expect(usd(answered({ usage }), price)).toBe(expected);
    expect(costOf(answered({ usage }), price).estimated).toBe(false);
  });

  test('cached input as plain input where it has no rate: an upper bound, and marked', () => {
    const call = answered({ usage: usage({ input: 400, input_cached: 600 }) });
    expect(costOf(call, { input: 2.5, output: 10 })).toEqual({ femtoUsd: fromUsd(0.0025), estimated: true });
    expect(costOf(call, { input: 0, output: 10 })).toEqual({ femtoUsd: 0n, estimated: false });
  });
});

describe('what runs here costs its time', () => {
  test('of the answer, at the price of an hour', () => {
    expect(usd(answered({ usage: null, latency_ms: 1800 }), { usd_per_hour: 2 })).toBe(0.001);
  });
  test('of a failed try too', () => {
    const attempts = [{ failure: 'crashed', took_ms: 3600 }, {}] as const;
    expect(usd(answered({ latency_ms: 3600, attempts }), { usd_per_hour: 1 })).toBe(0.002);
  });
  test('and nothing for a try that never ran', () => {
    expect(usd(failed('crashed'), { usd_per_hour: 1 })).toBe(0);
  });
  test('an answer of unknown time has an unknown cost', () => {
    expect(usd(answered({ latency_ms: null }), { usd_per_hour: 1 })).toBeNull();
  });
});

describe('tries without an answer', () => {
  const busy: Attempt = { failure: 'busy', status: 429, waited_ms: 1200 };
  const cut: Attempt = { failure: 'timeout', reserved: { input: 100, output: 1000 } };

  test('are free where the vendor said no', () => {
    expect(costOf(failed('busy', { attempts: [busy, busy] }), GPT4O)).toEqual({ femtoUsd: 0n, estimated: false });
    expect(usd(answered({ usage: usage({ output: 1 }), attempts: [busy, { status: 200 }] }), GPT4O)).toBe(0.00001);
  });
  test('are booked at their reservation where they may be billed, and marked', () => {
    expect(costOf(failed('timeout', { attempts: [cut] }), GPT4O)).toEqual({
      femtoUsd: 10_250_000_000_000n,
      estimated: true,
    });
    const later = answered({ usage: usage({ output: 100 }), attempts: [cut, { status: 200 }] });
    expect(costOf(later, GPT4O)).toEqual({ femtoUsd: 11_250_000_000_000n, estimated: true });
  });
  test('are free without a price where nothing was sent, unknown where it may be billed', () => {
    expect(usd(failed('busy', { attempts: [busy] }))).toBe(0);
    expect(usd(failed('timeout', { attempts: [cut] }))).toBeNull();
    expect(usd(failed('crashed', { attempts: [{ failure: 'crashed', took_ms: 5 }] }))).toBeNull();
  });
});

describe('what cannot be known is null', () => {
  test('an answer without a price', () => expect(usd(answered())).toBeNull());
  test('an answer without a count of tokens', () => expect(usd(answered({ usage: null }), GPT4O)).toBeNull());
  test('unless what it was booked at stands for it', () => {
    const attempts = [{ status: 200, reserved: { input: 100, output: 10 } }];
    expect(costOf(answered({ usage: null, attempts }), GPT4O)).toEqual({ femtoUsd: 350_000_000_000n, estimated: true });
  });
  test('a call with one unknown try', () => {
    expect(usd(answered({ usage: null, attempts: [{ failure: 'busy' }, { status: 200 }] }), GPT4O)).toBeNull();
  });
});

describe('a recorded cost', () => {
  test('counts as it stands, whatever the price', () => {
    expect(usd(answered({ cost_usd: 0.0123, attempts: [] }), GPT4O)).toBe(0.0123);
    expect(usd(answered({ cost_usd: 0.0123, attempts: [] }))).toBe(0.0123);
    expect(usd(answered({ cost_usd: 0, attempts: [] }))).toBe(0);
  });
});

test('a call costs the sum of its tries', () => {
  const outcome = answered({
    usage: usage({ input: 7, output: 3 }),
    attempts: [{ failure: 'busy' }, { failure: 'timeout', reserved: { input: 7, output: 50 } }, { status: 200 }],
  });
  const tries = triesOf(outcome).map((attempt, index) => costOfTry(outcome, attempt, index === 2, GPT4O));
  expect(tries).toEqual([
    { femtoUsd: 0n, estimated: false },
    { femtoUsd: 517_500_000_000n, estimated: true },
    { femtoUsd: 47_500_000_000n, estimated: false },
  ]);
  expect(costOf(outcome, GPT4O)).toEqual({ femtoUsd: 565_000_000_000n, estimated: true });
});

describe('sums are exact', () => {
  const RATES = ['input', 'input_cached', 'input_cache_write', 'input_cache_write_1h', 'output'] as const;
  type Nano = Readonly<Record<(typeof RATES)[number], number>>;

  /** Femtodollars by whole numbers alone: rates are given as billionths of a dollar per million tokens. */
  const exact = (tokens: Usage, nano: Nano): bigint =>
    RATES.reduce((sum, kind) => sum + BigInt(tokens[kind] ?? 0) * BigInt(nano[kind]), 0n);

  const priceOf = (nano: Nano) =>
    Object.fromEntries(RATES.map((kind) => [kind, Number(`${nano[kind]}e-9`)])) as unknown as TokenPrice;

  test('for any call, at prices of nine decimals', () => {
    const rate = fc.maxSafeNat().map((n) => n % 200_000_000_000);
    const tokens = fc.nat(10_000_000);
    const each = <T>(value: fc.Arbitrary<T>) =>
      fc.record({
        input: value,
        input_cached: value,
        input_cache_write: value,
        input_cache_write_1h: value,
        output: value,
      });
    fc.assert(
      fc.property(each(tokens), each(rate), (counts, nano) => {
        expect(costOf(answered({ usage: usage(counts) }), priceOf(nano)).femtoUsd).toBe(exact(usage(counts), nano));
      }),
    );
  });

  test('over 100,000 calls of any size, with cliffs, bands, tiers and discounts, as by fractions', () => {
    const random = seededRandom('sums');
    const below = (most: number) => BigInt(Math.floor(random() * most));
    const one = answered();
    let [sum, expected] = [0n, 0n];
    for (let index = 0; index < 100_000; index++) {
      const counts = { input: below(4e3), input_cached: below(2e3), output: below(1e3) };
      const rates = { input: 1000n * below(3e3), input_cached: 1000n * below(300), output: 1000n * below(15e3) };
      const [long, peak, batch] = [random() < 0.3, random() < 0.3, random() < 0.3];
      const price: TokenPrice = {
        ...nanoPrice(rates, 1n, 1n),
        long_context: { above: long ? 0 : 1e9, ...nanoPrice(rates, 2n, 1n) },
        bands: [{ hours: [peak ? '19:00-20:00' : '20:00-19:00'], ...nanoPrice(rates, 4n, 1n) }],
        batch: nanoPrice(rates, 1n, 2n),
        discount: 0.15,
      };
      const call = { ...one, usage: usage(numbers(counts)), ...(batch && { service_tier: 'batch' }) };
      sum += costOf(call, price).femtoUsd as bigint;
      const plain = (Object.keys(counts) as (keyof typeof counts)[]).reduce(
        (all, kind) => all + counts[kind] * rates[kind],
        0n,
      );
      expected += (plain * (long ? 2n : 1n) * (peak ? 4n : 1n) * 85n) / (batch ? 200n : 100n);
    }
    expect(sum).toBe(expected);
    expect(expected).toBeGreaterThan(10n ** 15n);
  });

  const numbers = (counts: Readonly<Record<string, bigint>>) =>
    Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, Number(count)]));

  const nanoPrice = (rates: Readonly<Record<string, bigint>>, times: bigint, by: bigint) =>
    Object.fromEntries(
      Object.entries(rates).map(([kind, nano]) => [kind, Number(`${nano * times}e-9`) / Number(by)]),
    ) as unknown as TokenPrice;
});

const bill = (price: Price, model = 'openai/m') => ({ model, price });

test('an answer that was there before costs its list price and is not paid for again', () => {
  const answer = answered({ usage: usage({ input: 10 }), reused_from: 'other' });
  expect(usd(answer, GPT4O)).toBe(0.000025);
  expect(spentOn(answer, bill(GPT4O))).toEqual({ femtoUsd: 0n, estimated: false });
  expect(spentOn(answered({ cost_usd: 1 }), bill(GPT4O, 'recorded/old')).femtoUsd).toBe(0n);
  expect(spentOn(answered({ usage: usage({ input: 10 }) }), bill(GPT4O)).femtoUsd).toBe(25_000_000_000n);
});

test('before a try its tokens are set aside, or its time where that is what is paid for; nothing for what was recorded', () => {
  const reserved = { input: 100, output: 10 };
  const { started_at } = answered();
  expect(picoToReserve({ reserved, seconds: 120, started_at, bill: bill(GPT4O) })).toBe(350_000_000);
  expect(picoToReserve({ reserved, seconds: 3600, started_at, bill: bill({ usd_per_hour: 2 }) })).toBe(2e12);
  expect(picoToReserve({ reserved, seconds: 120, started_at, bill: bill(GPT4O, 'recorded/old') })).toBe(0);
});
