import type { RunResult } from '../../app/run.ts';
import { defineCommand } from '../define.ts';
import { exitCodeOf, isUnderFloor, mute } from '../exit-codes.ts';
import { type OverrideFlags, overrideFlags } from '../flags.ts';
import { print } from '../io.ts';
import type { Progress } from '../progress.ts';

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
    let progress: Progress | undefined;
    const signals = onInterrupt((words) => (progress ? progress.say(words) : io.stderr.write(words)));
    try {
      const result = await run({
        path,
        overrides,
        results,
        env: io.env,
        ...(fresh && { fresh }),
        ...(retryFailed && { retryFailed }),
        ...(allowExec && { allowExec }),
        stop: signals.stop,
        drop: signals.drop,
        onStart(start) {
          if (!quiet) progress = startProgress(io, start);
        },
      });
      progress?.end();
      await print(io.stdout, report.write(reportInput(result, io.colour)));
      io.stderr.write(closingWords(result, path, quiet));
      return exitCodeOf({ ...result.scorecard, stopped: result.stopped });
    } finally {
      progress?.end();
      signals.end();
    }
  },
});

/** The first Ctrl-C (or SIGTERM) lets calls in flight end, for 30 s at most; the second drops them. */
function onInterrupt(say: (words: string) => void) {
  const [stop, drop] = [new AbortController(), new AbortController()];
  let grace: NodeJS.Timeout | undefined;
  const interrupt = () => {
    if (stop.signal.aborted) return drop.abort();
    say('Stopping: calls in flight may end; once more drops them.\n');
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
  const explained = new Set(stopped.map(({ model }) => model));
  return [
    ...stopped.map(({ model, reason }) => `error: ${model} was asked no more: ${reason}`),
    ...mute(scorecard).flatMap((model) => (explained.has(model) ? [] : [`error: ${model} gave no answer at all`])),
    ...(scorecard.coverage.some(isUnderFloor)
      ? [`Too few answers to trust; ask the failures again: ${again} --retry-failed`]
      : []),
    ...(manifest.status === 'complete' ? [] : [`Incomplete; the same command goes on where it stopped: ${again}`]),
    ...(quiet ? [] : [`Results: ${folder}`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
