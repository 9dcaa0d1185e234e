import type { View } from '../../app/lists/views.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { type ShownFlags, shownFlags, wholeNumber } from '../flags.ts';
import { print, screenOf } from '../io.ts';

interface ListFlags extends View, ShownFlags {
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
    {
      name: '--format <format>',
      summary: 'table (default), markdown, csv or json; prices --trend also svg, a picture',
    },
    {
      name: '--table <name>',
      summary: 'models: landscape, the comparison that circulates, with every difference noted',
    },
    { name: '--trend <floor>', summary: 'prices: the least over time of models with a published score, mmlu>=82' },
    { name: '--diff <day>', summary: 'prices: what changed between the day of --at and this one' },
    {
      name: '--check',
      summary: 'prices: those not seen for a while, and those of which genai-prices says something else',
    },
    { name: '--older-than <days>', summary: 'with --check: how long a while is (default: 90)', parse: wholeNumber },
    ...shownFlags,
    { name: '--price-file <file>', summary: 'prices of your own, before those of the catalogue' },
  ],

  async run(
    io,
    [what = ''],
    { json, results, at, priceFile, columns, sort, format = json ? 'json' : 'table', ...view },
  ) {
    const { findFormat } = await import('../../app/list.ts');
    const { findView } = await import('../../app/lists/views.ts');
    const { dayNamed } = await import('../../app/day.ts');
    const list = findView(what, view);
    const draw = findFormat(format, { columns, sort }, screenOf(io));
    await print(io.stdout, draw(list, await list.items({ results, at: dayNamed(at), priceFile })));
    return EXIT.well;
  },
});
