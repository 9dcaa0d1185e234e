import { harmless } from '../../lib/harmless.ts';
import { drawnBare, fittedBare } from '../../reports/drawn.ts';
import { leftOutNote, type Screen } from '../../reports/terminal.ts';
import type { List } from './listing.ts';

/**
 * A list for a terminal, with what must be read below it; what is unknown stays empty. Cells are folded, and then columns left
 * out and named, where a screen is narrow. A list of names and summaries has no header.
 */
export function* listTable<T>(
  { shown, narrow = {}, notes }: Pick<List<T>, 'shown' | 'narrow' | 'notes'>,
  items: readonly T[],
  { width = Number.POSITIVE_INFINITY }: Pick<Screen, 'width'> = {},
): Generator<string> {
  const columns = Object.keys(shown).map((title) => ({ title, align: 'left' as const, ...narrow[title] }));
  const rows = items.map((item) => Object.values(shown).map((cell) => String(cell(item) ?? '')));
  const fit = fittedBare({ title: '', protocol: '', columns, rows }, width);
  const hasHead = columns[0]?.title !== 'name';
  if (hasHead || rows.length > 0) yield drawnBare(fit.shown, { hasHead });
  const left = new Map(fit.leftOut.map(({ title }) => [title, '']));
  for (const note of [...(notes?.(items) ?? []), ...leftOutNote(left, width)]) yield `${harmless(note)}\n`;
}
