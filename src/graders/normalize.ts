import { shown } from '../lib/fold.ts';

/** What is shown of a text, out of its TeX wrappers. */
export const visibleText = (text: string): string => unwrapTex(shown(text));

/** The visible text without Markdown or TeX markup; line ends stay. */
export const plainText = (text: string): string =>
  visibleText(text)
    .replace(/\\[()[\]]/g, '')
    .replace(/[*_#>`$]/g, '');

export const QUOTES = '"\'“”‘’';

/**
 * A text without white space and the given signs at its ends. (A regular expression that ends in `[…]+$` takes the square
 * of the length of a run of signs inside the text.)
 */
export function peel(text: string, { before, after }: { readonly before: string; readonly after: string }): string {
  const isOff = (at: number, signs: string) => {
    const sign = text.charAt(at);
    return signs.includes(sign) || sign.trim() === '';
  };
  let [start, end] = [0, text.length];
  while (start < end && isOff(start, before)) start++;
  while (start < end && isOff(end - 1, after)) end--;
  return text.slice(start, end);
}

/**
 * What stands after the marker of the last line that starts with one, or on the next line that is not blank; undefined
 * without such a line. A marker said twice counts once.
 */
export function markedValue(text: string, marker: RegExp): string | undefined {
  const lines = text.split(LINE_END);
  const at = lines.findLastIndex((line) => marker.test(line));
  if (at < 0) return undefined;
  let value = lines[at] as string;
  while (marker.test(value)) value = value.replace(marker, '');
  return value.trim() || (lines.slice(at + 1).find((line) => line.trim() !== '') ?? '');
}

export const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** `\boxed{\text{C}}` → `C`, however deep; what is not closed stays. */
function unwrapTex(text: string): string {
  const open: RegExpExecArray[] = [];
  const cuts: { readonly from: number; readonly to: number }[] = [];
  for (const brace of text.matchAll(/\\(?:boxed|text|textbf|textrm|mathrm|mathbf)\s*\{|[{}]/g)) {
    const start = brace[0] === '}' ? open.pop() : void open.push(brace);
    if (start === undefined || start[0] === '{') continue;
    cuts.push({ from: start.index, to: start.index + start[0].length }, { from: brace.index, to: brace.index + 1 });
  }
  return without(text, cuts);
}

function without(text: string, cuts: { readonly from: number; readonly to: number }[]): string {
  let [kept, at] = ['', 0];
  for (const { from, to } of cuts.sort((a, b) => a.from - b.from)) {
    kept += text.slice(at, from);
    at = to;
  }
  return kept + text.slice(at);
}
