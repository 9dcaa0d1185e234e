import { ANSWER_WORDS } from './answer-words.ts';
import { UNSPACED } from './border.ts';
import { markedValue } from './normalize.ts';
import { spelt } from './number-spelling.ts';

/** A number as it was read from a text. */
export interface Found {
  readonly value: number;
  /** In plain signs: `-1234.5`, `3/4`, `12%`. */
  readonly text: string;
}

/** What 12 % is: 12 with a unit like any other, or 0.12. */
export type Percent = 'unit' | 'fraction';

/** The last number of the last line that starts with `Answer:`; without such a line, of the whole text. */
export function lastNumber(answer: string, percent: Percent): Found | undefined {
  const text = spelt(answer);
  const words = (markedValue(text, MARKER) ?? text).split(BETWEEN_WORDS);
  for (const word of words.reverse()) {
    const found = numberOf(word, percent);
    if (found) return found;
  }
  return undefined;
}

/** The number that a text is as a whole, but for a unit after it. */
export function onlyNumber(text: string, percent: Percent): Found | undefined {
  const [word = '', ...further] = spelt(text)
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '');
  return further.some((unit) => /\d/.test(unit)) ? undefined : numberOf(word, percent);
}

const MARKER = new RegExp(`^[\\s*_#>\`]*(?:${ANSWER_WORDS})[\\s*_\`]*:[*_\`]*`, 'iu');

/** What stands in no number, date or name with digits; a comma or colon only where it is not between two digits. */
const BETWEEN_WORDS = new RegExp(
  `(?:[^\\p{L}\\p{M}\\p{N}\\p{Sc}.,:/^+\\-%*×_'’]|[${UNSPACED}])+|(?<!\\d)[,:]+|[,:]+(?!\\d)`,
  'u',
);

/** A word that is a number: no date, version, range or list (`1,2`), nothing that starts with a letter. */
const NUMBER = new RegExp(
  [
    "^[_*'’]*(?<sign>[-+])?(?:\\p{Lu}{0,3}\\p{Sc}(?<inner>[-+])?)?",
    '(?:(?<top>\\d+)/(?<bottom>\\d+)|(?<digits>(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d*)?|\\.\\d+)(?:[eE](?<exponent>[-+]?\\d+))?)',
    '(?<percent>%)?\\p{Sc}?(?:[-/]?(?!(?:st|nd|rd|th)(?!\\p{L}))\\p{L}+(?:[-/]\\p{L}+)*(?:\\^-?\\d)?)?',
    "[_*'’.,:×]*$",
  ].join(''),
  'u',
);

/** Longer than any number that a double holds. */
const LONGEST = 400;

function numberOf(word: string, percent: Percent): Found | undefined {
  const groups = word.length > LONGEST ? undefined : NUMBER.exec(word)?.groups;
  if (groups === undefined) return undefined;

  const { top, bottom, exponent } = groups;
  const digits = groups['digits']?.replaceAll(',', '');
  const hundredths = percent === 'fraction' && groups['percent'] !== undefined;
  const size =
    digits === undefined
      ? Number(top) / Number(bottom) / (hundredths ? 100 : 1)
      : Number(`${digits}e${Number(exponent ?? 0) - (hundredths ? 2 : 0)}`);
  if (!Number.isFinite(size)) return undefined;

  const minus = (groups['sign'] ?? groups['inner']) === '-' ? '-' : '';
  const plain = digits === undefined ? `${top}/${bottom}` : digits + (exponent === undefined ? '' : `e${exponent}`);
  return { value: minus ? -size : size, text: `${minus}${plain}${groups['percent'] ?? ''}` };
}
