import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { execa } from 'execa';
import type { Outcome } from '../../domain/outcome.ts';
import type { Manifest } from '../../domain/run.ts';
import type { Score } from '../../domain/score.ts';
import type { Scorecard } from '../../domain/scorecard.ts';

export const ROOT = join(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'bin/llm-bench.js');

if (!existsSync(join(ROOT, 'dist/cli/main.js'))) throw new Error('build first: npm run build');

/** Starts the built program, as a user would, in a folder. */
export const startLlmBench = (arguments_: readonly string[], cwd: string, env: Record<string, string> = {}) =>
  execa(process.execPath, [PROGRAM, ...arguments_], {
    cwd,
    reject: false,
    extendEnv: false,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
  });

/** Runs the built program to its end. */
export async function llmBench(arguments_: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await startLlmBench(arguments_, cwd, env);
  return { exitCode, stdout, stderr };
}

/** The folders of the runs in `results`, the oldest first. */
export const runsIn = async (cwd: string): Promise<string[]> => {
  const names = await readdir(join(cwd, 'results')).catch(() => []);
  return names
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => join(cwd, 'results', name));
};

/** The only run in `results`. */
export async function onlyRun(cwd: string): Promise<string> {
  const runs = await runsIn(cwd);
  if (runs.length !== 1) throw new Error(`expected one run, found ${runs.length}`);
  return runs[0] as string;
}

const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8'));
/** The lines of a JSONL file. */
export const readLinesOf = async <T>(path: string): Promise<T[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The files of a run that tests look into. */
export const readRun = async (folder: string) => ({
  manifest: await readJson<Manifest>(join(folder, 'manifest.json')),
  scorecard: await readJson<Scorecard>(join(folder, 'scorecard.json')),
  outcomes: await readLinesOf<Outcome>(join(folder, 'outcomes.jsonl')),
  scores: await readLinesOf<Score>(join(folder, 'scores.jsonl')),
  summary: await readCsv(join(folder, 'summary.csv')),
  calls: await readCsv(join(folder, 'calls.csv')),
});

/** Rows of a CSV as text by column. */
export const readCsv = async (path: string): Promise<Record<string, string>[]> =>
  parse(await readFile(path, 'utf8'), { columns: true });
