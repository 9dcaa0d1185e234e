import type { Tick } from './axis.ts';
import { HEAD, head, lines, linesHeight, MARGIN, WIDTH } from './head.ts';
import { line, type Picture, tag, words } from './svg.ts';
import { clipped, textWidth } from './text-width.ts';

/** One column of a picture: the same names, by another measure or on another task. */
interface Panel {
  readonly title: string;
  readonly ticks: readonly Tick[];
  /** What stands on a name's line, which is at 0. */
  row(name: string): string;
}

interface RowPanelsInput {
  readonly title: string;
  readonly protocol: string;
  readonly description: string;
  readonly names: readonly string[];
  readonly panels: readonly Panel[];
  /** The width that `panelWidth` gave for as many panels. */
  readonly width: number;
  legend(y: number): string;
  readonly notes: readonly string[];
}

/** Pixels: a name's line, between panels, above and below the lines of a panel, and the widest name. */
const [ROW, GAP, ABOVE, BELOW, NAME] = [22, 26, 26, 40, 180];
/** Panels side by side, before they go on below. */
const MOST_ACROSS = 3;

const namesWidth = (names: readonly string[]): number =>
  Math.min(NAME, Math.max(0, ...names.map((name) => textWidth(clipped(name, NAME))))) + 12;

/** How wide each of so many panels is. */
export function panelWidth(names: readonly string[], panels: number): number {
  const across = Math.max(1, Math.min(panels, MOST_ACROSS));
  return (WIDTH - 2 * MARGIN - namesWidth(names) - GAP * (across - 1)) / across;
}

/** Names down the side, and panels beside each other in which each name has its line. */
export function rowPanels({
  title,
  protocol,
  description,
  names,
  panels,
  width,
  legend,
  notes,
}: RowPanelsInput): Picture {
  const left = MARGIN + namesWidth(names);
  const band = ABOVE + names.length * ROW + BELOW;
  const bands = Array.from({ length: Math.ceil(panels.length / MOST_ACROSS) }, (_, index) => HEAD + index * band);
  const foot = HEAD + bands.length * band;
  return {
    ...{ width: WIDTH, height: foot + 34 + linesHeight(notes), title, description },
    body: [
      head(title, protocol),
      ...bands.flatMap((top) => names.map((name, index) => nameAt(name, left - 8, top + ABOVE + (index + 0.5) * ROW))),
      ...panels.map((panel, index) => {
        const x = left + (index % MOST_ACROSS) * (width + GAP);
        const top = bands[Math.floor(index / MOST_ACROSS)] as number;
        return tag('g', { transform: `translate(${x.toFixed(2)} ${top + ABOVE})` }, panelOf(panel, names, width));
      }),
      ...[legend(foot + 4), lines(foot + 30, notes)],
    ].join('\n'),
  };
}

const nameAt = (name: string, x: number, y: number): string =>
  words({ x, y: y + 4, text: clipped(name, NAME), anchor: 'end' });

function panelOf({ title, ticks, row }: Panel, names: readonly string[], width: number): string {
  const height = names.length * ROW;
  return [
    words({ x: 0, y: -9, text: clipped(title, width), class: 'soft' }),
    ...names.map((_, index) =>
      line({ from: [0, (index + 0.5) * ROW], to: [width, (index + 0.5) * ROW], class: 'rule' }),
    ),
    ...ticks.flatMap(({ at, label }) => [
      line({ from: [at, 0], to: [at, height], class: 'rule' }),
      words({ x: at, y: height + 16, text: label, anchor: 'middle', class: 'soft small' }),
    ]),
    line({ from: [0, height], to: [width, height], class: 'edge' }),
    ...names.map((name, index) => tag('g', { transform: `translate(0 ${(index + 0.5) * ROW})` }, row(name))),
  ].join('');
}
