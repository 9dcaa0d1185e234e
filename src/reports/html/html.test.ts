import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { AnsweredSample } from '../../domain/answered-sample.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { collect } from '../../testing/collect.ts';
import { failed, maxDrop, onTask, row, scorecard, taskFacts, verdict } from '../../testing/records.ts';
import { answeredSample, answerOf, dataOf } from '../../testing/report-page.ts';
import { html } from './html.ts';
import { sampleData } from './sample-data.ts';

async function* streamed<T>(items: readonly T[]) {
  yield* items;
}

const page = async (card: Scorecard, samples: readonly AnsweredSample[] = []) =>
  (
    await collect(
      html.write({ scorecard: card, calls: () => streamed([]), answered: () => streamed(samples), colour: false }),
    )
  ).join('');

const quality = { value: 0.5, low: 0.2, high: 0.8, n: 6 };

/** Two models, one of which was cheaper and lost a sample. */
const swap = scorecard({
  models: ['dear', 'cheap'],
  tasks: [taskFacts({ samples: 2 })],
  rows: [
    row({ model: 'dear', quality: { ...quality, value: 1 }, usd_per_1k_tasks: 6.45, asked: 2, pareto: true }),
    row({ model: 'cheap', quality, usd_per_1k_tasks: 0.1, asked: 2, pareto: false }),
  ],
  verdicts: [verdict({ ruling: 'fail', counts_as: 'fail', tasks: [onTask('t', 'fail', maxDrop({ ruling: 'fail' }))] })],
});

const swapped: readonly AnsweredSample[] = [
  answeredSample({ sample: 'one', group: 'g' }, [
    answerOf({ model: 'dear', latency_ms: 12 }),
    answerOf({ model: 'cheap', answer: 'no' }, { value: 0, explanation: 'not equal' }),
  ]),
  answeredSample({ sample: 'two' }, [
    answerOf({ model: 'dear', epoch: 1 }),
    { outcome: failed('timeout', { model: 'cheap' }), scores: [], cost: { femtoUsd: null, estimated: false } },
  ]),
];

const scriptOf = (text: string): string => /<script>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';

describe('the page', () => {
  test('is as it was read last, its program, style and packed data apart', async () => {
    const written = await page(swap, swapped);
    const text = written
      .replace(scriptOf(written), '…')
      .replace(/<style>[\s\S]*?<\/style>/g, '<style>…</style>')
      .replace(/sha256-[^']+/, 'sha256-…')
      .replace(/(class="(?:page|index)">)[^<]+/g, '$1…')
      .replace(/<svg[\s\S]*?<\/svg>/g, '<svg>…</svg>');
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../golden/report.html.txt'));
  });

  test('is the same to the byte for the same run', async () => {
    expect(await page(swap, swapped)).toBe(await page(swap, swapped));
  });

  test('says the verdicts before the figures, and the figures before the samples', async () => {
    const text = await page(swap, swapped);
    const places = ['FAIL', 'Price and quality', '<svg', 'id="samples"', 'class="page"', '<script>'].map((words) =>
      text.indexOf(words, text.indexOf('<main>')),
    );
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
  });

  test('says before all else that a run is not whole, and only there', async () => {
    const text = await page(scorecard({ ...swap, status: 'incomplete' }), swapped);
    const note = 'Partial: the run has not asked everything yet.';
    expect(text.split(note)).toHaveLength(2);
    expect(text.indexOf(note)).toBeLessThan(text.indexOf('<main>'));
    expect(await page(swap, swapped)).not.toContain(note);
  });

  test('may run its own program and nothing else', async () => {
    const text = await page(swap, swapped);
    const hash = createHash('sha256').update(scriptOf(text)).digest('base64');
    expect(text).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'">`,
    );
    expect(text).not.toMatch(/\son\w+=|javascript:|<(?:iframe|object|embed|form|base|link)\b|src=/);
    expect(() => new Script(scriptOf(text))).not.toThrow();
    expect(scriptOf(text)).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|^(?:import|export) /m,
    );
  });

  test('has no section for what there is nothing of', async () => {
    const text = await page(scorecard({ models: [], tasks: [] }));
    expect(text.match(/<h2/g)).toHaveLength(1);
    expect(text).toContain('</html>\n');
  });
});

describe('samples', () => {
  test('are packed with what was asked, wanted and said, and why it was scored so', async () => {
    const { pages } = dataOf(await page(swap, swapped));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.[0]).toMatchObject({
      messages: [{ role: 'user', content: 'What is it?' }],
      targets: ['it'],
      answers: [
        {
          model: 0,
          epoch: 1,
          state: 'scored',
          value: 1,
          answer: 'it',
          cost_usd: 0.0015,
          latency_ms: 12,
          input_tokens: 10,
        },
        { model: 1, state: 'scored', value: 0, answer: 'no', scores: [{ grader: 'exact', explanation: 'not equal' }] },
      ],
    });
    expect(pages[0]?.[1]?.answers[1]).toMatchObject({
      ...{ state: 'failed', value: null, answer: null, failure: 'timeout: timeout', cost_usd: null },
    });
  });

  test('stand in an index that filters need no texts for', async () => {
    expect(dataOf(await page(swap, swapped)).index).toEqual([
      {
        ids: ['one', 'two'],
        ...{ tasks: [0, 0], groups: ['g', null], pages: [0, 0] },
        values: [
          [1, 1],
          [0, null],
        ],
        states: [
          [1, 1],
          [1, 16],
        ],
      },
    ]);
  });

  test('of several epochs count by their mean, and by every way in which one ended', async () => {
    const epochs = answeredSample({}, [
      answerOf({ epoch: 1 }),
      answerOf({ epoch: 2 }, { state: 'unparsed', value: 0 }),
    ]);
    const { index } = dataOf(await page(scorecard(), [epochs]));
    expect(index[0]).toMatchObject({ values: [[0.5]], states: [[3]] });
  });

  test('by a part of a score count by that part', async () => {
    const card = scorecard({ tasks: [taskFacts({ metric: 'exact.strict' })] });
    const sample = answeredSample({}, [answerOf({}, { value: 1, parts: { strict: 0.25 } })]);
    expect(dataOf(await page(card, [sample])).index[0]?.values).toEqual([[0.25]]);
  });

  test('of a text too long for a page keep its beginning and its end', async () => {
    const answer = `begin${'x'.repeat(1_000_000)}end`;
    const text = await page(scorecard(), [answeredSample({}, [answerOf({ answer })])]);
    const shown = dataOf(text).pages[0]?.[0]?.answers[0]?.answer as string;
    expect(shown).toMatch(/^beginx{19995}\n\[… 960,008 characters left out …\]\nx{19997}end$/);
    expect(text.length).toBeLessThan(100_000);
  });

  test('are many pages where they are many', async () => {
    const samples = Array.from({ length: 1200 }, (_, place) => answeredSample({ sample: String(place) }));
    const { pages, index } = dataOf(await page(scorecard(), samples));
    expect(pages.map(({ length }) => length)).toEqual([500, 500, 200]);
    expect(index[0]?.pages.filter((number) => number === 2)).toHaveLength(200);
  });

  test('over what one file should hold leave out the texts, of those last that a model had wrong', async () => {
    const samples = Array.from({ length: 4000 }, (_, place) =>
      answeredSample({ sample: String(place) }, [
        answerOf({ answer: createHash('sha256').update(String(place)).digest('hex') }, { value: place % 2 }),
      ]),
    );
    const text = (await collect(sampleData(streamed(samples), scorecard(), 90_000))).join('');
    const { index, pages } = dataOf(text);
    const left = (index[0]?.pages ?? []).flatMap((number, place) => (number < 0 ? [place] : []));
    expect(index[0]?.ids).toHaveLength(4000);
    expect(pages.flat()).toHaveLength(4000 - left.length);
    expect(left.length).toBeGreaterThan(1000);
    const firstWrong = left.findIndex((place) => place % 2 === 0);
    expect(left.slice(0, firstWrong).length).toBeGreaterThan(300);
    expect(left.slice(0, firstWrong).every((place) => place % 2 === 1)).toBe(true);
  });
});

describe('a hostile run', () => {
  const HOSTILE = [
    '</script><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    '=cmd|"/C calc"!A0',
    '\u001B[31mred\u001B]52;c;aGk=\u0007',
    'right\u202Eleft\u2067',
    'zero\0',
    'half \uD800 of a letter',
    '<!--<script>',
  ];
  const card = scorecard({
    suite: HOSTILE.join(' '),
    run_id: HOSTILE.join(' '),
    models: HOSTILE,
    tasks: HOSTILE.map((name) => taskFacts({ name })),
    rows: HOSTILE.map((name) => row({ model: name, task: name, provider: name, asked: 1, unparsed: 1 })),
    verdicts: HOSTILE.map((name) => verdict({ gate: { ...verdict().gate, candidate: name, baseline: name } })),
  });
  const samples = HOSTILE.map((text) =>
    answeredSample({ task: text, sample: text, group: text, messages: [{ role: 'user', content: text }] }, [
      answerOf({ model: text, answer: text, snapshot: text }, { explanation: text, extracted: text }),
    ]),
  );

  test('makes no tag and ends none', async () => {
    const text = await page(card, samples);
    expect(text.match(/<script/g)).toHaveLength(4);
    expect(text.match(/<\/script>/g)).toHaveLength(4);
    expect(text).not.toMatch(/<img|<svg on|<!--/);
    expect(text.replace(scriptOf(text), '')).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
  });

  test('loses nothing of what was said', async () => {
    const { pages } = dataOf(await page(card, samples));
    expect(pages.flat().map(({ answers }) => answers[0]?.answer)).toEqual(HOSTILE);
  });
});
