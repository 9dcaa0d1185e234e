/**
 * The stem of a lower-case word, as NLTK's PorterStemmer gives it: M. F. Porter, Program 14.3 (1980) 130, with the later
 * changes of its author and of NLTK (its default mode, NLTK_EXTENSIONS), which differ from the paper in many words.
 */
export function stem(word: string): string {
  if (word.length <= 2) return word;
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  return withoutFinalE(STEPS.reduce(shortened, withoutParticiple(withoutPlural(word)))).replace(/ll$/, lessL);
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ...['sky', 'news', 'inning', 'outing', 'canning', 'howe', 'proceed', 'exceed', 'succeed'].map(
    (word) => [word, word] as const,
  ),
  ...(['innings', 'outings', 'cannings'] as const).map((word) => [word, word.slice(0, -1)] as const),
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
]);

/** An ending, what stands in its place, and which stems it may be taken from. */
type Rule = readonly [ending: string, instead: string, fits: (stem: string) => boolean];

const isMeasured = (stem: string): boolean => measure(stem) > 0;
const isLong = (stem: string): boolean => measure(stem) > 1;

const rules = (pairs: string, fits: Rule[2]): Rule[] =>
  pairs.split(' ').map((pair) => {
    const [ending = '', instead = ''] = pair.split('>');
    return [ending, instead, fits];
  });

/** Steps 1c to 4; -alli goes before the rest of step 2. In each, the first ending that a word has decides, fit or not. */
const STEPS: readonly (readonly Rule[])[] = [
  [['y', 'i', (stem) => stem.length > 1 && isConsonant(stem, stem.length - 1)]],
  rules('alli>al', isMeasured),
  [
    ...rules(
      'ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble entli>ent eli>e ousli>ous ization>ize ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble fulli>ful',
      isMeasured,
    ),
    ['logi', 'log', (stem) => isMeasured(`${stem}l`)],
  ],
  rules('icate>ic ative> alize>al iciti>ic ical>ic ful> ness>', isMeasured),
  [
    ...rules('al ance ence er ic able ible ant ement ment ent', isLong),
    ['ion', '', (stem) => /[st]$/.test(stem) && isLong(stem)],
    ...rules('ou ism ate iti ous ive ize', isLong),
  ],
];

function shortened(word: string, step: readonly Rule[]): string {
  const rule = step.find(([ending]) => word.endsWith(ending));
  if (rule === undefined) return word;
  const [ending, instead, fits] = rule;
  const stem = word.slice(0, -ending.length);
  return fits(stem) ? stem + instead : word;
}

/** Step 1a. */
function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ies')) return word.slice(0, word.length === 4 ? -1 : -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** Step 1b. */
function withoutParticiple(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return isMeasured(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const ending = ['ed', 'ing'].find((one) => word.endsWith(one));
  const stem = ending === undefined ? '' : word.slice(0, -ending.length);
  return hasVowel(stem) ? mended(stem) : word;
}

/** The end of a stem as it was before -ed or -ing: `conflat` → `conflate`, `hopp` → `hop`, `fil` → `file`. */
function mended(stem: string): string {
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsInDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && isShort(stem) ? `${stem}e` : stem;
}

/** Step 5a. */
function withoutFinalE(word: string): string {
  const stem = word.slice(0, -1);
  if (!word.endsWith('e')) return word;
  const m = measure(stem);
  return m > 1 || (m === 1 && !isShort(stem)) ? stem : word;
}

/** Step 5b. */
const lessL = (ending: string, at: number, word: string): string => (isLong(word.slice(0, at + 1)) ? 'l' : ending);

const endsInDouble = (stem: string): boolean =>
  stem.length > 1 && stem.at(-1) === stem.at(-2) && isConsonant(stem, stem.length - 1);

/** Porter's *o: consonant, vowel, consonant other than w, x, y; NLTK adds stems of one vowel and one consonant. */
function isShort(stem: string): boolean {
  const end = stem.length - 1;
  if (end < 1 || isConsonant(stem, end - 1) || !isConsonant(stem, end)) return false;
  return end === 1 || (isConsonant(stem, end - 2) && !/[wxy]$/.test(stem));
}

/** Porter's m: how often a consonant follows a vowel. */
function measure(stem: string): number {
  let count = 0;
  let afterVowel = false;
  for (let at = 0; at < stem.length; at++) {
    const isVowel = isVowelAfter(stem.charCodeAt(at), afterVowel, at);
    if (afterVowel && !isVowel) count++;
    afterVowel = isVowel;
  }
  return count;
}

function hasVowel(stem: string): boolean {
  return /[aeiou]/.test(stem) || /[^y]y|yy/.test(stem);
}

/** A y is a vowel after a consonant; so in a run of them every other one is. */
function isConsonant(word: string, at: number): boolean {
  let start = at;
  while (start > 0 && word.charCodeAt(start) === Y) start--;
  const isFirst = isVowelAfter(word.charCodeAt(start), false, start);
  return (at - start) % 2 === 0 ? !isFirst : isFirst;
}

const Y = 121;
const VOWELS: ReadonlySet<number> = new Set([...'aeiou'].map((letter) => letter.charCodeAt(0)));

const isVowelAfter = (letter: number, afterVowel: boolean, at: number): boolean =>
  VOWELS.has(letter) || (letter === Y && at > 0 && !afterVowel);
