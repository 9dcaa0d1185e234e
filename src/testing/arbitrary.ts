import fc from 'fast-check';

/** Characters that readers of text files stumble over, and all others. */
const character = fc.oneof(
  fc.constantFrom(...'",;\'\n\r\t \\\0\uFEFF\uFFFD\u2028é🙂'),
  fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  fc
    .integer({ min: 0, max: 0x10ffff })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code)),
);

/** Any text that UTF-8 can hold. */
export const anyText = (): fc.Arbitrary<string> => fc.string({ unit: character });
