import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { print } from '../io.ts';

interface ReportFlags {
  readonly format?: string;
}

export const report = defineCommand<ReportFlags>({
  name: 'report',
  arguments: [{ name: '[run]', summary: 'a run’s folder, its id, or latest (default)' }],
  summary: 'print a report again from a run’s folder; asks nothing',
  flags: [{ name: '--format <report>', summary: 'which report (default: terminal)' }],

  async run(io, [run = 'latest'], { results, json, format = json ? 'json' : 'terminal' }) {
    const { report } = await import('../../app/report.ts');
    await print(io.stdout, await report({ run, results, format, colour: io.colour }));
    return EXIT.well;
  },
});
