import { harmless } from '../lib/harmless.ts';

/** What GitHub's Markdown would take for markup, by where it stands in a text that begins a line or a cell. */
const MARKUP = new RegExp(
  [
    /[\\`*<|]/, // wherever it stands
    /\](?=[([:])/, // links, pictures, definitions
    /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u, // emphasis, but not snake_case
    /&(?=#?\w+;)/, // entities
    /^[#>+[-]|(?<=^\d+)[.)](?=\s|$)|#$/, // headings, quotes, lists, tick boxes
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** A text for a line or a cell of Markdown, shown as it is. */
export const forMarkdown = (text: string): string =>
  escapePairs('~', escapePairs('$', harmless(text).trim().replace(MARKUP, '\\$&')));

/** Strikes and formulas need two signs; one is only itself. */
const escapePairs = (sign: string, text: string): string =>
  text.indexOf(sign) === text.lastIndexOf(sign) ? text : text.replaceAll(sign, `\\${sign}`);
