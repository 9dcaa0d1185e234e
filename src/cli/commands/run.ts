import type { RunResult } from '../../app/run.ts';
import { Interrupted } from '../../domain/errors.ts';
import { usd } from '../../lib/format.ts';
import { harmless } from '../../lib/harmless.ts';
import { budgetWords } from '../budget-words.ts';
import { defineCommand } from '../define.ts';
import { exitCodeOf, isUnderFloor, mute, unscoredWords } from '../exit-codes.ts';
import {
  amount,
  type HeldFlags,
  heldFlags,
  inconclusiveFlag,
  type OverrideFlags,
  overrideFlags,
  type ShownFlags,
  shownFlags,
  tableFlag,
} from '../flags.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Progress } from '../progress.ts';
import { printRun } from '../verdicts.ts';

interface RunFlags extends OverrideFlags, HeldFlags, ShownFlags {
  readonly format?: string;
  readonly table?: string;
  readonly confirmOver?: number;
  readonly inconclusive?: 'pass' | 'fail';
}

export const run = defineCommand<RunFlags>({
  name: 'run',
  arguments: [{ name: '<suite>', summary: 'the suite, a YAML file' }],
  summary: 'ask, grade, price and report; goes on by itself where the same run was cut short',
  flags: [
    ...overrideFlags,
    ...heldFlags,
    inconclusiveFlag,
    { name: '--format <report>', summary: 'what to print at the end (default: terminal)' },
    tableFlag,
    ...shownFlags,
    { name: '--confirm-over <usd>', summary: 'ask before it starts where it is likely to cost more', parse: amount },
  ],

  async run(io, [path = ''], flags) {
    const { run } = await import('../../app/run.ts');
    const { findWriter } = await import('../../app/report.ts');
    const { startProgress } = await import('../progress.ts');
    const {
      json,
      quiet = false,
      format = json ? 'json' : 'terminal',
      table,
      columns,
      sort,
      results,
      fresh,
      retryFailed,
      reuse,
      priceFile,
      allowExec,
      debug,
      confirmOver,
      ...overrides
    } = flags;
    const write = await findWriter({ format, table, columns, sort, width: io.width });
    if (confirmOver !== undefined) {
      const { estimate } = await import('../../app/estimate.ts');
      const { isConfirmed } = await import('../confirm.ts');
      const found = await estimate({ path, overrides, results, priceFile, fresh, retryFailed, reuse });
      if (!(await isConfirmed(io, found, { over: confirmOver, quiet }))) throw new Interrupted();
    }
    let progress: Progress | undefined;
    const say = (words: string) => (progress ? progress.say(words) : void io.stderr.write(words));
    const signals = onInterrupt(say);
    try {
      const result = await run({
        path,
        overrides,
        results,
        env: io.env,
        ...(fresh && { fresh }),
        ...(retryFailed && { retryFailed }),
        ...(allowExec && { allowExec }),
        reuse,
        priceFile,
        ...(debug && { debug: (line) => say(`${line}\n`) }),
        stop: signals.stop,
        drop: signals.drop,
        onStart(start) {
          if (!quiet) progress = startProgress(io, start);
        },
      });
      progress?.end();
      await printRun(io, result, { write, format, quiet });
      io.stderr.write(closingWords(result, quiet));
      return exitCodeOf({ ...result.scorecard, stopped: result.stopped });
    } finally {
      progress?.end();
      signals.end();
    }
  },
});

function closingWords(result: RunResult, quiet: boolean): string {
  const { folder, manifest, scorecard, stopped, overBudget, lastFailures } = result;
  const explained = new Set(stopped.map(({ model }) => model));
  return [
    ...stopped.map(({ model, reason }) => `error: ${model} was asked no more: ${reason}`),
    ...mute(scorecard)
      .filter((model) => !explained.has(model))
      .map((model) => `error: ${model} gave no answer at all: ${lastFailures.get(model) ?? 'see outcomes.jsonl'}`),
    ...(manifest.status === 'complete' ? unscoredWords(scorecard) : []),
    ...(scorecard.coverage.some(isUnderFloor)
      ? [`Too few answers to trust; ask the failures again: ${sameCommand('--retry-failed')}`]
      : []),
    ...(overBudget.length > 0 ? budgetLines(result) : []),
    ...(manifest.status === 'complete' || overBudget.length > 0
      ? []
      : [`Incomplete; the same command goes on where it stopped: ${sameCommand()}`]),
    ...(quiet ? [] : [`Results: ${folder}`]),
  ]
    .map((line) => `${harmless(line)}\n`)
    .join('');
}

function budgetLines(result: RunResult): string[] {
  const needed = usdForAll(result.scorecard);
  return [
    ...budgetWords(result, {
      run: `To go on: ${sameCommand('--max-usd')} <USD>`,
      model: 'To go on, raise per_model_usd in the suite.',
    }),
    ...(needed === null
      ? []
      : [
          `At the cost so far all trials would take ${usd(needed)}; a tenth more is wise, since money is set aside before it is spent.`,
        ]),
  ];
}

/** What all trials cost if those that are left cost what the others did; null where one is not priced or not begun. */
function usdForAll({ rows, coverage }: RunResult['scorecard']): number | null {
  const parts = coverage.map(({ model, task, planned, asked }) => {
    const row = rows.find((one) => one.model === model && one.task === task && one.level === 'all');
    return row?.spent_usd == null || asked === 0 ? Number.NaN : (row.spent_usd / asked) * planned;
  });
  const sum = parts.reduce((all, part) => all + part, 0);
  return Number.isNaN(sum) ? null : sum;
}

/** What was typed, to be typed again, with one flag more; --fresh would not go on, and an amount is another now. */
function sameCommand(...more: readonly string[]): string {
  const typed = process.argv
    .slice(2)
    .filter((_, place, all) => all[place - 1] !== '--max-usd' || !more.includes('--max-usd'))
    .filter((word) => word !== '--fresh' && !more.some((flag) => word === flag || word.startsWith(`${flag}=`)));
  return ['llm-bench', ...typed, ...more].map(quoted).join(' ');
}

/** A word as a shell takes it whole. */
const quoted = (word: string): string => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
