import { letterAt } from '../domain/sample.ts';
import { plainText } from './normalize.ts';

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

  const marked = lastMarkedValue(text);
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

const MARKERS = [
  '(?:final |correct )?answer',
  '(?:endgültige |richtige |finale )?antwort',
  '(?:la )?réponse(?: finale| correcte)?',
  '(?:la )?respuesta(?: final| correcta)?',
  '(?:la )?risposta(?: finale| corretta)?',
  '(?:a )?resposta(?: final| correta)?',
  '(?:ответ|odpowiedź|antwoord|svar|cevap|vastaus)',
  '(?:最终|正确)?答案',
  '(?:最終的な|正しい)?(?:答え|回答)',
  '(?:최종 |올바른 )?(?:답|정답|답변)',
  'الإجابة(?: النهائية| الصحيحة)?',
  'उत्तर',
].map((marker) => marker.normalize('NFKC'));
const MARKER = new RegExp(`^\\s*(?:${MARKERS.join('|')})\\s*:`, 'iu');

/** What stands after the marker of the last line that starts with one, or on the next line that is not blank. */
function lastMarkedValue(text: string): string | undefined {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const at = lines.findLastIndex((line) => MARKER.test(line));
  if (at < 0) return undefined;
  let value = lines[at] as string;
  while (MARKER.test(value)) value = value.replace(MARKER, '');
  return value.trim() || (lines.slice(at + 1).find((line) => line.trim() !== '') ?? '');
}

/** What follows the last `answer is` or `answer:`, to the end of its line. */
const lastPhrase = (text: string): string | undefined => {
  const last = [...text.matchAll(/\banswer(?:\s+is\b\s*:?|\s*:)/giu)].at(-1);
  return (
    last &&
    text
      .slice(last.index + last[0].length)
      .split(/[\n\r]/, 1)[0]
      ?.trim()
  );
};

/** `C.`, `(C), since …`, `option C`: a letter in brackets, or one that ends its sentence or its line. */
function letterThatEnds(phrase: string, choices: readonly string[]): string | undefined {
  const found = /^(?:option\s+)?(?:\((?:option\s+)?([a-z])\)|\[([a-z])\]|([a-z])(?:[.!?;]?$|[.!?;]\s))/iu.exec(phrase);
  return allowed(found?.[1] ?? found?.[2] ?? found?.[3], choices);
}

function readOne(value: string, choices: readonly string[]): string | undefined {
  const bare = peel(value);
  if (bare.length === 1) return allowed(bare, choices);

  const [, letter, text] = /^["'“”‘’([{]*([a-z])["'“”‘’]?\s*[)\]}.,:\-–—]+\s*(\S.*)$/isu.exec(value.trim()) ?? [];
  if (allowed(letter, choices) && text !== undefined) {
    const own = choices[indexOf(letter as string)] as string;
    if (same(own, text)) return (letter as string).toUpperCase();
  }
  return onlyChoiceWithText(value, choices);
}

/** `A, B and C`, `ABC`, `a,b,c`: every part must be a letter; letters without separators must be capitals. */
function readSeveral(value: string, choices: readonly string[]): string | undefined {
  const bare = peel(value);
  const parts = /^[A-Z]+$/.test(bare)
    ? [...bare]
    : bare.split(/\s*(?:,|;|&|\band\b|\s)\s*/iu).filter((part) => part !== '');
  const letters = parts.map((part) => allowed(peel(part), choices));
  if (letters.length === 0 || letters.includes(undefined)) return undefined;
  return new Set(letters).size === letters.length ? letters.sort().join('') : undefined;
}

/** Without brackets and quotes around it and one sign at its end. */
const peel = (value: string): string => {
  const bare = value
    .trim()
    .replace(/[.,):]$/u, '')
    .replace(/^["'“”‘’«([{\s]+/u, '')
    .replace(/["'“”‘’»)\]}\s]+$/u, '');
  return bare.replace(/[.,:]$/u, '');
};

const indexOf = (letter: string): number => letter.toUpperCase().charCodeAt(0) - 65;

/** The capital of a letter that names one of the choices. */
const allowed = (letter: string | undefined, choices: readonly string[]): string | undefined =>
  letter !== undefined && /^[a-z]$/i.test(letter) && indexOf(letter) < choices.length
    ? letter.toUpperCase()
    : undefined;

function onlyChoiceWithText(value: string, choices: readonly string[]): string | undefined {
  const matching = choices.flatMap((text, index) => (same(text, value) ? [index] : []));
  return matching.length === 1 ? letterAt(matching[0] as number) : undefined;
}

const same = (choice: string, text: string): boolean =>
  comparable(choice) === comparable(text) && comparable(text) !== '';

const comparable = (text: string): string =>
  plainText(text)
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^["'“”‘’]+|["'“”‘’]+$/gu, '')
    .replace(/\.$/u, '')
    .toLowerCase();

function nothing(text: string): string {
  if (text.trim() === '') return 'the answer is empty';
  const declines = /^(?:i['’]?m sorry|sorry|i (?:can ?not|can['’]t|won['’]t|am unable|am not able)|as an ai)\b/iu;
  return declines.test(text.trim())
    ? 'refusal? no answer line, and no choice as the whole text'
    : 'no answer line, and no choice as the whole text';
}
