import { describe, expect, test } from 'vitest';
import { extractChoice } from './choice-extract.ts';

const CITIES = ['Paris', 'Rome', 'Oslo', 'Bern'];

const read = (answer: string, choices: readonly string[] = CITIES) => extractChoice(answer, choices);
const readSeveral = (answer: string) => extractChoice(answer, CITIES, true);

const shown = (answer: string) => JSON.stringify(answer).slice(1, -1);
const named = <Rest extends unknown[]>(cases: readonly [string, ...Rest][]) =>
  cases.map(([answer, ...rest]) => [shown(answer), answer, ...rest] as const);

describe('an answer line gives', () => {
  test.each(
    named([
      ['Answer: C'],
      ['answer: c'],
      ['**Answer: C**'],
      ['**Answer:** C'],
      ['Answer: **C**'],
      ['__Answer:__ `C`'],
      ['### Answer: C'],
      ['> Answer: C'],
      ['Answer: $C$'],
      ['Answer: \\(C\\)'],
      ['Answer: \\boxed{C}'],
      ['Answer: $\\boxed{\\text{C}}$'],
      ['Answer: \\boxed{\\textbf{(C)}}'],
      ['Answer: \\boxed{{C}}'],
      ['Answer: (C)'],
      ['Answer: C.'],
      ['Answer: (C).'],
      ['Answer: C)'],
      ['Answer: [C]'],
      ['Answer: "C"'],
      ['Answer: “C”.'],
      ['ANSWER: C'],
      ['Final Answer: C'],
      ['Correct answer: C'],
      ['Answer : C'],
      ['Answer:C'],
      ['Answer：Ｃ'],
      ['答案：C'],
      ['答案：（C）。'],
      ['答え：「C」'],
      ['정답: C'],
      ['الإجابة: \u200FC'],
      ['Antwort: C'],
      ['Réponse : C'],
      ['Re\u0301ponse: C'],
      ['Respuesta final: C'],
      ['Risposta: C'],
      ['Resposta: C'],
      ['Ans\u200Bwer:\u00AD C\uFE0F'],
      ['Answer:\n\nC'],
      ['Answer:\r\n\r\nC\r\nSure.'],
      ['Thinking aloud.\nAnswer: C\nConfidence: 90 %'],
      ['answer: A, wait.\nAnswer: C'],
      ['Antwort: Antwort: C'],
      ['Answer: A\n… let me recheck …\nAnswer: C'],
      ['The answer: well, B looks off\nAnswer: C'],
      ['Answer: Oslo'],
      ['Answer: “OSLO.”'],
      ['Answer: C) Oslo'],
      ['Answer: (C) Oslo.'],
      ['Answer: C: Oslo'],
      ['Answer: C – Oslo'],
    ]),
  )('C: %s', (_, answer) => {
    expect(read(answer)).toEqual({ letters: 'C', rule: 'strict: last answer line' });
  });
});

describe('an answer line alone decides, and names no choice', () => {
  test.each(
    named([
      ['Answer: Because of the tide'],
      ['Final Answer: Cannot be determined'],
      ['Answer: None of the above'],
      ["Answer: Don't know"],
      ['Answer: C\nAnswer: Cannot be determined'],
      ['Answer: A or C'],
      ['Answer: A, C'],
      ['Answer: AC'],
      ['Answer: C) Rome'],
      ['Answer: E'],
      ['Answer: C\n\nAnswer: $LETTER'],
      ['Answer:'],
      ['Answer: ?'],
      ['Answer: 3'],
      ['Answer: Ⅽ or so'],
    ]),
  )('%s', (_, answer) => {
    expect(read(answer)).toEqual({ letters: undefined, rule: 'the last answer line names no choice' });
  });
});

describe('without an answer line, loosely C', () => {
  test.each(
    named([
      ['The answer is C.', 'loose: last "answer is"'],
      ['It is cold there, so the answer is (C)', 'loose: last "answer is"'],
      ['So the answer is (C), since it is cold.', 'loose: last "answer is"'],
      ['The answer is option C', 'loose: last "answer is"'],
      ['The correct answer is: C. It lies in Norway.', 'loose: last "answer is"'],
      ['The answer is **C**!', 'loose: last "answer is"'],
      ['The answer is C) Oslo.', 'loose: last "answer is"'],
      ['The answer is Oslo.', 'loose: last "answer is"'],
      ['The answer is:\n\nC', 'loose: last "answer is"'],
      ['I first thought the answer is A. No, the answer is C.', 'loose: last "answer is"'],
      ['1. Answer: C', 'loose: last "answer is"'],
      ['C', 'loose: the whole text'],
      ['C.', 'loose: the whole text'],
      ['(C)', 'loose: the whole text'],
      ['c', 'loose: the whole text'],
      ['C) Oslo', 'loose: the whole text'],
      ['C. Oslo', 'loose: the whole text'],
      ['Oslo', 'loose: the whole text'],
      ['$\\boxed{\\text{C}}$', 'loose: the whole text'],
    ]),
  )('%s', (_, answer, rule) => {
    expect(read(answer)).toEqual({ letters: 'C', rule });
  });
});

describe('no letter is looked for in prose', () => {
  test.each(
    named([
      ['The answer is a matter of taste', 'the last "answer is" names no choice'],
      ['The answer is not C.', 'the last "answer is" names no choice'],
      ['The answer is C, or maybe not', 'the last "answer is" names no choice'],
      ['A good question. Oslo is colder.', 'no answer line, and no choice as the whole text'],
      ['C\n\nBecause it is cold.', 'no answer line, and no choice as the whole text'],
      ['', 'the answer is empty'],
      ['**', 'the answer is empty'],
      ["I can't help with that.", 'refusal? no answer line, and no choice as the whole text'],
      ['I’m sorry, but no.', 'refusal? no answer line, and no choice as the whole text'],
    ]),
  )('%s', (_, answer, rule) => {
    expect(read(answer)).toEqual({ letters: undefined, rule });
  });
});

describe('the text of a choice', () => {
  test('may be a number or hold a letter with a dot', () => {
    expect(read('B. 4', ['3', '4']).letters).toBe('B');
    expect(read('Answer: E. coli', ['S. aureus', 'E. coli']).letters).toBe('B');
    expect(read('Answer: A. thaliana', ['E. coli', 'A. thaliana']).letters).toBe('B');
  });

  test('is compared without case, markup and spacing', () => {
    expect(read('Answer: the  *Straße*', ['x', 'The STRASSE.']).letters).toBe('B');
  });

  test('that two choices share names neither, but its letter does', () => {
    expect(read('Answer: 4', ['4', '4']).letters).toBeUndefined();
    expect(read('Answer: B) 4', ['4', '4']).letters).toBe('B');
  });

  test('that is another choice’s letter is that letter', () => {
    expect(read('Answer: B', ['B', 'A']).letters).toBe('B');
  });
});

describe('where several may be right, the letters are a set', () => {
  test.each(named([['A, B and C'], ['ABC'], ['a,b,c'], ['Answer: C, A, B'], ['Answer: (A), (B) & (C)'], ['A; B; C.']]))(
    '%s → A, B, C',
    (_, answer) => {
      expect(readSeveral(answer).letters).toBe('ABC');
    },
  );

  test.each(named([['Answer: none'], ['Answer: A, E'], ['Answer: A, A'], ['abc'], ['Answer:'], ['A or not']]))(
    '%s names none',
    (_, answer) => {
      expect(readSeveral(answer).letters).toBeUndefined();
    },
  );

  test('one is a set too', () => expect(readSeveral('Answer: C').letters).toBe('C'));
});
