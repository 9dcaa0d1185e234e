import type { List } from '../app/listing.ts';
import { harmless } from '../lib/harmless.ts';

/** Columns as wide as they need to be; what is unknown stays empty. A list of names and summaries has no header. */
export function* tableOf<T>(
  { shown, notes }: Pick<List<T>, 'shown' | 'notes'>,
  items: readonly T[],
): Generator<string> {
  const titles = Object.keys(shown);
  const rows = items.map((item) => Object.values(shown).map((cell) => harmless(String(cell(item) ?? ''))));
  const lines = titles[0] === 'name' ? rows : [titles, ...rows];
  const widths = titles.map((_, place) => Math.max(0, ...lines.map((cells) => cells[place]?.length ?? 0)));
  for (const cells of lines) {
    yield `${cells
      .map((cell, place) => cell.padEnd(widths[place] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  }
  for (const note of notes?.(items) ?? []) yield `${harmless(note)}\n`;
}
