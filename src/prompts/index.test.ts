import { expect, test } from 'vitest';
import type { Sample } from '../domain/sample.ts';
import { sample } from '../testing/builders.ts';
import { compilePrompt } from './build.ts';
import { builtInPrompts } from './index.ts';

const built = (prompt: string, asked: Sample, shots: readonly Sample[] = [], extra = {}) =>
  compilePrompt({ prompt }).build(asked, shots, extra);

const question = (n: number, target: string) =>
  sample({
    input: `Question ${n}: is 2 < 3 & "so"?`,
    choices: ['yes', 'no', `${n}`, 'None'],
    target,
    group: 'abstract_algebra',
    category: 'STEM',
  });

test('mmlu is the five-shot prompt of hendrycks/test to the byte, with two spaces after "about"', () => {
  const shots = [1, 2, 3, 4, 5].map((n) => question(n, 'ABCDA'.charAt(n - 1)));
  expect(built('mmlu', question(6, 'C'), shots)).toEqual([
    {
      role: 'user',
      content: `The following are multiple choice questions (with answers) about  abstract algebra.

Question 1: is 2 < 3 & "so"?
A. yes
B. no
C. 1
D. None
Answer: A

Question 2: is 2 < 3 & "so"?
A. yes
B. no
C. 2
D. None
Answer: B

Question 3: is 2 < 3 & "so"?
A. yes
B. no
C. 3
D. None
Answer: C

Question 4: is 2 < 3 & "so"?
A. yes
B. no
C. 4
D. None
Answer: D

Question 5: is 2 < 3 & "so"?
A. yes
B. no
C. 5
D. None
Answer: A

Question 6: is 2 < 3 & "so"?
A. yes
B. no
C. 6
D. None
Answer:`,
    },
  ]);
});

test('mmlu without shots is the question alone, and without a group names no subject', () => {
  const [message] = built('mmlu', { ...question(1, 'A'), group: null });
  expect(message?.content).toBe(
    'The following are multiple choice questions (with answers).\n\n' +
      'Question 1: is 2 < 3 & "so"?\nA. yes\nB. no\nC. 1\nD. None\nAnswer:',
  );
});

test('mmlu-cot is the prompt of openai/simple-evals to the byte', () => {
  expect(built('mmlu-cot', question(1, 'A'))).toEqual([
    {
      role: 'user',
      content:
        'Answer the following multiple choice question. The last line of your response should be of the following ' +
        "format: 'Answer: $LETTER' (without quotes) where LETTER is one of ABCD. Think step by step before answering.\n\n" +
        'Question 1: is 2 < 3 & "so"?\n\nA) yes\nB) no\nC) 1\nD) None',
    },
  ]);
});

test('mmlu-cot names as many letters as there are options', () => {
  const [message] = built('mmlu-cot', { ...question(1, 'A'), choices: ['x', 'y'] });
  expect(message?.content).toContain('LETTER is one of AB. Think');
});

test('classify gives the labels, the shots and the text', () => {
  const shots = [
    sample({ input: 'No light.', target: 'outage' }),
    sample({ input: 'My bill?', target: ['billing', 'x'] }),
  ];
  const labels = ['billing', 'outage'];
  expect(built('classify', sample({ input: 'It is <dark>.' }), shots, { labels })).toEqual([
    {
      role: 'user',
      content: `Classify the text. Answer with exactly one of the labels and nothing else.

Labels: billing, outage

Text: No light.
Label: outage

Text: My bill?
Label: billing

Text: It is <dark>.
Label:`,
    },
  ]);
});

test('summarize gives the shots and the text', () => {
  expect(built('summarize', sample({ input: 'Long.' }), [sample({ input: 'Longer.', target: 'Short.' })])).toEqual([
    {
      role: 'user',
      content: `Summarize the text in two sentences. Answer with the summary and nothing else.

Text: Longer.
Summary: Short.

Text: Long.
Summary:`,
    },
  ]);
});

test('only mmlu-cot asks for reasoning, and only it shows no shots', () => {
  const facts = builtInPrompts.map(({ name }) => {
    const { chainOfThought, usesShots } = compilePrompt({ prompt: name });
    return [name, { chainOfThought, usesShots }];
  });
  expect(Object.fromEntries(facts)).toEqual({
    mmlu: { chainOfThought: false, usesShots: true },
    'mmlu-cot': { chainOfThought: true, usesShots: false },
    classify: { chainOfThought: false, usesShots: true },
    summarize: { chainOfThought: false, usesShots: true },
  });
});
