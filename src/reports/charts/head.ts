import { words } from './svg.ts';
import { clipped, textWidth } from './text-width.ts';

/** Pixels of every picture: from side to side, and left free at each. */
export const [WIDTH, MARGIN] = [760, 16];

/** Below which a picture begins under its head. */
export const HEAD = 56;

/** The two lines above a picture: what it shows, and what its figures need beside them to be comparable. */
export const head = (title: string, protocol: string): string =>
  [
    words({ x: MARGIN, y: 26, text: clipped(title, (WIDTH - 2 * MARGIN) * 0.75), class: 'title' }),
    words({ x: MARGIN, y: 45, text: clipped(protocol, WIDTH - 2 * MARGIN), class: 'soft' }),
  ].join('');

/** What stands below a tick; one at the edge stays within the picture. */
export function below(x: number, y: number, text: string): string {
  const half = textWidth(text) / 2;
  return words({ x: Math.max(half, Math.min(x, WIDTH - half)), y, text, anchor: 'middle', class: 'soft' });
}

/** Pixels from one line of words to the next. */
const LINE = 17;

/** Texts from `y` on, each in as many lines as it needs. */
export const lines = (y: number, texts: readonly string[]): string =>
  texts
    .flatMap(folded)
    .map((text, index) => words({ x: MARGIN, y: y + index * LINE, text, class: 'soft' }))
    .join('');

export const linesHeight = (texts: readonly string[]): number => texts.flatMap(folded).length * LINE;

/** Lines and letters that one text is given: an endless one does not push the picture away. */
const [MOST_LINES, MOST_LETTERS] = [3, 1000];

function folded(text: string): string[] {
  const room = WIDTH - 2 * MARGIN;
  const filled: string[] = [];
  for (const word of text.slice(0, MOST_LETTERS).split(' ')) {
    const last = filled.at(-1);
    const isLong = last !== undefined && textWidth(`${last} ${word}`) > room;
    if (last === undefined || (isLong && filled.length < MOST_LINES)) filled.push(word);
    else filled[filled.length - 1] = `${last} ${word}`;
  }
  return filled.map((line) => clipped(line, room));
}

/** More names than fit a line are counted. */
export function listed(names: readonly string[]): string {
  const MOST = 8;
  const shown = names.slice(0, MOST).map((name) => clipped(name, 120));
  return names.length <= MOST ? shown.join(', ') : `${shown.join(', ')} and ${names.length - MOST} more`;
}

/** Entries one after another, in as many lines as they need. */
export function flowed(entries: readonly string[]): string[] {
  const filled: string[] = [];
  for (const entry of entries) {
    const longer = `${filled.at(-1)} · ${entry}`;
    if (filled.length > 0 && textWidth(longer) <= WIDTH - 2 * MARGIN) filled[filled.length - 1] = longer;
    else filled.push(entry);
  }
  return filled;
}
