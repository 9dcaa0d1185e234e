import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a program of the user's sees: PATH, HOME, LANG and what is listed. */
export const environmentFor = (listed: readonly string[], env: Environment): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'LANG', ...listed].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );

/** A variable whose value is a key, going by its name. */
const IS_KEY = /key|token|secret|passw|credential/i;

/** The listed variables that are set and hold keys. */
export const keysAmong = (listed: readonly string[], env: Environment): string[] =>
  listed.filter((name) => IS_KEY.test(name) && env[name]?.trim());

/** Why there is no such program to run, seen from a directory; undefined where there is. */
export function programProblem(program: string, directory: string, path = ''): string | undefined {
  const isFile = program.includes('/') || isAbsolute(program);
  const places = isFile ? [resolve(directory, program)] : path.split(delimiter).map((folder) => join(folder, program));
  if (places.some(isProgram)) return undefined;
  return `no program ${program}${isFile ? ` in ${directory} that may be run` : ' on the PATH'}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly stderr: string;
  readonly originalMessage?: string | undefined;
}

/** How a program ended, with its last words. */
export function howItEnded(program: string, { exitCode, signal, stderr, originalMessage }: Ended): string {
  const how =
    exitCode !== undefined
      ? `ended with exit code ${exitCode}`
      : signal
        ? `was ended by ${signal}`
        : `could not be run (${originalMessage ?? 'unknown reason'})`;
  const lastWords = stderr.trim().split('\n').slice(-3).join(' | ').slice(-500);
  return `${program} ${how}${lastWords ? `: ${lastWords}` : ''}`;
}
