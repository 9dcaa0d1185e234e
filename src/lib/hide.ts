/** What stands where a secret stood. */
export const HIDDEN = '[secret]';

/** A shorter value (a port, a region) is no secret, and hiding it would tear holes into answers. */
const SHORTEST = 6;

/** Texts that must not be seen, ready to be looked for. */
export interface Hidden {
  readonly texts: readonly string[];
  readonly lowered: readonly string[];
  readonly pattern: RegExp;
}

/** Makes ready what must not be seen; the longest first, since one may lie inside another. */
export function toHide(texts: readonly string[]): Hidden {
  const known = [...new Set(texts)].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
  return {
    texts: known,
    lowered: known.map((text) => text.toLowerCase()),
    pattern: new RegExp(known.map(escaped).join('|') || '$^', 'gi'),
  };
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** A text without what must not be seen, in capitals or not. */
export const hide = (text: string, hidden: Hidden): string =>
  holds(text, hidden) ? text.replace(hidden.pattern, HIDDEN) : text;

/** Most texts hold none, and to see that is far cheaper than to look for all by the pattern. */
function holds(text: string, { texts, lowered }: Hidden): boolean {
  if (texts.length === 0) return false;
  const low = text.toLowerCase();
  return texts.some((each) => text.includes(each)) || lowered.some((each) => low.includes(each));
}

/** Pieces of one text, each of which is hidden where it is part of what must not be seen. */
export function hidePieces<T>(pieces: readonly T[], key: keyof T, hidden: Hidden): readonly T[] {
  const text = pieces.map((piece) => piece[key]).join('');
  if (!holds(text, hidden)) return pieces;
  const spans = [...text.matchAll(hidden.pattern)].map(({ index, 0: found }) => [index, index + found.length] as const);
  let end = 0;
  return pieces.map((piece) => {
    const start = end;
    end += String(piece[key]).length;
    return spans.some(([from, to]) => from < end && start < to) ? { ...piece, [key]: HIDDEN } : piece;
  });
}

/** A value as it is, as a URL writes it, as JSON and HTML do, with more or less of it escaped, and within base64. */
export function spellings(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const escapes = [inJson.replaceAll('/', '\\/'), ...[PYTHON, GO, DOT_NET].map((marks) => inHex(inJson, marks))];
  const encoded = [0, 1, 2].flatMap((before) => inBase64(value, before));
  return [value, encodeURI(value), encodeURIComponent(value), inJson, ...escapes, ...inHtml(value), ...encoded];
}

/** What JSON escapes in these languages beside what all do; .NET writes a quotation mark so too. */
const PYTHON = /[^ -~]/g;
const GO = /[<>&]/g;
const DOT_NET = /\\"|[&'+<>`]|[^ -~]/g;

const inHex = (inJson: string, marks: RegExp): string =>
  inJson.replace(marks, (mark) => `\\u${(mark.at(-1) ?? '').charCodeAt(0).toString(16).padStart(4, '0')}`);

/** As a page tells it: with names for what must be escaped, and for the quotation marks or not; .NET escapes the plus. */
function inHtml(value: string): string[] {
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = text.replaceAll('"', '&quot;');
  const apostrophes = ['&#39;', '&#x27;', '&#039;'].map((mark) => quoted.replaceAll("'", mark));
  return [text, quoted, ...apostrophes, ...apostrophes.map((each) => each.replaceAll('+', '&#x2B;'))];
}

/** What base64 makes of a value after so many bytes: the letters that no neighbour has a part in, in both alphabets. */
function inBase64(value: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
  const own = bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
}
