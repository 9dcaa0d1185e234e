import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../domain/row.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { anyName, anyScorecard } from '../../testing/any-scorecard.ts';
import { chartedScorecard } from '../../testing/charted.ts';
import { call, row } from '../../testing/records.ts';
import { xmlProblems } from '../../testing/well-formed.ts';
import { blocksOf } from '../table.ts';
import { type ConfusionInput, confusionMatrix } from './confusion-matrix.ts';
import { costBarsOf, costStackOf } from './cost-bars.ts';
import { costStack } from './cost-stack.ts';
import { latencyBars } from './latency-bars.ts';
import { overlaps } from './place-labels.ts';
import { type PricePoint, priceHistory } from './price-history.ts';
import { priceQuality } from './price-quality.ts';
import { qualityDots } from './quality-dots.ts';
import { type Picture, stacked, svgOf } from './svg.ts';
import { textWidth } from './text-width.ts';

const scatterOf = (card: Scorecard): Picture => stacked('Price and quality', blocksOf(card).map(priceQuality));

const PICTURES: readonly (readonly [name: string, draw: (card: Scorecard) => Picture])[] = [
  ['price-quality', scatterOf],
  ['quality-dots', qualityDots],
  ['latency-bars', latencyBars],
  ['cost-stack', costStackOf],
];

const TICKETS: ConfusionInput = {
  title: 'tickets · label: deepseek-v2',
  protocol: '0-shot, generated, label@1',
  labels: ['billing', 'outage', 'account', 'feature', 'abuse', 'other'],
  answers: ['billing', 'outage', 'account', 'feature', 'abuse', 'other', 'unparsed'],
  counts: [
    [61, 2, 9, 0, 0, 3, 1],
    [4, 70, 1, 0, 0, 2, 0],
    [12, 3, 48, 1, 0, 5, 2],
    [0, 1, 2, 33, 0, 9, 0],
    [0, 0, 0, 0, 0, 0, 0],
    [2, 2, 3, 21, 1, 20, 4],
  ],
};

const PRICES: readonly PricePoint[] = [
  { kind: 'low', date: '2023-03-14', usd: 37.5, name: 'openai/gpt-4-8k' },
  { kind: 'low', date: '2023-11-06', usd: 15, name: 'openai/gpt-4-turbo' },
  { kind: 'low', date: '2024-04-18', usd: 0.9, name: 'together/llama-3-70b' },
  { kind: 'low', date: '2024-04-19', usd: 0.64, name: 'groq/llama-3-70b' },
  { kind: 'low', date: '2024-07-18', usd: 0.2625, name: 'openai/gpt-4o-mini' },
  { kind: 'left_out', date: '2025-02-01', usd: 0.1, name: 'somewhere/qwen-2.5-72b' },
  { kind: 'held', date: '2026-11-21', usd: 0.2625, name: 'openai/gpt-4o-mini' },
];

const history = (points = PRICES) =>
  priceHistory({
    title: 'Least price of MMLU 82 %',
    protocol: 'three tokens in for one out',
    points,
    notes: ['A note.'],
  });

describe('every picture is as it was seen by eye', () => {
  const golden = (name: string) => join(import.meta.dirname, '..', 'golden', `${name}.svg`);

  test.each(PICTURES)('%s', async (name, draw) => {
    await expect(svgOf(draw(chartedScorecard()))).toMatchFileSnapshot(golden(name));
  });

  test('confusion-matrix', async () => {
    await expect(svgOf(confusionMatrix(TICKETS))).toMatchFileSnapshot(golden('confusion-matrix'));
  });

  test('price-history', async () => {
    await expect(svgOf(history())).toMatchFileSnapshot(golden('price-history'));
  });
});

/** The values of an attribute in elements of a class. */
function elements(svg: string, name: string, isOf: RegExp): Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name}((?: [\\w:-]+="[^"]*")*)/?>(?:([^<]*)</${name}>)?`, 'g'))]
    .map(([, attributes = '', text = '']) => ({
      ...Object.fromEntries([...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
      text,
    }))
    .filter((element: Record<string, string>) => isOf.test(element['class'] ?? ''));
}

const nameBoxes = (svg: string) =>
  elements(svg, 'text', /^name/).map(({ x, y, text = '' }) => ({
    ...{ x: Number(x), y: Number(y) - 11, width: textWidth(text), height: 14, text },
  }));

describe('price and quality', () => {
  const law = (rows: readonly Row[]) => svgOf(priceQuality({ task: 'law', title: 'law', protocol: '', rows }));
  const priced = (usd: number | null, quality: number, facts: Partial<Row> = {}) =>
    row({ usd_per_1k_tasks: usd, quality: { value: quality, low: null, high: null, n: 10 }, ...facts });

  test('labels never cover each other, with thirty models in one corner', () => {
    const rows = Array.from({ length: 30 }, (_, index) =>
      priced(1 + 0.01 * index, 0.8 + 0.001 * ((index * 17) % 30), { model: `model-of-a-vendor-${index}` }),
    );
    const boxes = nameBoxes(law(rows));
    expect(boxes.length).toBeGreaterThan(10);
    expect(boxes.filter((box, index) => boxes.slice(index + 1).some((other) => overlaps(box, other)))).toEqual([]);
  });

  test('a model whose name has no room has a number, and the key says which', () => {
    const rows = Array.from({ length: 30 }, (_, index) => priced(1, 0.8, { model: `model-of-a-vendor-${index}` }));
    const svg = law(rows);
    for (const { model } of rows) expect(svg).toMatch(new RegExp(`(>|\\d |\\) )${model}( ·|<)`));
  });

  test('ticks of cost are amounts by their logarithm', () => {
    const ticks = elements(law([priced(0.02, 0.7), priced(4000, 0.9)]), 'text', /^soft$/).map(({ text }) => text);
    expect(ticks).toEqual(expect.arrayContaining(['$0.01', '$0.1', '$1', '$10', '$100', '$1,000', '80 %']));
  });

  test('models that cost nothing, and those of unknown cost, have lanes of their own beside the amounts', () => {
    const svg = law([
      priced(0, 0.6, { model: 'free' }),
      priced(2, 0.8, { model: 'priced' }),
      priced(null, 0.7, { model: 'mystery' }),
    ]);
    const walls = elements(svg, 'line', /^wall$/).map(({ x1 }) => Number(x1));
    const [first, second] = walls as [number, number];
    const at = (model: string) => nameBoxes(svg).find(({ text }) => text === model)?.x ?? Number.NaN;
    expect(walls).toHaveLength(2);
    expect(at('free')).toBeLessThan(first);
    expect(at('priced')).toBeGreaterThan(first);
    expect(at('priced')).toBeLessThan(second);
    expect(at('mystery')).toBeGreaterThan(second);
    expect(svg).toContain('>$0<');
    expect(svg).toContain('>cost unknown<');
  });

  test('where nobody has a price, intervals stand side by side around the middle', () => {
    const wide = (value: number) => ({ quality: { value, low: value - 0.2, high: value + 0.1, n: 10 } });
    const svg = law([0.6, 0.7, 0.8].map((value) => priced(0, value, wide(value))));
    const places = elements(svg, 'line', /^pale$/).map(({ x1 }) => Number(x1));
    const [tick] = elements(svg, 'text', /^soft$/).filter(({ text }) => text === '$0');
    const drawn = [...new Set(places)].filter((x) => x > 20).sort((a, b) => a - b);
    expect(drawn).toHaveLength(3);
    expect(drawn[1]).toBeCloseTo(Number(tick?.x), 0);
  });

  test('a near tie has a mark of its own, and the legend no more than what is drawn', () => {
    const [best, near, beaten] = [
      { pareto: true },
      { pareto: false, near_tie: true },
      { pareto: false, near_tie: false },
    ];
    const marks = (svg: string) => elements(svg, 'path', /^(strong|tint|weak)$/).map((mark) => mark['class']);
    const limits = { quality: { value: 0.8, low: 0.7, high: 0.9, n: 10 } };
    const all = law([priced(1, 0.9, best), priced(2, 0.9, near), priced(3, 0.5, { ...beaten, ...limits })]);
    expect(marks(all)).toEqual(['strong', 'tint', 'weak', 'strong', 'tint', 'weak']);
    expect(all).toContain('>~ the intervals leave it open<');
    expect(all).toContain('>95 % interval<');
    const one = law([priced(1, 0.9, best)]);
    expect(marks(one)).toEqual(['strong', 'strong']);
    expect(one).not.toContain('95 % interval');
  });

  test('a legend of all marks stays within the picture', () => {
    const limits = { quality: { value: 0.8, low: 0.7, high: 0.9, n: 10 } };
    const svg = law([
      priced(1, 0.8, { ...limits, pareto: true }),
      ...[true, false].map((near_tie) => priced(2, 0.7, { pareto: false, near_tie })),
      priced(null, 0.6, { pareto: null }),
    ]);
    const ends = elements(svg, 'text', /small/).map(({ x, text = '' }) => Number(x) + textWidth(text));
    expect(ends).toHaveLength(5);
    expect(Math.max(...ends)).toBeLessThan(760 - 16);
  });

  test('the frontier goes in steps, from the cheapest on', () => {
    const svg = law([
      priced(1, 0.6, { pareto: true }),
      priced(5, 0.9, { pareto: true }),
      priced(5, 0.7, { pareto: false }),
    ]);
    expect(elements(svg, 'path', /^frontier$/).map(({ d }) => d)).toEqual([
      expect.stringMatching(/^M[\d.]+,[\d.]+L[\d.]+,[\d.]+L[\d.]+,[\d.]+$/),
    ]);
  });

  test('whiskers stay within the plot, however far a limit lies', () => {
    const wide = { usd_per_1k_low: -3, usd_per_1k_high: 1e9, quality: { value: 0.8, low: -0.2, high: 1.4, n: 3 } };
    const whiskers = elements(law([priced(1, 0.8, { ...wide, pareto: true })]), 'line', /^whisker$/);
    expect(whiskers).toHaveLength(2);
    for (const { x1, x2, y1, y2 } of whiskers) {
      for (const x of [x1, x2].map(Number)) expect(x >= 62 && x <= 730).toBe(true);
      for (const y of [y1, y2].map(Number)) expect(y >= 76 && y <= 436).toBe(true);
    }
  });

  test('no text leaves the picture', () => {
    const svg = law([priced(1.1e-7, 0.2, { model: 'a' }), priced(8e-7, 0.9, { model: 'b'.repeat(80) })]);
    for (const { x, text = '', 'text-anchor': anchor } of elements(svg, 'text', /./)) {
      const left = Number(x) - textWidth(text) * (anchor === 'middle' ? 0.5 : anchor === 'end' ? 1 : 0);
      expect([text, left >= 0, left + textWidth(text) <= 760]).toEqual([text, true, true]);
    }
  });

  test('a model without a quality is named below', () => {
    expect(law([priced(1, 0.8), row({ model: 'late' })])).toContain('Without a quality, so not drawn: late.');
  });

  test('whoever does not see it is told every figure', () => {
    const seen = priced(2, 0.8, { model: 'seen', pareto: true, usd_per_1k_low: 1.5, usd_per_1k_high: 2.5 });
    expect(priceQuality({ task: 't', title: 't', protocol: '', rows: [seen] }).description).toBe(
      'seen: 80.0 % [–], n 10, $2.00 [1.50–2.50] per 1,000 tasks, on the frontier.',
    );
  });
});

describe('cost', () => {
  test('by tries: answers, those that failed, and judges', async () => {
    async function* calls() {
      yield call({ model: 'a', cost: { femtoUsd: 2_000_000_000_000_000n, estimated: false } });
      yield call({ model: 'a', failure: 'timeout', cost: { femtoUsd: 500_000_000_000_000n, estimated: true } });
      yield call({ model: 'j', role: 'judge', cost: { femtoUsd: null, estimated: false } });
    }
    const bars = await costBarsOf(calls());
    expect(bars).toEqual([
      {
        name: 'a',
        parts: [
          { kind: 'answers', usd: 2 },
          { kind: 'failed tries', usd: 0.5 },
        ],
        isEstimated: true,
      },
      { name: 'j (judge)', parts: [{ kind: 'judging', usd: null }], isEstimated: false },
    ]);
    const { description, body } = costStack({ title: 'Cost', protocol: '', bars, notes: [] });
    expect(description).toBe('a: ~$2.50 (answers $2.00, failed tries $0.500). j (judge): unknown (judging unknown).');
    expect(body).toContain('failed tries');
  });

  test('of the scorecard says what it does not know', () => {
    const { body, description } = costStackOf(chartedScorecard());
    expect(body).toContain('what failed tries cost of it is not told apart here');
    expect(description).toContain('house-model: unknown');
    expect(description).toContain('gpt-4o (judge): $3.10 (judging $3.10).');
  });
});

describe('a price history', () => {
  const corners = (points: readonly PricePoint[]) =>
    elements(history(points).body, 'path', /^frontier$/).map(({ d = '' }) => d.split('L').length);
  const low = { kind: 'low', date: '2024-05-13', usd: 5, name: 'a' } as const;
  const lower = { kind: 'low', date: '2025-05-13', usd: 2, name: 'b' } as const;
  const held = { kind: 'held', date: '2026-11-21', usd: 2, name: 'b' } as const;

  test('goes on to the last day while the last low holds', () => {
    expect(corners([low, lower, held])[0]).toBeGreaterThan(corners([low, lower])[0] ?? 0);
  });

  test('and ends where it holds no more, or where a source is unsure', () => {
    expect(corners([low, lower, { ...held, usd: 3 }])).toEqual(corners([low, lower]));
    expect(corners([low, lower, { ...held, kind: 'left_out' }])).toEqual(corners([low, lower]));
  });
});

test('a long note stands below a picture in several lines, and an endless one does not push it away', () => {
  const noted = (note: string) => priceHistory({ title: 't', protocol: '', points: PRICES, notes: [note, 'the next'] });
  const linesOf = (note: string) =>
    elements(noted(note).body, 'text', /^soft$/)
      .map(({ text = '' }) => text)
      .filter((text) => text.includes('word'));
  const long = Array.from({ length: 30 }, (_, index) => `word${index}`).join(' ');
  expect(linesOf(long).join(' ')).toBe(long);
  expect(linesOf(long).length).toBeGreaterThan(1);
  expect(noted(long).height).toBeGreaterThan(noted('short').height);
  expect(linesOf('word '.repeat(1e6))).toHaveLength(3);
});

describe('a confusion matrix', () => {
  test('tells its lines in words', () => {
    expect(confusionMatrix(TICKETS).description).toContain('feature: outage 1, account 2, feature 33, other 9.');
    expect(confusionMatrix(TICKETS).description).toContain('abuse: never asked.');
  });

  test('of too many labels is not drawn', () => {
    const labels = Array.from({ length: 41 }, (_, index) => `label ${index}`);
    const { body } = confusionMatrix({
      ...TICKETS,
      labels,
      answers: labels,
      counts: labels.map(() => labels.map(() => 1)),
    });
    expect(body).toContain('41 labels and 41 kinds of answers: too many to draw.');
  });
});

/** What no picture may hold. */
function expectSound(svg: string): void {
  expect(xmlProblems(svg)).toEqual([]);
  const attributes = svg.replace(/<(title|desc|text|style)[^<]*<\/\1>/g, '');
  expect(attributes).not.toMatch(/NaN|Infinity|undefined|null|="-?\d+(\.\d+)?e/);
  expect(svg).not.toMatch(/<script|\son\w+=|href|url\(|<image|<foreignObject/i);
  expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*><title>[^<]*<\/title><desc>/);
}

describe('whatever the figures and the names', () => {
  test.each(PICTURES)('%s is well-formed, and made of numbers', (_, draw) =>
    fc.assert(
      fc.property(anyScorecard, (card) => {
        const svg = svgOf(draw(card));
        expectSound(svg);
        expect(svgOf(draw(card))).toBe(svg);
      }),
      { numRuns: 60 },
    ),
  );

  test('a price history too', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            kind: fc.constantFrom('low', 'left_out', 'held'),
            date: fc
              .integer({ min: 0, max: 3000 })
              .map((day) => new Date(1.6e12 + day * 864e5).toISOString().slice(0, 10)),
            ...{ usd: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), name: anyName },
          }),
          { minLength: 1, maxLength: 20 },
        ),
        (points) => expectSound(svgOf(history(points))),
      ),
      { numRuns: 60 },
    ));

  test('a confusion matrix too', () =>
    fc.assert(
      fc.property(
        fc.array(anyName, { maxLength: 12 }),
        fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
        (labels, counts) =>
          expectSound(
            svgOf(confusionMatrix({ ...TICKETS, labels, answers: labels, counts: labels.map(() => counts) })),
          ),
      ),
      { numRuns: 60 },
    ));
});
