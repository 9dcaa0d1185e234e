import { appendFile } from 'node:fs/promises';
import type { findWriter, ReportedRun } from '../app/report.ts';
import { messageOf } from '../domain/errors.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { harmless } from '../lib/harmless.ts';
import { type Io, print } from './io.ts';

interface Printing {
  readonly write: Awaited<ReturnType<typeof findWriter>>;
  readonly format: string;
  readonly quiet: boolean;
}

/** A run's report, and its verdicts at the end: on a terminal below the tables, else beside what other programs read. */
export async function printRun(io: Io, run: ReportedRun, { write, format, quiet }: Printing): Promise<void> {
  const { verdicts, ...unruled } = run.scorecard;
  if (!verdicts) return await print(io.stdout, await write(run, io.colour));
  const { verdictText } = await import('../app/verdicts.ts');
  if (format === 'terminal') {
    await print(io.stdout, await write({ ...run, scorecard: unruled }, io.colour));
    await print(io.stdout, verdictText(run.scorecard, io.colour));
  } else {
    await print(io.stdout, await write(run, io.colour));
    if (!quiet) await print(io.stderr, verdictText(run.scorecard, false));
  }
  if (!quiet) await tellGitHub(io, run.scorecard);
}

/**
 * In a job of GitHub Actions, an annotation a verdict and a section of the job's summary. The runner reads commands from
 * stderr as it does from stdout, where they would stand in the way of what reads our results.
 */
export async function tellGitHub(io: Io, scorecard: Pick<Scorecard, 'verdicts' | 'economics'>): Promise<void> {
  if (!io.env['GITHUB_ACTIONS']) return;
  const { jobNews } = await import('../app/verdicts.ts');
  const { annotations, summary } = jobNews(scorecard);
  io.stderr.write(annotations);
  const path = io.env['GITHUB_STEP_SUMMARY'];
  if (!path) return;
  await appendFile(path, summary).catch((error) => {
    io.stderr.write(`warning: the job’s summary could not be written: ${harmless(messageOf(error))}\n`);
  });
}
