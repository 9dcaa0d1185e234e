import { HEAD, head, lines, linesHeight, MARGIN, WIDTH } from './head.ts';
import { type Picture, tag, told, words } from './svg.ts';
import { clipped, textWidth } from './text-width.ts';

export interface ConfusionInput {
  readonly title: string;
  readonly protocol: string;
  /** The right labels, a line each. */
  readonly labels: readonly string[];
  /** What was answered, a column each: the labels, and what else came (`unparsed`). */
  readonly answers: readonly string[];
  /** By line, then column. */
  readonly counts: readonly (readonly number[])[];
}

/** Pixels of a cell at most, of its height, and of the names beside and above. */
const [WIDEST, HIGH, NAME] = [76, 26, 150];
/** Degrees by which the names above are slanted, since they are wider than their columns. */
const SLANT = 60;
const [COSINE, SINE] = [Math.cos((SLANT * Math.PI) / 180), Math.sin((SLANT * Math.PI) / 180)];
/** More lines or columns than that are not readable. */
const MOST = 40;

/** Which labels were taken for which: a line a right label, a column an answer, darker the larger its share of the line. */
export function confusionMatrix(input: ConfusionInput): Picture {
  const { title, protocol, labels, answers, counts } = input;
  if (Math.max(labels.length, answers.length) > MOST) return tooLarge(input);

  const left = MARGIN + Math.min(NAME, Math.max(0, ...labels.map(textWidth))) + 12;
  const widest = Math.min(NAME, Math.max(0, ...answers.map(textWidth)));
  const width = Math.min(WIDEST, (WIDTH - MARGIN - left - COSINE * widest) / Math.max(1, answers.length));
  const top = HEAD + 24 + SINE * widest;
  const isNarrow = counts.flat().some((count) => !hasRoom(count, width));
  const notes = [
    'Lines: the right label. Columns: what was answered. Shades: the share of the line.',
    ...(isNarrow ? ['A count without room is told where a pointer rests on its cell.'] : []),
  ];
  return {
    ...{ width: WIDTH, height: Math.ceil(top + labels.length * HIGH + 22 + linesHeight(notes)), title },
    description: labels.map((label, index) => lineFacts(label, answers, counts[index] ?? [])).join(' '),
    body: [
      head(title, protocol),
      ...answers.map((answer, column) => above(answer, left + (column + 0.5) * width, top - 8)),
      ...labels.map((label, index) =>
        words({ x: left - 8, y: top + (index + 0.5) * HIGH + 4, text: clipped(label, NAME), anchor: 'end' }),
      ),
      ...labels.flatMap((label, index) => {
        const own = counts[index] ?? [];
        const sum = own.reduce((a, b) => a + b, 0);
        return answers.map((answer, column) =>
          cell({
            ...{ x: left + column * width, y: top + index * HIGH, width },
            ...{ label, answer, count: own[column] ?? 0, sum },
          }),
        );
      }),
      lines(top + labels.length * HIGH + 24, notes),
    ].join('\n'),
  };
}

const above = (answer: string, x: number, y: number): string =>
  tag(
    'g',
    { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(-${SLANT})` },
    words({ x: 0, y: 0, text: clipped(answer, NAME) }),
  );

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly label: string;
  readonly answer: string;
  readonly count: number;
  readonly sum: number;
}

const hasRoom = (count: number, width: number): boolean => 0.9 * textWidth(count.toLocaleString('en-US')) <= width;

/** Shades that leave the count readable: light ones under ink, dark ones under paper. */
const shadeOf = (share: number): number => (share > 0.5 ? 0.85 + 0.15 * share : 0.7 * share);

function cell({ x, y, width, label, answer, count, sum }: Cell): string {
  const share = sum === 0 ? 0 : count / sum;
  const text = count.toLocaleString('en-US');
  const isDark = share > 0.5;
  return told(
    `${clipped(label, 400)} → ${clipped(answer, 400)}: ${text} of ${sum.toLocaleString('en-US')}`,
    tag('rect', { ...{ x, y, width, height: HIGH }, class: 'cell', 'fill-opacity': shadeOf(share) }),
    !hasRoom(count, width)
      ? ''
      : words({
          ...{ x: x + width / 2, y: y + HIGH / 2 + 4, text, anchor: 'middle' },
          class: isDark ? 'inverse small' : count === 0 ? 'soft small' : 'small',
        }),
  );
}

function lineFacts(label: string, answers: readonly string[], counts: readonly number[]): string {
  const parts = counts.flatMap((count, column) =>
    count > 0 ? [`${clipped(answers[column] ?? '', 400)} ${count.toLocaleString('en-US')}`] : [],
  );
  return `${clipped(label, 400)}: ${parts.join(', ') || 'never asked'}.`;
}

function tooLarge({ title, protocol, labels, answers }: ConfusionInput): Picture {
  const note = `${labels.length} labels and ${answers.length} kinds of answers: too many to draw.`;
  return {
    ...{ width: WIDTH, height: HEAD + 40, title, description: note },
    body: `${head(title, protocol)}${lines(HEAD + 20, [note])}`,
  };
}
