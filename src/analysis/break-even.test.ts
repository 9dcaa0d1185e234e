import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { samplesNeeded } from '../stats/samples-needed.ts';
import { breakEvenOf } from './break-even.ts';

/** What it changes on one sample to ask another model. */
interface Swap {
  readonly saved_usd: number;
  readonly lost: number;
  readonly cluster?: string;
}

/** Both right or both wrong, only the candidate right, only the incumbent. */
interface Table {
  readonly same: number;
  readonly candidateOnly: number;
  readonly incumbentOnly: number;
}

const lostIn = ({ same, candidateOnly, incumbentOnly }: Table): number[] => [
  ...Array<number>(same).fill(0),
  ...Array<number>(candidateOnly).fill(-1),
  ...Array<number>(incumbentOnly).fill(1),
];

/** Each sample saves the same. */
const swaps = (table: Table, saved_usd: number): Swap[] => lostIn(table).map((lost) => ({ saved_usd, lost }));

const inColumns = (swaps: readonly Swap[]) => ({
  saved_usd: new Float64Array(swaps.map(({ saved_usd }) => saved_usd)),
  lost: new Float64Array(swaps.map(({ lost }) => lost)),
  clusters: swaps.map(({ cluster }) => cluster),
});

const breakEven = (of: readonly Swap[], error_cost_usd: number | null = null, binary = true) =>
  breakEvenOf(inColumns(of), { binary, error_cost_usd, random: seededRandom('test') });

/** USD of 1,000 tokens in and 300 out, at USD per 1M tokens. */
const call = (input: number, output: number): number => (1000 * input + 300 * output) / 1e6;

const GPT4_TURBO_TO_LLAMA = call(10, 30) - call(0.59, 0.79);
const WORSE: Table = { same: 842, candidateOnly: 50, incumbentOnly: 108 };

describe('published pairs, 1,000 tokens in and 300 out', () => {
  test('GPT-4 Turbo to Llama 3 70B, 86.7 and 80.9 of 100 right', () => {
    const found = breakEven(swaps(WORSE, GPT4_TURBO_TO_LLAMA));
    expect(found.verdict).toBe('pays_below');
    expect(found.usd_saved_per_1k.value?.toFixed(2)).toBe('18.17');
    expect(found.wrong_per_1k).toMatchObject({ value: expect.closeTo(58, 9), n: 1000 });
    expect(found.usd_per_error.value?.toFixed(2)).toBe('0.31');
  });

  test('Claude 3 Opus to DeepSeek-V2, 86.8 and 77.8 of 100 right', () => {
    const table = { same: 810, candidateOnly: 50, incumbentOnly: 140 };
    const found = breakEven(swaps(table, call(15, 75) - call(0.14, 0.28)));
    expect(found.usd_saved_per_1k.value?.toFixed(2)).toBe('37.28');
    expect(found.usd_per_error.value?.toFixed(2)).toBe('0.41');
  });
});

describe('where a saving is the same everywhere, the interval is that of the errors turned over', () => {
  test('above 5,000 samples the normal one', () => {
    const table = { same: 8420, candidateOnly: 500, incumbentOnly: 1080 };
    const { usd_per_error } = breakEven(swaps(table, 0.01));
    const [n, d] = [10_000, 0.058];
    const half = 1.959964 * Math.sqrt((0.158 - d ** 2) / (n - 1));
    expect(usd_per_error.low).toBeCloseTo(0.01 / (d + half), 6);
    expect(usd_per_error.high).toBeCloseTo(0.01 / (d - half), 6);
  });
  test('and drawn below, about the same', () => {
    const { usd_per_error } = breakEven(swaps(WORSE, 0.01));
    const half = 1.96 * Math.sqrt((0.158 - 0.058 ** 2) / 999);
    expect((usd_per_error.low ?? 0) / (0.01 / (0.058 + half))).toBeCloseTo(1, 1);
    expect((usd_per_error.high ?? 0) / (0.01 / (0.058 - half))).toBeCloseTo(1, 1);
  });
});

describe('what is said of a swap', () => {
  const better: Table = { same: 842, candidateOnly: 108, incumbentOnly: 50 };
  const alike: Table = { same: 860, candidateOnly: 68, incumbentOnly: 72 };
  const of = (table: Table, saved: number, errorCost: number | null = null) =>
    breakEven(swaps(table, saved), errorCost);

  test('cheaper and better: it pays at any cost', () => {
    expect(of(better, 0.01, 1000)).toMatchObject({ verdict: 'dominates', usd_per_error: { value: null }, pays: true });
  });
  test('dearer and worse: it never pays', () => {
    expect(of(WORSE, -0.01, 0)).toMatchObject({ verdict: 'dominated', usd_per_error: { low: null }, pays: false });
  });
  test('dearer and better: it pays from a cost on', () => {
    expect(of(better, -0.01)).toMatchObject({
      verdict: 'pays_above',
      usd_per_error: { value: expect.closeTo(0.01 / 0.058, 9), low: expect.any(Number), high: expect.any(Number) },
    });
  });
  test('cheaper and worse: it pays below the interval, not above it, and within it nobody can tell', () => {
    const { low, high } = of(WORSE, 0.01).usd_per_error as { low: number; high: number };
    const pays = [low * 0.99, low, (low + high) / 2, high * 1.01].map((cost) => of(WORSE, 0.01, cost).pays);
    expect(pays).toEqual([true, null, null, false]);
  });
  test('dearer and better: the other way round', () => {
    const { low, high } = of(better, -0.01).usd_per_error as { low: number; high: number };
    expect([low * 0.99, high * 1.01].map((cost) => of(better, -0.01, cost).pays)).toEqual([false, true]);
  });
  test('where quality cannot be told apart there is a least, and how many samples might tell', () => {
    const found = of(alike, 0.01, 0.01);
    expect(found).toMatchObject({ verdict: 'unclear', usd_per_error: { value: null, high: null }, pays: true });
    expect(found.usd_per_error.low).toBeGreaterThan(0.2);
    expect(found.samples_needed).toBe(Math.ceil(samplesNeeded(lostIn(alike)) ?? 0));
    expect(of(alike, 0.01, 1000).pays).toBeNull();
  });
  test('where no sample tells them apart, too', () => {
    const found = of({ same: 40, candidateOnly: 0, incumbentOnly: 0 }, 0.01);
    expect(found).toMatchObject({ verdict: 'unclear', samples_needed: null });
    expect(found.usd_per_error.low).toBeCloseTo((0.01 * (40 + 1.959964 ** 2)) / 1.959964 ** 2, 6);
  });
  test('but not for scores that are not right or wrong', () => {
    const same = swaps({ same: 40, candidateOnly: 0, incumbentOnly: 0 }, 0.01);
    expect(breakEven(same, null, false).usd_per_error.low).toBeNull();
  });
  test('where it cannot be told which is cheaper, nothing more', () => {
    const mixed = swaps(WORSE, 0.01).map((swap, at) => ({ ...swap, saved_usd: at % 2 === 0 ? 0.01 : -0.01 }));
    expect(breakEven(mixed, 0)).toMatchObject({
      ...{
        verdict: 'unclear',
        usd_per_error: { value: null, low: null, high: null },
        samples_needed: null,
        pays: null,
      },
    });
  });
  test('of one sample nothing', () => {
    expect(of({ same: 0, candidateOnly: 0, incumbentOnly: 1 }, 0.01)).toMatchObject({
      ...{ verdict: 'unclear', usd_per_error: { value: null, low: null, high: null } },
    });
  });
});

test('limits lie around the figure, and none is infinite', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ saved_usd: fc.double({ min: -1, max: 3, noNaN: true }), lost: fc.constantFrom(-1, 0, 1) }), {
        maxLength: 30,
      }),
      (samples) => {
        const { usd_per_error: cost, verdict } = breakEven(samples);
        for (const limit of [cost.value, cost.low, cost.high])
          if (limit !== null) expect(Number.isFinite(limit)).toBe(true);
        if (cost.value !== null && cost.low !== null) expect(cost.low).toBeLessThanOrEqual(cost.value * (1 + 1e-9));
        if (cost.high !== null) expect(cost.high).toBeGreaterThanOrEqual((cost.value ?? 0) * (1 - 1e-9));
        if (verdict.startsWith('pays')) expect(cost.value).toBeGreaterThan(0);
      },
    ),
    { numRuns: 40 },
  ));

describe('samples that share a source', () => {
  const alone = swaps({ same: 80, candidateOnly: 4, incumbentOnly: 16 }, 0.01);
  const shared = (of: readonly Swap[], size: number): Swap[] =>
    of.flatMap((swap, source) => Array.from({ length: size }, () => ({ ...swap, cluster: String(source) })));

  test('tell little more than one of each: five times as many narrow the interval hardly at all', () => {
    const [one, five] = [breakEven(alone), breakEven(shared(alone, 5))];
    const width = ({ low, high }: { low: number | null; high: number | null }) => (high as number) - (low as number);
    expect(five.usd_per_error.value).toBeCloseTo(one.usd_per_error.value as number, 12);
    expect(width(five.wrong_per_1k) / width(one.wrong_per_1k)).toBeGreaterThan(0.97);
    expect(five.wrong_per_1k.n).toBe(500);
  });

  test('of two sources say next to nothing, however alike these are', () => {
    const two = swaps({ same: 14, candidateOnly: 0, incumbentOnly: 16 }, 0.01).map((swap, index) => ({
      ...swap,
      cluster: String(index % 2 === 0 || index > 27),
    }));
    const { low, high } = breakEven(two).wrong_per_1k;
    expect((high as number) - (low as number)).toBeGreaterThan(500);
  });

  test('count as samples in what is needed', () => {
    const few = alone.slice(0, 90);
    const [one, five] = [breakEven(few), breakEven(shared(few, 5))];
    expect(five.samples_needed as number).toBeCloseTo(5 * (one.samples_needed as number), -1);
  });

  test('and are no surer where no sample tells two models apart', () => {
    const same = swaps({ same: 40, candidateOnly: 0, incumbentOnly: 0 }, 0.01);
    expect(breakEven(shared(same, 5)).usd_per_error).toEqual(breakEven(same).usd_per_error);
  });
});
