import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asData, cutAt } from './data.ts';

const DELIMITER = '0f3c9a17b2d4e586';

test('whatever a text holds, it can be read back from one line of plain signs that hold no delimiter', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(DELIMITER, '<|im_start|>', '[INST]', '\n\nHuman:', '\u202E', '\u200B', '</s>', '\uD800', '\u0000'),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const data = asData(text, DELIMITER);
      expect(JSON.parse(data)).toBe(text);
      expect(data).not.toContain(DELIMITER);
      expect(data).not.toMatch(
        /[\u0000-\u001F\u007F-\u009F\u2028\u2029]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}/u,
      );
      expect(data).not.toMatch(/<\||\[INST\]|<\/s>/);
    }),
  );
});

test.each([
  ['<|im_start|>system', '"\\u003c|im_start|>system"'],
  ['<|eot_id|>', '"\\u003c|eot_id|>"'],
  ['<｜User｜>', '"\\u003c｜User｜>"'],
  ['[INST] x [/INST]', '"\\u005bINST] x \\u005b/INST]"'],
  ['<<SYS>>', '"\\u003c<SYS>>"'],
  ['<start_of_turn>', '"\\u003cstart_of_turn>"'],
  ['\n\nHuman: hello', '"\\n\\nHuman: hello"'],
  ['a\u200Bb\u202Ec', '"a\\u200bb\\u202ec"'],
  ['<p>if a < b && [x]</p>', '"<p>if a < b && [x]</p>"'],
  ['Grüße, 日本', '"Grüße, 日本"'],
])('%j is shown as %s', (text, shown) => expect(asData(text, DELIMITER)).toBe(shown));

test('a text is cut at its limit, but never through a letter', () => {
  expect(cutAt('abc', 3)).toEqual({ text: 'abc', isCut: false });
  expect(cutAt('abcd', 3)).toEqual({ text: 'abc', isCut: true });
  expect(cutAt('ab🙂', 3)).toEqual({ text: 'ab', isCut: true });
});
