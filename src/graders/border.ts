/** Scripts that put no space between words. */
export const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/**
 * Whether a word or a number goes on across the place between two texts: in `Oslo|ans` and in `3|.14`, not in `Oslo|.` In
 * a script without spaces nothing tells, and a word may end anywhere.
 */
export const goesOn = (before: string, after: string): boolean =>
  ACROSS.test(`${before.slice(-3)}\0${after.slice(0, 3)}`);

const SIGN = `(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}_]`;
const ACROSS = new RegExp(`${SIGN}\\0${SIGN}|\\p{N}\\0[.,]\\p{N}|\\p{N}[.,]\\0\\p{N}`, 'u');
