import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stem } from './stem.ts';

const vectors = readFileSync(join(import.meta.dirname, 'stem-vectors.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(' ') as [word: string, stem: string]);

test('every word has the stem that NLTK gives it (rouge-vectors.py)', () => {
  expect(vectors.length).toBeGreaterThan(4000);
  expect(vectors.filter(([word, expected]) => stem(word) !== expected).map(([word]) => [word, stem(word)])).toEqual([]);
});

test('any word keeps something, in no more letters than it had and one', () => {
  const words = fc.string({ unit: fc.constantFrom(...'aeiouylstzbdng4'), minLength: 1 });
  fc.assert(
    fc.property(words, (word) => {
      expect(stem(word)).not.toBe('');
      expect(stem(word).length).toBeLessThanOrEqual(word.length + 1);
    }),
  );
});

test.each(['y', 'ational', 'ies', 'ing', 'l'])('a word of a megabyte of %s takes its share of time', (part) => {
  const start = performance.now();
  stem(part.repeat(1_000_000 / part.length));
  expect(performance.now() - start).toBeLessThan(5000);
});
