import { basename } from 'node:path';
import type { RunResult } from '../../app/run.ts';
import { defineCommand } from '../define.ts';
import { exitCodeOf, isUnderFloor } from '../exit-codes.ts';
import { type OverrideFlags, overrideFlags } from '../flags.ts';
import { type Io, print } from '../io.ts';

interface RunFlags extends OverrideFlags {
  readonly fresh?: boolean;
  readonly retryFailed?: boolean;
  readonly format?: string;
}

export const run = defineCommand<RunFlags>({
  name: 'run',
  arguments: [{ name: '<suite>', summary: 'the suite, a YAML file' }],
  summary: 'ask, grade, price and report; goes on by itself where the same run was cut short',
  flags: [
    ...overrideFlags,
    { name: '--fresh', summary: 'start another run even where one could go on' },
    { name: '--retry-failed', summary: 'ask the trials again that ended without an answer' },
    { name: '--format <report>', summary: 'what to print at the end (default: terminal)' },
  ],

  async run(io, [path = ''], flags) {
    const { run } = await import('../../app/run.ts');
    const { findReport, reportInput } = await import('../../app/report.ts');
    const { systemClock } = await import('../../lib/clock.ts');
    const { startProgress } = await import('../progress.ts');
    const {
      json,
      quiet = false,
      format = json ? 'json' : 'terminal',
      results,
      fresh,
      retryFailed,
      allowExec,
      ...overrides
    } = flags;
    const report = findReport(format);
    const signals = onInterrupt(io);
    let endProgress = () => {};
    try {
      const result = await run({
        path,
        overrides,
        results,
        env: io.env,
        clock: systemClock,
        ...(fresh && { fresh }),
        ...(retryFailed && { retryFailed }),
        ...(allowExec && { allowExec }),
        stop: signals.stop,
        drop: signals.drop,
        onStart(start) {
          if (!quiet) endProgress = startProgress(io, start);
        },
      });
      endProgress();
      await print(io.stdout, report.write(reportInput(result, io.colour)));
      io.stderr.write(closingWords(result, path, quiet));
      return exitCodeOf({ ...result.scorecard, stopped: result.stopped });
    } finally {
      endProgress();
      signals.end();
    }
  },
});

/** The first Ctrl-C (or SIGTERM) lets calls in flight end, for 30 s at most; the second drops them. */
function onInterrupt(io: Io) {
  const [stop, drop] = [new AbortController(), new AbortController()];
  let grace: NodeJS.Timeout | undefined;
  const interrupt = () => {
    if (stop.signal.aborted) return drop.abort();
    io.stderr.write('\nStopping: calls in flight may end; once more drops them.\n');
    stop.abort();
    grace = setTimeout(() => drop.abort(), 30_000);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return {
    stop: stop.signal,
    drop: drop.signal,
    end() {
      clearTimeout(grace);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    },
  };
}

function closingWords({ folder, manifest, scorecard, stopped }: RunResult, path: string, quiet: boolean): string {
  const again = `llm-bench run ${path}`;
  return [
    ...stopped.map(({ model, reason }) => `error: ${model} was asked no more: ${reason}`),
    ...(scorecard.coverage.some(isUnderFloor)
      ? [`Too few answers to trust; ask the failures again: ${again} --retry-failed`]
      : []),
    ...(manifest.status === 'complete' ? [] : [`Incomplete; the same command goes on where it stopped: ${again}`]),
    ...(quiet ? [] : [`Results: ${folder} (llm-bench report ${basename(folder)} shows them again)`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
