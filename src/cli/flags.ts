import { InvalidArgumentError } from 'commander';
import type { Flag } from './define.ts';

const whole = (least: number) => (text: string) => {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
  }
  return value;
};

const names = (text: string): string[] => {
  const list = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (list.length === 0) throw new InvalidArgumentError('Give at least one name.');
  return list;
};

export const wholeNumber = whole(0);

/** Flags that say something else than the suite does. */
export const overrideFlags: readonly Flag[] = [
  { name: '--models <ids>', summary: 'only these models, by id, with commas between', parse: names },
  { name: '--tasks <names>', summary: 'only these tasks, with commas between', parse: names },
  { name: '--limit <n>', summary: 'samples of each task at most', parse: whole(1) },
  { name: '--epochs <n>', summary: 'how often to ask each sample', parse: whole(1) },
  { name: '--concurrency <n>', summary: 'calls in flight to each model at most', parse: whole(1) },
  { name: '--seed <n>', summary: 'the seed that draws and orders samples', parse: whole(0) },
  { name: '--allow-exec', summary: 'let the suite run programs' },
];

export interface OverrideFlags {
  readonly models?: string[];
  readonly tasks?: string[];
  readonly limit?: number;
  readonly epochs?: number;
  readonly concurrency?: number;
  readonly seed?: number;
  readonly allowExec?: boolean;
}
