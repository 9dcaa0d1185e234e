import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { names, type ShownFlags, shownFlags, wholeFromOne } from '../flags.ts';
import { print } from '../io.ts';

interface CompareFlags extends ShownFlags {
  readonly baseline?: string;
  readonly models?: string[];
  readonly task?: string[];
  readonly metric?: string;
  readonly format?: string;
  readonly regressions?: number;
  readonly allowProtocolChange?: boolean;
}

export const compare = defineCommand<CompareFlags>({
  name: 'compare',
  arguments: [
    {
      name: '[runs...]',
      summary: 'a run: its models in pairs (default: latest); or an earlier and a later run of one suite',
    },
  ],
  summary: 'compare models on the same samples, or two runs of one suite; asks nothing',
  flags: [
    {
      name: '--baseline <id>',
      summary: 'the model that others are set against (default: the incumbent, else all pairs)',
    },
    { name: '--models <ids>', summary: 'only these models, with commas between', parse: names },
    { name: '--task <names>', summary: 'only these tasks, with commas between', parse: names },
    { name: '--metric <name>', summary: 'another metric than each task’s own' },
    { name: '--format <format>', summary: 'terminal (default), markdown, csv or json' },
    ...shownFlags,
    {
      name: '--regressions <n>',
      summary: 'show what was asked and said for so many lost samples of a pair',
      parse: wholeFromOne,
    },
    { name: '--allow-protocol-change', summary: 'compare two runs that asked or graded in different ways' },
  ],

  async run(io, runs, { task, json, columns, sort, format = json ? 'json' : 'terminal', ...flags }) {
    const { compare, findComparisonFormat } = await import('../../app/compare.ts');
    const write = findComparisonFormat({ format, columns, sort, regressions: flags.regressions });
    const report = await compare({ ...flags, runs, tasks: task });
    await print(io.stdout, write(report, io));
    return EXIT.well;
  },
});
