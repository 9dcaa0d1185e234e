import { count } from '../../lib/format.ts';
import { harmless } from '../../lib/harmless.ts';
import { budgetWords } from '../budget-words.ts';
import { defineCommand } from '../define.ts';
import { exitCodeOf, mute, unscoredWords } from '../exit-codes.ts';
import { type ShownFlags, shownFlags, tableFlag } from '../flags.ts';
import { onInterrupt } from '../interrupt.ts';
import { printRun } from '../verdicts.ts';

interface GradeFlags extends ShownFlags {
  readonly suite?: string;
  readonly format?: string;
  readonly table?: string;
  readonly priceFile?: string;
  readonly allowExec?: boolean;
}

const MORE_MONEY =
  'What the run has paid so far counts. To go on, raise the budget in the suite, and name it: --suite <file>';

export const grade = defineCommand<GradeFlags>({
  name: 'grade',
  arguments: [{ name: '[run]', summary: 'a run’s folder, its id, or latest (default)' }],
  summary: 'score recorded answers again; asks judges only, for verdicts that are owed',
  flags: [
    { name: '--suite <file>', summary: 'a suite whose graders, judges and gates to take in place of the run’s own' },
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
    const write = await findWriter({ format, table, columns, sort, width: io.width });
    const say = (words: string) => void io.stderr.write(words);
    const signals = onInterrupt(say);
    try {
      const result = await grade({
        ...{ run, results, suite, priceFile, env: io.env, stop: signals.stop, drop: signals.drop },
        ...(allowExec && { allowExec }),
        ...(debug && { debug: (line) => say(`${line}\n`) }),
        onStart({ folder, late, calls, probes }) {
          if (quiet) return;
          const asked = [
            ...(calls > 0 ? [`${count(calls, 'time')} for ${count(late, 'answer')}`] : []),
            ...(probes > 0 ? [`${count(probes, 'time')} about cases with a known verdict`] : []),
          ];
          say(`Grading ${folder}${asked.length > 0 ? `; judges are asked up to ${asked.join(' and ')}` : ''}\n`);
        },
      });
      await printRun(io, result, { write, format, quiet });
      for (const { model, reason } of result.stopped)
        say(`error: ${harmless(`${model} was asked no more: ${reason}`)}\n`);
      for (const model of mute(result.scorecard).filter((one) => result.lastFailures.has(one)))
        say(`error: ${harmless(`${model} gave no answer at all: ${result.lastFailures.get(model)}`)}\n`);
      if (!result.owesScores) for (const words of unscoredWords(result.scorecard)) say(`${harmless(words)}\n`);
      for (const words of budgetWords(result, { run: MORE_MONEY, model: MORE_MONEY })) say(`${harmless(words)}\n`);
      if (result.owesScores && result.overBudget.length === 0 && !quiet)
        say('Scores are still owed; the same command goes on where it stopped.\n');
      return exitCodeOf({ ...result.scorecard, stopped: result.stopped });
    } finally {
      signals.end();
    }
  },
});
