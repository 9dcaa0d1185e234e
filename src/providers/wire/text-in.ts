import { at, textAt } from './told-error.ts';

/** The text in an answer that comes in parts; undefined where none of them is text. */
export function textIn(parts: readonly unknown[]): string | undefined {
  const texts = parts.filter((part) => at(part, 'type') === 'text').map((part) => textAt(part, 'text') ?? '');
  return texts.length > 0 ? texts.join('') : undefined;
}
