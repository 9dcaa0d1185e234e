import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless } from '../lib/harmless.ts';
import { anyText } from '../testing/arbitrary.ts';
import { forMarkdown } from './escape.ts';

test('a harmless text is one line without controls and marks of direction', () => {
  expect(harmless('a\u001B[31mb\nc\u009Bd')).toBe('a [31mb c d');
  expect(harmless('gpt\u202E4\u2069\u200F')).toBe('gpt4');
  expect(harmless('naïve 東京 שלום 🙂')).toBe('naïve 東京 שלום 🙂');
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(harmless(text)).not.toMatch(/[\p{Cc}\u2028\u2029]|\p{Bidi_Control}/u);
    }),
  );
});

// Checked against micromark with GFM and formulas: each of these is then shown as it is.
describe('a text for Markdown', () => {
  test.each([
    ['claude-3.5 (new), $2!', 'claude-3.5 (new), $2!'],
    ['professional_law', 'professional_law'],
    ['28.7 % [20.0–39.5]', '28.7 % [20.0–39.5]'],
    ['R&D', 'R&D'],
    ['_all_ *of* `it`', '\\_all\\_ \\*of\\* \\`it\\`'],
    ['a|b\\|c', 'a\\|b\\\\\\|c'],
    ['<img onerror=x>', '\\<img onerror=x>'],
    ['</script>', '\\</script>'],
    ['[text](http://host) ![x](y)', '\\[text\\](http://host) ![x\\](y)'],
    ['[x]: /url', '\\[x\\]: /url'],
    ['&lt; &#60;', '\\&lt; \\&#60;'],
    ['# title #', '\\# title \\#'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['1.5', '1.5'],
    ['> quote', '\\> quote'],
    ['$a$ ~~b~~', '\\$a\\$ \\~\\~b\\~\\~'],
    ['two\nlines', 'two lines'],
    ['    code', 'code'],
  ])('%j → %s', (text, escaped) => expect(forMarkdown(text)).toBe(escaped));
});
