import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attempt, Usage } from '../domain/outcome.ts';
import type { Price, TokenPrice } from '../domain/price.ts';
import { seededRandom } from '../lib/random.ts';
import { answered, failed, usage } from '../testing/records.ts';
import { costOf, costOfTry, picoToReserve, spentOn, triesOf } from './cost.ts';

const GPT4O: Price = { input: 2.5, output: 10, input_cached: 1.25 };
const SONNET: Price = { input: 3, output: 15, input_cached: 0.3, input_cache_write: 3.75 };

const usd = (outcome: Parameters<typeof costOf>[0], price?: Price) => {
  const { picoUsd } = costOf(outcome, price);
  return picoUsd === null ? null : picoUsd / 1e12;
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
      'cached input as plain input, where it has no rate',
      usage({ input: 400, input_cached: 600 }),
      { input: 2.5, output: 10 },
      0.0025,
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
    ['a millionth of a dollar per million tokens', usage({ input: 1 }), { input: 0.000001, output: 0 }, 1e-12],
    ['nothing at a price of nothing', usage({ input: 5, output: 5 }), { input: 0, output: 0 }, 0],
  ])('%s', (_, usage, price, expected) => {
    expect(usd(answered({ usage }), price)).toBe(expected);
    expect(costOf(answered({ usage }), price).estimated).toBe(false);
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
    expect(costOf(failed('busy', { attempts: [busy, busy] }), GPT4O)).toEqual({ picoUsd: 0, estimated: false });
    expect(usd(answered({ usage: usage({ output: 1 }), attempts: [busy, { status: 200 }] }), GPT4O)).toBe(0.00001);
  });
  test('are booked at their reservation where they may be billed, and marked', () => {
    expect(costOf(failed('timeout', { attempts: [cut] }), GPT4O)).toEqual({ picoUsd: 10_250_000_000, estimated: true });
    const later = answered({ usage: usage({ output: 100 }), attempts: [cut, { status: 200 }] });
    expect(costOf(later, GPT4O)).toEqual({ picoUsd: 11_250_000_000, estimated: true });
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
    expect(costOf(answered({ usage: null, attempts }), GPT4O)).toEqual({ picoUsd: 350_000_000, estimated: true });
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
    { picoUsd: 0, estimated: false },
    { picoUsd: 517_500_000, estimated: true },
    { picoUsd: 47_500_000, estimated: false },
  ]);
  expect(costOf(outcome, GPT4O)).toEqual({ picoUsd: 565_000_000, estimated: true });
});

describe('sums are exact', () => {
  const RATES = ['input', 'input_cached', 'input_cache_write', 'output'] as const;

  /** Picodollars by whole numbers alone: rates are given as millionths of a dollar per million tokens. */
  const exact = (tokens: Usage, micro: Readonly<Record<(typeof RATES)[number], number>>): bigint =>
    RATES.reduce((sum, kind) => sum + BigInt(tokens[kind]) * BigInt(micro[kind]), 0n);

  const priceOf = (micro: Readonly<Record<(typeof RATES)[number], number>>) =>
    Object.fromEntries(RATES.map((kind) => [kind, Number(`${micro[kind]}e-6`)])) as unknown as TokenPrice;

  test('for any call, at prices of six decimals', () => {
    const rate = fc.nat(200_000_000);
    const tokens = fc.nat(1_000_000);
    const usages = fc.record({ input: tokens, input_cached: tokens, input_cache_write: tokens, output: tokens });
    const rates = fc.record({ input: rate, input_cached: rate, input_cache_write: rate, output: rate });
    fc.assert(
      fc.property(usages, rates, (counts, micro) => {
        const { picoUsd } = costOf(answered({ usage: usage(counts) }), priceOf(micro));
        expect(BigInt(picoUsd as number)).toBe(exact(usage(counts), micro));
      }),
    );
  });

  test('over 100,000 calls', () => {
    const random = seededRandom('sums');
    const below = (most: number) => Math.floor(random() * most);
    const models = Array.from({ length: 50 }, () => {
      const micro = { input: below(3e6), input_cached: below(3e5), input_cache_write: below(4e6), output: below(15e6) };
      return { micro, price: priceOf(micro) };
    });
    const one = answered();
    let [sum, expected] = [0, 0n];
    for (let index = 0; index < 100_000; index++) {
      const { micro, price } = models[index % models.length] as (typeof models)[number];
      const counts = usage({ input: below(4e3), input_cached: below(2e3), output: below(1e3) });
      sum += costOf({ ...one, usage: counts }, price).picoUsd as number;
      expected += exact(counts, micro);
    }
    expect(BigInt(sum)).toBe(expected);
    expect(expected).toBeGreaterThan(10n ** 14n);
  });
});

const spec = (price: Price, model = 'openai/m') => ({ model, price });

test('an answer that was there before costs its list price and is not paid for again', () => {
  const answer = answered({ usage: usage({ input: 10 }), reused_from: 'other' });
  expect(usd(answer, GPT4O)).toBe(0.000025);
  expect(spentOn(answer, spec(GPT4O))).toEqual({ picoUsd: 0, estimated: false });
  expect(spentOn(answered({ cost_usd: 1 }), spec(GPT4O, 'recorded/old')).picoUsd).toBe(0);
  expect(spentOn(answered({ usage: usage({ input: 10 }) }), spec(GPT4O)).picoUsd).toBe(25_000_000);
});

test('before a try its tokens are set aside, or its time where that is what is paid for; nothing for what was recorded', () => {
  const tokens = { input: 100, output: 10 };
  expect(picoToReserve(tokens, 120, spec(GPT4O))).toBe(350_000_000);
  expect(picoToReserve(tokens, 3600, spec({ usd_per_hour: 2 }))).toBe(2e12);
  expect(picoToReserve(tokens, 120, spec(GPT4O, 'recorded/old'))).toBe(0);
});
