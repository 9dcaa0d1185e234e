import { forMarkdown } from '../../reports/escape.ts';
import { markdownTable } from '../../reports/markdown.ts';
import type { List } from './listing.ts';

/** A list as a table to paste, with what must be read below it. Columns of numbers alone stand to the right. */
export function* listMarkdown<T>(
  { shown, notes }: Pick<List<T>, 'shown' | 'notes'>,
  items: readonly T[],
): Generator<string> {
  const cells = items.map((item) => Object.values(shown).map((cell) => cell(item) ?? null));
  const columns = Object.keys(shown).map((title, place) => {
    const isNumeric = cells.length > 0 && cells.every((row) => row[place] === null || typeof row[place] === 'number');
    return { title, align: isNumeric ? ('right' as const) : ('left' as const) };
  });
  yield markdownTable({ columns, rows: cells.map((row) => row.map((cell) => String(cell ?? ''))) });
  const below = notes?.(items) ?? [];
  if (below.length > 0) yield `\n${below.map((note) => `- ${forMarkdown(note)}\n`).join('')}`;
}
