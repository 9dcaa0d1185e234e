import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { print } from '../io.ts';
import { tableOf } from '../table.ts';

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
