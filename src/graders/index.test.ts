import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FinishReason } from '../domain/outcome.ts';
import type { Sample } from '../domain/sample.ts';
import type { AskJudge, Judgement } from '../domain/task.ts';
import { untouched } from '../testing/ask.ts';
import { planned, sample } from '../testing/builders.ts';
import { type AnyGrader, type Grader, isLateGrader, type LateGrader } from './define.ts';
import { gradeAnswer, gradeAnswerLater } from './grade-answer.ts';
import { graders } from './index.ts';

/** For each grader a sample that it can judge, and options with every one that it needs. */
const WORLDS: Readonly<Record<string, readonly { readonly options: object; readonly sample: Sample }[]>> = {
  exact: [
    { options: {}, sample: sample({ target: 'it' }) },
    { options: { mode: 'quasi' }, sample: sample({ target: 'it is' }) },
    { options: { mode: 'prefix' }, sample: sample({ target: ['it is', 'A'] }) },
  ],
  contains: [
    { options: {}, sample: sample({ target: 'it is' }) },
    { options: { words: ['ß', ')', 'x'], case_sensitive: true, whole_words: true }, sample: sample({}) },
    { options: { words: ['A', '1'], all: true, whole_words: true }, sample: sample({}) },
  ],
  regex: [
    { options: { pattern: 'it is|answer', flags: 'i' }, sample: sample({}) },
    { options: { pattern: '^Answer: ?(\\w+)|(?<it>it)', flags: 'm', group: 1 }, sample: sample({ target: 'A' }) },
  ],
  number: [
    { options: {}, sample: sample({ target: '12' }) },
    { options: { tolerance: '1%', percent: 'fraction' }, sample: sample({ target: ['0.5', '-1/4'] }) },
  ],
  all: [
    { options: { of: ['exact', { label: { labels: ['it', 'is'] } }] }, sample: sample({ target: 'it' }) },
    { options: { of: ['rouge', { any: { of: ['exact'] } }] }, sample: sample({ target: 'it is' }) },
  ],
  any: [{ options: { of: ['exact', { label: { labels: ['it', 'is'] } }] }, sample: sample({ target: 'it' }) }],
  weighted: [
    {
      options: {
        of: [
          { exact: {}, weight: 2 },
          { all: { of: ['rouge'] }, weight: 0.1 },
        ],
      },
      sample: sample({ target: 'it is' }),
    },
  ],
  choice: [
    { options: {}, sample: sample({ target: 'B', choices: ['a or b', 'B.', 'it is', ''] }) },
    { options: { multiple: true }, sample: sample({ target: 'A, C', choices: ['a', 'b', 'it is', ''] }) },
  ],
  label: [
    { options: { labels: ['it is', 'bug_report', '(x)'] }, sample: sample({ target: 'it is' }) },
    { options: { labels: ['A', 'b'], synonyms: { A: ['it is', '"'] } }, sample: sample({ target: 'a' }) },
  ],
  json: [
    { options: {}, sample: sample({ target: '{"it": "is", "n": [1, {}]}' }) },
    {
      options: { schema: { type: 'array', items: { type: 'string' } }, ignore_case: true },
      sample: sample({ target: ['["it is"]', '[]'] }),
    },
  ],
  f1: [{ options: {}, sample: sample({ target: ['it is', 'the answer is'] }) }],
  rouge: [
    { options: {}, sample: sample({ target: 'it is\nthe answer' }) },
    {
      options: { types: ['rougeLsum', 'rouge2'], stem: true, parts: ['recall'] },
      sample: sample({ target: ['it is', 'the answer'] }),
    },
  ],
  similarity: [
    { options: {}, sample: sample({ target: ['it is', 'the answer'] }) },
    { options: {}, sample: sample({ target: 'it is '.repeat(1600) }) },
  ],
};

/** Half a point for any answer. */
const GRADER = `require('readline').createInterface({ input: process.stdin }).on('line', () => console.log('{"value":0.5}'))`;

/** The same for graders that wait, with judges where they ask some. */
const LATE_WORLDS: Readonly<
  Record<string, readonly { readonly options: object; readonly judges: readonly string[] }[]>
> = {
  judge: [
    { options: { rubric: 'tone' }, judges: ['j'] },
    { options: { rubric: 'correctness-vs-reference' }, judges: ['j', 'k', 'l'] },
    { options: { rubric: 'helpfulness', pairwise: true, baseline: 'm' }, judges: ['j', 'k', 'l'] },
  ],
  exec: [{ options: { command: [process.execPath, '-e', GRADER] }, judges: [] }],
};

const late = graders.filter(isLateGrader);

const lateWorlds = late.flatMap((grader) =>
  (LATE_WORLDS[grader.name] ?? []).map(({ options, judges }, index) => ({
    name: `${grader.name} ${index + 1}`,
    grader,
    judges,
    options: grader.options.parse(options),
  })),
);

const instant = graders.filter((grader): grader is Grader => !isLateGrader(grader));

const worlds = instant.flatMap((grader) =>
  (WORLDS[grader.name] ?? []).map(({ options, sample }, index) => ({
    name: `${grader.name} ${index + 1}`,
    grader,
    sample,
    options: grader.options.parse(options),
  })),
);

test('every grader has a world here', () => {
  expect(Object.keys(WORLDS).sort()).toEqual(instant.map(({ name }) => name).sort());
  expect(Object.keys(LATE_WORLDS).sort()).toEqual(late.map(({ name }) => name).sort());
});

/** Any sixteen bits after another, lone halves of surrogate pairs too, and what graders look for. */
const answers = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))).map((all) => all.join('')),
  fc
    .array(
      fc.constantFrom(
        ...[
          'A',
          'b',
          ' ',
          '\n',
          '\0',
          '\uD83D',
          '\uDE00',
          '{"it":',
          '```',
          '```json\n',
          ']',
          '[',
          ':',
          'Answer',
          'answer is ',
          'Label',
          '(',
          ')',
          '.',
          ',',
          '**',
        ],
        ...[
          '<think>',
          '</think>',
          '\\boxed{',
          '{',
          '}',
          'it is',
          'the',
          'bug_report',
          '\u0300',
          '\u200F',
          '"',
          'İ',
          'ß',
        ],
        ...['1', '2', '/', '-', '%', '$', 'e', '10^', '\\frac{1}{2}', '½', '²', '\u202F', 'May ', '年'],
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
);
const ends = fc.constantFrom<FinishReason>('stop', 'length', 'content-filter', 'other');
const whiteSpace = fc.string({ unit: fc.constantFrom(...' \t\n\r\v\f\u00A0\u2003\u2028\u3000\uFEFF') });

const LONG = 'It is the answer: (A) or B.\n'.repeat(4000);

/** What holds for every judgement of an answer, whatever the grader. */
function expectGood(grader: AnyGrader, options: unknown, judgement: Judgement, judges = 1): void {
  const { state, value, parts, explanation } = judgement;
  expect(['scored', 'unparsed', 'truncated', 'refused', 'unscored']).toContain(state);
  expect(explanation.trim()).not.toBe('');
  expect(value === null).toBe(state === 'unscored');
  for (const one of [value ?? 0, ...Object.values(parts)]) {
    expect(one).toBeGreaterThanOrEqual(0);
    expect(one).toBeLessThanOrEqual(1);
  }
  if (grader.isBinary?.(options) ?? grader.binary) expect([0, 1, null]).toContain(value);
  if (state === 'unparsed' || state === 'refused' || (state === 'truncated' && grader.extracts)) expect(value).toBe(0);
  if (state === 'scored') expect(Object.keys(parts)).toEqual(grader.parts?.(options, judges) ?? []);
  expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
}

describe.each(worlds)('$name', ({ grader, sample, options }) => {
  const grade = (answer: string, finish_reason: FinishReason = 'stop') =>
    gradeAnswer(grader, options, sample, { answer, finish_reason });

  test('can judge this sample', () => expect(grader.check?.(sample, options)).toBeUndefined());

  test('judges any answer, and says why', () => {
    fc.assert(
      fc.property(answers, ends, (answer, end) => {
        expectGood(grader, options, grade(answer, end));
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['a zero byte', '\0'],
    ['half a surrogate pair', '\uD800'],
    ['100 kB', LONG],
  ])('judges %s', (_, answer) => expectGood(grader, options, grade(answer)));

  test('judges an answer the same whatever white space surrounds it', () => {
    fc.assert(
      fc.property(answers, whiteSpace, whiteSpace, (answer, before, after) => {
        expect(grade(`${before}${answer}${after}`)).toEqual(grade(answer));
      }),
    );
  });
});

/** Says the last verdict that the schema names. */
const ask: AskJudge = async ({ response_schema }) => {
  const { properties } = response_schema as { properties: { verdict: { enum: readonly string[] } } };
  const reply = { reason: 'It is so.', verdict: properties.verdict.enum.at(-1) };
  return { answer: JSON.stringify(reply), finish_reason: 'stop' };
};

const openLate = (grader: LateGrader, options: unknown, judges: readonly string[]) =>
  grader.open(options, { env: { PATH: process.env['PATH'] }, directory: '.', allowExec: true, judges });

describe.each(lateWorlds)('$name', ({ grader, options, judges }) => {
  test('judges any answer, and says why', async () => {
    const open = openLate(grader, options, judges);
    const grade = (answer: string, finish_reason: FinishReason) =>
      gradeAnswerLater(grader, open, {
        sample: planned(),
        answer: { answer, finish_reason },
        beside: { answer: 'it', finish_reason: 'stop' },
        ask,
        signal: untouched(),
      });
    await fc.assert(
      fc.asyncProperty(answers, ends, async (answer, end) => {
        expectGood(grader, options, await grade(answer, end), judges.length);
      }),
    );
    for (const answer of ['', '\0', '\uD800', LONG]) {
      expectGood(grader, options, await grade(answer, 'stop'), judges.length);
    }
    await open.close?.();
  });

  test('can judge this sample', () => expect(grader.check?.(planned(), options)).toBeUndefined());
});

describe.each(graders.map((grader) => ({ name: grader.name, grader })))('the options of $name', ({ grader }) => {
  test('have defaults, or the error names what is missing', () => {
    const { success, error } = grader.options.safeParse({});
    expect(
      success || error?.issues.every(({ path }) => path.length === 1 && String(path[0]) in grader.options.shape),
    ).toBe(true);
  });

  test('are known by name: another is an error', () => {
    const issues = grader.options.safeParse({
      ...(WORLDS[grader.name] ?? LATE_WORLDS[grader.name])?.[0]?.options,
      optoin: 1,
    }).error?.issues;
    expect(issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['optoin'] }]);
  });
});

describe('a hostile answer of 400,000 letters takes no more than its share of time', () => {
  const LETTERS = 400_000;
  const many = (text: string) => text.repeat(Math.ceil(LETTERS / text.length));
  const HOSTILE: Readonly<Record<string, string>> = {
    'answer is': many('answer is '),
    brackets: many('('),
    'brackets inside': `Answer: x${many(')')}x`,
    quotes: `x${many('"')}x`,
    'open reasoning': many('<think>'),
    'reasoning closed by another': many('<think></thinking>'),
    'closing tags cut short': many('</think'),
    'wrappers 100,000 deep': `${'\\boxed{'.repeat(100_000)}C${'}'.repeat(100_000)}`,
    'answer lines': many('Answer: C\n'),
    'markers in one line': many('Answer: '),
    'blank lines': `${many('\n')}x`,
    spaces: `x${many(' ')}x`,
    'letters and commas': many('A,'),
    'marks over one letter': `a${many('\u0300\u0316')}`,
    'short lines': many('it is\n'),
    digits: many('1'),
    'digits and spaces': many('1 '),
    'digits and commas': many('1,'),
    'digits in threes': `1${many(',000')}x`,
    'digits and points': many('1.'),
    'digits and dashes': many('1-'),
    fractions: many('1/1 '),
    'fractions of fractions': many('\\frac{'),
    powers: many('1×10^'),
    'signs before nothing': many('-$'),
    'commas alone': `1${many(',')}x`,
    'months and days': many('May 1, '),
    articles: many('the '),
    'emphasis and nothing': many('*'),
    'an answer line of emphasis': `answer${many('*')}`,
    punctuation: many('.'),
    'letters of two units': many('🙂'),
    'open lists': many('['),
    'open braces, closed as lists': `${'{'.repeat(200_000)}${']'.repeat(200_000)}`,
    'lists 200,000 deep': `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    'objects 100,000 deep': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    'many lists': many('[1]'),
    'many broken lists': many('[1,]'),
    fences: many('```json\n'),
    'quotes in brackets': `[${many('"')}`,
    'a string that does not end': `["${many('\\n')}`,
    'one long key over many fields': `{"${'a'.repeat(200_000)}":{${Array.from({ length: 30_000 }, (_, at) => `"${at}":1`).join(',')}}}`,
  };

  // Each takes well under a second here; a cost that grows with the square of the length takes minutes.
  test.each(worlds)('by $name', ({ grader, sample, options }) => {
    const slow = Object.entries(HOSTILE).flatMap(([name, answer]) => {
      const start = performance.now();
      expectGood(grader, options, gradeAnswer(grader, options, sample, { answer, finish_reason: 'stop' }));
      const seconds = (performance.now() - start) / 1000;
      return seconds > 5 ? [`${name}: ${seconds.toFixed(1)} s`] : [];
    });
    expect(slow).toEqual([]);
  });
});
