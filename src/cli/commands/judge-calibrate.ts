import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { print } from '../io.ts';

interface CalibrateFlags {
  readonly task?: string;
  readonly grader?: string;
  readonly format?: string;
}

export const judgeCalibrate = defineCommand<CalibrateFlags>({
  name: 'judge calibrate',
  arguments: [
    { name: '<labels>', summary: 'the sheet with its labels filled in' },
    { name: '[run]', summary: 'the run that it was made from: a folder, an id, or latest (default)' },
  ],
  summary: 'print how far the judge can be trusted, and quality as people would see it; asks nothing',
  flags: [
    { name: '--task <name>', summary: 'which task, where judges grade several' },
    { name: '--grader <name>', summary: 'which grader, where several ask judges' },
    { name: '--format <format>', summary: 'terminal (default), markdown, csv or json' },
  ],

  async run(io, [labels = '', run = 'latest'], { results, json, task, grader, format = json ? 'json' : 'terminal' }) {
    const { findCalibrationFormat, judgeCalibrate } = await import('../../app/judge-calibrate.ts');
    const write = findCalibrationFormat(format);
    await print(io.stdout, write(await judgeCalibrate({ labels, run, results, task, grader }), io));
    return EXIT.well;
  },
});
