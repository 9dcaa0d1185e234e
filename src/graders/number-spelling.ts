import { visibleText } from './normalize.ts';

/**
 * A text with its numbers in plain signs, one spelling for each: `1 234` (thin spaces), `1{,}234` → `1,234`; `½`,
 * `\frac{1}{2}` → `1/2`; `1 1/2` → `3/2`; `3 × 10⁵` → `3e5`; `12 percent` → `12%`; `= - 5` → `= -5`. Dates in words,
 * versions and what follows a ±, which are no numbers that answer, are left out, as is `$$` around what TeX shows.
 */
export const spelt = (text: string): string =>
  RESPELT.reduce((text, [from, to]) => text.replace(from, to as string), visibleText(ahead(text)));

/** What would be lost in NFKC: thin spaces become wide ones, `10²` and `10₂` become 102, and `1½` eleven halves. */
const ahead = (text: string): string =>
  text
    .replace(/(?<=\d)[\u00A0\u2009\u202F](?=\d{3}(?!\d))/gu, ',')
    .replace(/[⁺⁻]?[⁰¹²³⁴-⁹]+/gu, '^$&')
    .replace(/[₀-₉]+/gu, '_$&')
    .replace(/[¼-¾⅐-⅞]/gu, ' $&');

const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?';
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';

type Respelling = readonly [RegExp, string | ((found: string, ...groups: string[]) => string)];

// Blanks are one at most: two runs of them side by side would take the square of their length.
const RESPELT: readonly Respelling[] = [
  [/⁄/gu, '/'],
  [/[−–]/gu, '-'],
  [/\${2,}/gu, ' '],
  [/(?<=[=≈] ?)- (?=[\d.$])/gu, '-'],
  [/(?<=\d)(?:\{,\}|\\[,!:;])(?=\d{3})/gu, ','],
  [/(-?) ?\\[dt]?frac ?\{ ?(-?\d+) ?\} ?\{ ?(\d+) ?\}/gu, ' $1$2/$3'],
  [/(\d) ?(?:[×*·x]|\\times|\\cdot) ?10\^\{?([-+]?\d+)\}?/gu, '$1e$2'],
  [/(?<![\d.,/^])10\^\{?([-+]?\d+)\}?/gu, '1e$1'],
  [/(?<![\p{L}\p{N}.,/^-])(\d{1,3}) {1,2}(\d{1,3})\/(\d{1,3})(?![\d/^]|[.,]\d)/gu, mixed],
  [/ ?(?:±|\\pm(?![a-z])) ?\d[\d.,]*/gu, ''],
  [/(\d) ?(?:\\?%|per ?cent\b)/giu, '$1%'],
  [new RegExp(`\\b(?:${DAY} (?:of )?)?${MONTH}(?: ${DAY})?,? \\d{4}\\b`, 'gu'), ' '],
  [new RegExp(`\\b(?:${DAY} (?:of )?${MONTH}(?!\\p{L})|${MONTH} ${DAY}\\b)`, 'gu'), ' '],
  [/\d{4} ?[年년](?: ?\d{1,2} ?[月월](?: ?\d{1,2} ?[日일])?)?|\d{1,2} ?[月월] ?\d{1,2} ?[日일]/gu, ' '],
  [/\b(?:version|ver\.) ?\d[\d.]*/giu, ' '],
];

function mixed(found: string, whole = '', part = '', of = ''): string {
  return Number(part) < Number(of) ? `${Number(whole) * Number(of) + Number(part)}/${of}` : found;
}
