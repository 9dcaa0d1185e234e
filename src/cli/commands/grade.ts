import { count } from '../../lib/format.ts';
import { harmless } from '../../lib/harmless.ts';
import { defineCommand } from '../define.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { type ShownFlags, shownFlags, tableFlag } from '../flags.ts';
import { onInterrupt } from '../interrupt.ts';
import { print } from '../io.ts';

interface GradeFlags extends ShownFlags {
  readonly suite?: string;
  readonly format?: string;
  readonly table?: string;
  readonly priceFile?: string;
  readonly allowExec?: boolean;
}

export const grade = defineCommand<GradeFlags>({
  name: 'grade',
  arguments: [{ name: '[run]', summary: 'a run’s folder, its id, or latest (default)' }],
  summary: 'score recorded answers again; asks judges only',
  flags: [
    { name: '--suite <file>', summary: 'a suite whose graders and judges to take in place of the run’s own' },
    { name: '--format <report>', summary: 'what to print at the end (default: terminal)' },
    tableFlag,
    ...shownFlags,
    { name: '--price-file <file>', summary: 'prices of your own for the judges' },
    { name: '--allow-exec', summary: 'let the suite run programs' },
  ],

  async run(io, [run = 'latest'], flags) {
    const { grade } = await import('../../app/grade.ts');
    const { findWriter } = await import('../../app/report.ts');
    const {
      json,
      quiet = false,
      format = json ? 'json' : 'terminal',
      results,
      suite,
      table,
      columns,
      sort,
      priceFile,
      allowExec,
      debug,
    } = flags;
    const write = findWriter({ format, table, columns, sort, width: io.width });
    const say = (words: string) => void io.stderr.write(words);
    const signals = onInterrupt(say);
    try {
      const result = await grade({
        ...{ run, results, suite, priceFile, env: io.env, stop: signals.stop, drop: signals.drop },
        ...(allowExec && { allowExec }),
        ...(debug && { debug: (line) => say(`${line}\n`) }),
        onStart({ folder, late, calls }) {
          if (quiet) return;
          const asked =
            calls === 0 ? '' : `; judges are asked up to ${count(calls, 'time')} for ${count(late, 'answer')}`;
          say(`Grading ${folder}${asked}\n`);
        },
      });
      await print(io.stdout, await write(result, io.colour));
      for (const { model, reason } of result.stopped)
        say(`error: ${harmless(`${model} was asked no more: ${reason}`)}\n`);
      if (result.owesScores && !quiet) say('Scores are still owed; the same command goes on where it stopped.\n');
      return exitCodeOf({ ...result.scorecard, stopped: result.stopped });
    } finally {
      signals.end();
    }
  },
});
