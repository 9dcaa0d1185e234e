import { letterAt } from '../domain/sample.ts';
import { fold } from '../lib/fold.ts';
import { ANSWER_WORDS } from './answer-words.ts';
import { LINE_END, markedValue, peel, plainText, QUOTES } from './normalize.ts';

/** What was read from an answer: the letters in alphabetical order, or undefined; and by which rule, or why not. */
interface Extraction {
  readonly letters: string | undefined;
  readonly rule: string;
}

/**
 * The letter that a multiple-choice answer gives. Strict: the last line that starts with `Answer:` decides alone, and
 * what follows must be exactly a letter, a letter with its own option's text, or an option's text. Loose, where there is
 * no such line: the last `answer is` inside the text with a letter that ends its sentence; else the whole text by the
 * strict rule. A letter is never looked for inside words or prose.
 */
export function extractChoice(answer: string, choices: readonly string[], multiple = false): Extraction {
  const text = plainText(answer);
  const read = multiple ? readSeveral : readOne;

  const marked = markedValue(text, MARKER);
  if (marked !== undefined) {
    const letters = read(marked, choices);
    return { letters, rule: letters ? 'strict: last answer line' : 'the last answer line names no choice' };
  }
  const phrase = lastPhrase(text);
  if (phrase !== undefined) {
    const letters = read(phrase, choices) ?? (multiple ? undefined : letterThatEnds(phrase, choices));
    return { letters, rule: letters ? 'loose: last "answer is"' : 'the last "answer is" names no choice' };
  }
  const letters = read(text, choices);
  return { letters, rule: letters ? 'loose: the whole text' : nothing(text) };
}

/**
 * The same of an answer that was cut off: by its first line, or its first two, where the first only announces. A line that may go
 * on is not read: `Answer: B` may be the start of `Answer: Both`.
 */
export function extractFirst(answer: string, choices: readonly string[], multiple = false): Extraction {
  const whole = answer.split(LINE_END).slice(0, -1);
  const [first = '', second = ''] = whole.filter((line) => line.trim() !== '');
  const found = extractChoice(first, choices, multiple);
  return found.letters === undefined ? extractChoice(`${first}\n${second}`, choices, multiple) : found;
}

const MARKER = new RegExp(`^\\s*(?:${ANSWER_WORDS})\\s*:`, 'iu');

/** What follows the last `answer is` or `answer:`, to the end of its line or of the next that is not blank. */
function lastPhrase(text: string): string | undefined {
  let end: number | undefined;
  for (const { index, 0: found } of text.matchAll(/\banswer(?:\s+is\b\s*:?|\s*:)/giu)) end = index + found.length;
  return end === undefined ? undefined : text.slice(end).trimStart().split(LINE_END, 1)[0]?.trimEnd();
}

/** `C.`, `(C), since …`, `option C`: a letter in brackets, or one that ends its sentence or its line. */
function letterThatEnds(phrase: string, choices: readonly string[]): string | undefined {
  const found = /^(?:option\s+)?(?:\((?:option\s+)?([a-z])\)|\[([a-z])\]|([a-z])(?:[.!?;]?$|[.!?;]\s))/iu.exec(phrase);
  return allowed(found?.[1] ?? found?.[2] ?? found?.[3], choices);
}

function readOne(value: string, choices: readonly string[]): string | undefined {
  const bare = peeled(value);
  if (bare.length === 1) return allowed(bare, choices);

  const trimmed = value.trim();
  const [before = '', letter] = /^["'“”‘’([{]*([a-z])["'“”‘’]?\s*[)\]}.,:\-–—]+\s*/iu.exec(trimmed) ?? [];
  const named = allowed(letter, choices);
  const isOwnText = named !== undefined && choicesWithText(trimmed.slice(before.length), choices).includes(named);
  return isOwnText ? named : only(choicesWithText(value, choices));
}

/** `A, B and C`, `ABC`, `a,b,c`: every part must be a letter; letters without separators must be capitals. */
function readSeveral(value: string, choices: readonly string[]): string | undefined {
  const bare = peeled(value);
  const parts = /^[A-Z]+$/.test(bare)
    ? [...bare]
    : bare.split(/\s*(?:,|;|&|\band\b|\s)\s*/iu).filter((part) => part !== '');
  const letters = parts.map((part) => allowed(peeled(part), choices));
  if (letters.length === 0 || letters.includes(undefined)) return undefined;
  return new Set(letters).size === letters.length ? letters.sort().join('') : undefined;
}

/** Without brackets and quotes around it and one sign at its end. */
const peeled = (value: string): string =>
  peel(value.trim().replace(/[.,):。、]$/u, ''), { before: `${QUOTES}«「([{【`, after: `${QUOTES}»」)]}】` }).replace(
    /[.,:。、]$/u,
    '',
  );

const indexOf = (letter: string): number => letter.toUpperCase().charCodeAt(0) - 65;

/** The capital of a letter that names one of the choices. */
const allowed = (letter: string | undefined, choices: readonly string[]): string | undefined =>
  letter !== undefined && /^[a-z]$/i.test(letter) && indexOf(letter) < choices.length
    ? letter.toUpperCase()
    : undefined;

/** The letters of the choices that say the same as a text. */
function choicesWithText(text: string, choices: readonly string[]): string[] {
  const said = comparable(text);
  return choices.flatMap((choice, index) => (said !== '' && comparable(choice) === said ? [letterAt(index)] : []));
}

const only = (letters: readonly string[]): string | undefined => (letters.length === 1 ? letters[0] : undefined);

const comparable = (text: string): string =>
  fold(peel(plainText(text), { before: QUOTES, after: `${QUOTES}.` }).replace(/\s+/gu, ' '));

function nothing(text: string): string {
  if (text.trim() === '') return 'the answer is empty';
  const declines = /^(?:i['’]?m sorry|sorry|i (?:can ?not|can['’]t|won['’]t|am unable|am not able)|as an ai)\b/iu;
  return declines.test(text.trim())
    ? 'refusal? no answer line, and no choice as the whole text'
    : 'no answer line, and no choice as the whole text';
}
