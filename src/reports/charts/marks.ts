import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape';
import { tag, words } from './svg.ts';
import { textWidth } from './text-width.ts';

const SHAPES = { circle: symbolCircle, diamond: symbolDiamond, square: symbolSquare, triangle: symbolTriangle };

export interface Mark {
  readonly shape: keyof typeof SHAPES;
  readonly class: 'strong' | 'weak' | 'tint';
}

/** A mark of 64 square pixels around a point. */
export const markAt = (x: number, y: number, { shape, class: name }: Mark): string =>
  tag('path', {
    d: symbol(SHAPES[shape], 64).digits(2)() ?? undefined,
    transform: `translate(${Number(x.toFixed(2))} ${Number(y.toFixed(2))})`,
    class: name,
  });

/** What marks mean, in one line. */
export function legend(
  x: number,
  y: number,
  entries: readonly (readonly [draw: Mark | string, text: string])[],
): string {
  let left = x;
  return entries
    .map(([draw, text]) => {
      const at = left;
      left += 14 + 0.92 * textWidth(text) + 14;
      const drawn = typeof draw === 'string' ? tag('g', { transform: `translate(${at.toFixed(2)} ${y})` }, draw) : '';
      return (drawn || markAt(at + 5, y, draw as Mark)) + words({ x: at + 14, y: y + 4, text, class: 'soft small' });
    })
    .join('');
}
