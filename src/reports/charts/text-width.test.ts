import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipped, textWidth } from './text-width.ts';

test('wide letters are wider than narrow ones, and Chinese ones as wide as high', () => {
  expect(textWidth('WWW')).toBeGreaterThan(2 * textWidth('iii'));
  expect(textWidth('模型')).toBeGreaterThanOrEqual(24);
});

test('a text that fits stays as it is', () => expect(clipped('gpt-4-turbo', 100)).toBe('gpt-4-turbo'));

test('one that does not ends in an ellipsis', () => {
  expect(clipped('mixtral-8x22b-instruct-v0.1', 100)).toBe('mixtral-8x22…');
});

test('whatever is clipped fits, and never in half of a character', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 20, max: 400 }), (text, width) => {
      const short = clipped(text, width);
      expect(textWidth(short)).toBeLessThanOrEqual(width);
      expect(short).not.toMatch(/\p{Cs}/u);
    }),
  ));

test('a name of a million letters costs no more than a long one', () => {
  expect(clipped('x'.repeat(1_000_000), 100).length).toBeLessThan(20);
});
