import { harmless } from '../../lib/harmless.ts';

/** Of 12 pixels' height. */
const SIZE = 12;

/** Widths in em, on the wide side of common sans-serif faces: which one draws is not known. */
const WIDTHS: readonly (readonly [characters: RegExp, em: number])[] = [
  [/[ijlI.,:;'|!]/, 0.34],
  [/[ frt()[\]/-]/, 0.42],
  [/[mwMW@%—]/, 0.98],
  [/[A-Z&]/, 0.74],
  [/[\u0020-\u024F]/, 0.63],
];

/** East Asian letters, pictures and whatever else we know nothing of are as wide as high. */
const FULL = 1.05;

const widthOfCharacter = (character: string): number =>
  SIZE * (WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? FULL);

/** About how wide a text is drawn, in pixels. */
export const textWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + widthOfCharacter(character), 0);

/** More than any width we give can hold, so that endless names are not walked through. */
const MOST_CHARACTERS = 500;

/** A text that is no wider than that, its end replaced by `…` if need be. */
export function clipped(text: string, width: number): string {
  const characters = [...harmless(text.slice(0, MOST_CHARACTERS))];
  if (text.length <= MOST_CHARACTERS && textWidth(characters.join('')) <= width) return characters.join('');
  let [kept, used] = ['', FULL * SIZE];
  for (const character of characters) {
    used += widthOfCharacter(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
