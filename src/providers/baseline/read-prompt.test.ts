import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterAt, type Prompt, type Sample } from '../../domain/sample.ts';
import { compilePrompt } from '../../prompts/build.ts';
import { builtInPrompts } from '../../prompts/index.ts';
import { sample } from '../../testing/builders.ts';
import { readPrompt } from './read-prompt.ts';

const LABELS = ['billing', 'outage', 'other'];

const built = (name: string, asked: Partial<Sample>, shots: readonly Partial<Sample>[] = []): Prompt =>
  compilePrompt({ prompt: name }).build(sample(asked), shots.map(sample), { labels: LABELS });

/** Texts of several lines, as datasets have them: blank lines, indents, other scripts. */
const text = fc
  .array(fc.constantFrom('What is it?', '  indented', '', 'Grüße', 'x = 1;', '- a point', 'A', 'Answer me.'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((lines) => lines.join('\n'));

/** What a question reads as: blank space around it does not count. */
const trimmed = text.map((words) => `Q ${words} ?`);

const choiceSample = fc.record({
  input: trimmed,
  choices: fc.array(text, { minLength: 2, maxLength: 6 }),
  target: fc.constantFrom('A', 'B'),
});

test('there is no built-in prompt that is not read here', () => {
  expect(builtInPrompts.map(({ name }) => name)).toEqual(['mmlu', 'mmlu-cot', 'classify', 'summarize']);
});

describe('mmlu', () => {
  test('is read back, with any shots and any texts', () =>
    fc.assert(
      fc.property(choiceSample, fc.array(choiceSample, { maxLength: 3 }), fc.boolean(), (asked, shots, grouped) => {
        const messages = built('mmlu', { ...asked, group: grouped ? 'high_school_law' : null }, shots);
        expect(readPrompt(messages)).toEqual({
          kind: 'choice',
          question: asked.input,
          choices: asked.choices,
          answerLine: false,
        });
      }),
    ));

  test.each([
    ['a list in the question', 'Which holds?\nA. cats\nB. dogs\nC. both', ['only A', 'only B']],
    ['an option that looks like the first', 'Which?', ['one', 'two\nA. three']],
    ['an option that looks like another with the other sign', 'Which?', ['one\nB) two', 'three', 'four']],
    ['an empty option', 'Which?', ['', 'two']],
    ['options that are only line ends', 'Which?', ['\n', '\n\n']],
    ['a question that quotes an answer', 'She said:\nAnswer: C\nWas she right?', ['yes', 'no']],
    ['a code block', 'What prints it?\n\nfor (;;) {\n\n  A();\n}\n\nAnd why?', ['it', 'why']],
  ])('is read back with %s', (_, input, choices) => {
    expect(readPrompt(built('mmlu', { input, choices }))).toMatchObject({ question: input, choices });
  });

  test('is read back with all 26 letters', () => {
    const choices = Array.from({ length: 26 }, (_, index) => `option ${letterAt(25 - index)}`);
    expect(readPrompt(built('mmlu', { input: 'Which?', choices }))).toMatchObject({ choices });
  });
});

describe('mmlu-cot', () => {
  test('is read back, and wants an answer line', () =>
    fc.assert(
      fc.property(choiceSample, (asked) => {
        expect(readPrompt(built('mmlu-cot', asked))).toEqual({
          kind: 'choice',
          question: asked.input,
          choices: asked.choices,
          answerLine: true,
        });
      }),
    ));
});

const labelled = fc.record({ input: text, target: fc.constantFrom(...LABELS) });

describe('classify', () => {
  test('is read back with its labels and shots', () =>
    fc.assert(
      fc.property(text, fc.array(labelled, { maxLength: 4 }), (input, shots) => {
        expect(readPrompt(built('classify', { input }, shots))).toEqual({
          kind: 'label',
          labels: LABELS,
          text: input,
          shots: shots.map((shot) => ({ text: shot.input, label: shot.target })),
        });
      }),
    ));

  test.each([
    'Text: a mail inside a mail\n\nText: and another',
    'My label is:\nLabel:\nbroken',
    'Labels: red, green',
    '',
  ])('is read back where the text itself looks like the prompt: %j', (input) => {
    for (const shots of [[], [{ input: 'It is down.', target: 'outage' }]]) {
      expect(readPrompt(built('classify', { input }, shots))).toMatchObject({ text: input, labels: LABELS });
    }
  });
});

describe('summarize', () => {
  const shot = fc.record({ input: text, target: fc.constantFrom('Short.', 'One.\n\nTwo.') });

  test('is read back, whatever its shots', () =>
    fc.assert(
      fc.property(text, fc.array(shot, { maxLength: 3 }), (input, shots) => {
        expect(readPrompt(built('summarize', { input }, shots))).toEqual({ kind: 'summary', text: input });
      }),
    ));

  test.each(['Text: quoted\n\nText: again', 'Summary:\nnothing', 'A. first\nB. second'])(
    'is read back where the text itself looks like a prompt: %j',
    (input) => {
      for (const shots of [[], [{ input: 'Long.', target: 'Short.' }]]) {
        expect(readPrompt(built('summarize', { input }, shots))).toEqual({ kind: 'summary', text: input });
      }
    },
  );
});

test.each([
  ['', ''],
  ['a question of another kind', 'What is 2 + 2?'],
  ['one option', 'Which?\nA. this\nAnswer:'],
  ['letters in prose', 'A. Smith met B. Jones.'],
])('a prompt that is none of them is not read: %s', (_, content) => {
  expect(readPrompt([{ role: 'user', content }])).toBeUndefined();
});

test('no messages are no prompt', () => {
  expect(readPrompt([])).toBeUndefined();
});
