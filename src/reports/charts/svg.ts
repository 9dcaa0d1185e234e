import { harmless } from '../../lib/harmless.ts';
import { STYLE } from './style.ts';

/** A drawing before it becomes a file. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What it shows, for those who do not see it. */
  readonly description: string;
  /** Elements of SVG. */
  readonly body: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; its content is SVG already. */
export function tag(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(String(value))}"`)
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
}

/** To a hundredth of a pixel, never as -0. */
const rounded = (value: number): string => String(Number(value.toFixed(2)) + 0);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for SVG: no markup, no control character, nothing that XML cannot hold. */
const escaped = (text: string): string =>
  harmless(text)
    .replace(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);

interface Words {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly class?: string;
  readonly anchor?: 'middle' | 'end';
}

/** A line of text; `y` is its baseline. */
export const words = ({ x, y, text, class: name, anchor }: Words): string =>
  tag('text', { x, y, class: name, 'text-anchor': anchor }, escaped(text));

interface Line {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly class: string;
}

export const line = ({ from: [x1, y1], to: [x2, y2], class: name }: Line): string =>
  tag('line', { x1, y1, x2, y2, class: name });

/** Elements with what is told when a pointer rests on them. */
export const told = (text: string, ...content: readonly string[]): string =>
  tag('g', {}, tag('title', {}, escaped(text)), ...content);

/** One picture as a file, or as part of a page. */
export const svgOf = ({ width, height, title, description, body }: Picture): string =>
  `${tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      role: 'img',
      class: 'llm-bench-chart',
    },
    ...[tag('title', {}, escaped(title)), tag('desc', {}, escaped(description)), tag('style', {}, STYLE)],
    ...[tag('rect', { class: 'paper', width, height }), body],
  )}\n`;

/** Several pictures as one, below each other. */
export function stacked(title: string, pictures: readonly Picture[]): Picture {
  const tops = pictures.map((_, index) => pictures.slice(0, index).reduce((sum, { height }) => sum + height, 0));
  return {
    width: Math.max(...pictures.map(({ width }) => width)),
    height: pictures.reduce((sum, { height }) => sum + height, 0),
    title,
    description: pictures.map(({ title, description }) => `${title}. ${description}`).join(' '),
    body: pictures.map(({ body }, index) => tag('g', { transform: `translate(0 ${tops[index]})` }, body)).join('\n'),
  };
}
