import { harmless } from '../../lib/harmless.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { type ShownFlags, shownFlags, tableFlag } from '../flags.ts';
import { print, screenOf } from '../io.ts';

interface ReportFlags extends ShownFlags {
  readonly format?: string;
  readonly table?: string;
  readonly prices?: string;
  readonly priceFile?: string;
}

export const report = defineCommand<ReportFlags>({
  name: 'report',
  arguments: [{ name: '[run]', summary: 'a run’s folder, its id, or latest (default)' }],
  summary: 'print a report again from a run’s folder; asks nothing',
  flags: [
    { name: '--format <report>', summary: 'which report (default: terminal)' },
    tableFlag,
    ...shownFlags,
    { name: '--prices <day>', summary: 'at the prices of a day, 2024-06-01, or today (default: those of the run)' },
    { name: '--price-file <file>', summary: 'at prices of your own' },
  ],

  async run(
    io,
    [run = 'latest'],
    { results, json, quiet, prices, priceFile, table, columns, sort, format = json ? 'json' : 'terminal' },
  ) {
    const { report } = await import('../../app/report.ts');
    const onWarning = (warning: string) => void (quiet || io.stderr.write(`warning: ${harmless(warning)}\n`));
    await print(
      io.stdout,
      await report({ run, results, format, table, columns, sort, ...screenOf(io), prices, priceFile, onWarning }),
    );
    return EXIT.well;
  },
});
