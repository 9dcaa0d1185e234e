import type { List } from '../../app/listing.ts';
import { harmless } from '../../lib/harmless.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { print } from '../io.ts';

interface ListFlags {
  readonly at?: string;
  readonly format?: string;
  readonly priceFile?: string;
}

export const list = defineCommand<ListFlags>({
  name: 'list',
  arguments: [{ name: '<what>', summary: 'graders, providers, models, prices, prompts, datasets, reports or runs' }],
  summary: 'print what there is',
  flags: [
    { name: '--at <day>', summary: 'prices and models as of a day, 2024-06-01 (default: today)' },
    { name: '--format <format>', summary: 'table (default), csv or json' },
    { name: '--price-file <file>', summary: 'prices of your own, before those of the catalogue' },
  ],

  async run(io, [what = ''], { json, results, at, priceFile, format = json ? 'json' : 'table' }) {
    const { findFormat, findList } = await import('../../app/list.ts');
    const { dayNamed } = await import('../../app/day.ts');
    const list = findList(what);
    const draw = findFormat(format, { table: tableOf });
    await print(io.stdout, draw(list, await list.items({ results, at: dayNamed(at), priceFile })));
    return EXIT.well;
  },
});

/** Columns as wide as they need to be; what is unknown stays empty. A list of names and summaries has no header. */
function* tableOf<T>({ shown }: List<T>, items: readonly T[]): Generator<string> {
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
}
