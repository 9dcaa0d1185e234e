import { InvalidArgumentError } from 'commander';
import type { Sort } from '../reports/columns.ts';
import type { Flag } from './define.ts';

const whole = (least: number) => (text: string) => {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
  }
  return value;
};

/** Names with commas between. */
export const names = (text: string): string[] => {
  const list = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (list.length === 0) throw new InvalidArgumentError('Give at least one name.');
  return list;
};

/** An amount in USD. */
export const amount = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be an amount in USD: 5 or 0.25.');
  }
  return value;
};

export const wholeNumber = whole(0);
export const wholeFromOne = whole(1);

/** A share, above 0 and up to 1. */
export const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a share above 0 and up to 1: 0.4.');
  }
  return value;
};

/** A number that the gate's own schema checks further. */
export const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number: 0.95.');
  return value;
};

/** `0.03`, `5%`, or one a task: `law=0.01,tickets=5%`. */
export const drop = (text: string): number | string | Record<string, number | string> => {
  const one = (value: string) => {
    if (value.trim().endsWith('%')) return value.trim();
    if (value.trim() === '' || !Number.isFinite(Number(value)))
      throw new InvalidArgumentError('It must be a number: 0.03; a share: 5%; or one a task: law=0.01,tickets=5%.');
    return Number(value);
  };
  if (!text.includes('=')) return one(text);
  return Object.fromEntries(
    names(text).map((part) => {
      const at = part.lastIndexOf('=');
      return [part.slice(0, Math.max(at, 0)).trim(), one(part.slice(at + 1))];
    }),
  );
};

const PASS_OR_FAIL = ['pass', 'fail'] as const;

export const inconclusiveFlag: Flag = {
  name: '--inconclusive <pass|fail>',
  summary: 'what a gate that cannot be decided counts as (default: exit code 4)',
  parse: (text) => {
    const found = PASS_OR_FAIL.find((one) => one === text);
    if (!found) throw new InvalidArgumentError('It must be pass or fail.');
    return found;
  },
};

/** Which table a run is drawn as. */
export const tableFlag: Flag = {
  name: '--table <name>',
  summary:
    'standard (default), landscape: published beside measured; hosting: on GPUs of one’s own; prices: what each model is billed at',
};

/** `quality`, `quality:desc`. */
const sort = (text: string): Sort => {
  const [, key = '', direction] = /^([^:]+)(?::(asc|desc))?$/.exec(text.trim()) ?? [];
  if (key === '') throw new InvalidArgumentError('Give a column, and which way: quality:desc or quality:asc.');
  return { key, descending: direction === 'desc' };
};

/** Wherever a table is drawn. */
export const shownFlags: readonly Flag[] = [
  { name: '--columns <keys>', summary: 'only these columns, as CSV calls them, with commas between', parse: names },
  { name: '--sort <key>', summary: 'rows by a column: quality:desc, usd_per_1k_tasks', parse: sort },
];

export interface ShownFlags {
  readonly columns?: string[];
  readonly sort?: Sort;
}

/** Flags that say something else than the suite does. */
export const overrideFlags: readonly Flag[] = [
  { name: '--models <ids>', summary: 'only these models, by id, with commas between', parse: names },
  { name: '--tasks <names>', summary: 'only these tasks, with commas between', parse: names },
  { name: '--limit <n>', summary: 'samples of each task at most', parse: whole(1) },
  { name: '--epochs <n>', summary: 'how often to ask each sample', parse: whole(1) },
  { name: '--concurrency <n>', summary: 'calls in flight to each model at most', parse: whole(1) },
  { name: '--max-usd <usd>', summary: 'what the run may spend', parse: amount },
  { name: '--seed <n>', summary: 'the seed that draws and orders samples', parse: whole(0) },
  { name: '--price-file <file>', summary: 'prices of your own, before those of the suite and of the catalogue' },
  { name: '--allow-exec', summary: 'let the suite run programs' },
];

export interface OverrideFlags {
  readonly models?: string[];
  readonly tasks?: string[];
  readonly limit?: number;
  readonly epochs?: number;
  readonly concurrency?: number;
  readonly maxUsd?: number;
  readonly seed?: number;
  readonly priceFile?: string;
  readonly allowExec?: boolean;
}

/** Flags that say which run is written, and whose answers it takes. */
export const heldFlags: readonly Flag[] = [
  { name: '--fresh', summary: 'start another run even where one could go on' },
  { name: '--retry-failed', summary: 'ask the trials again that ended without an answer' },
  { name: '--reuse <run>', summary: 'take the answers of another run where nothing that could change them differs' },
];

export interface HeldFlags {
  readonly fresh?: boolean;
  readonly retryFailed?: boolean;
  readonly reuse?: string;
}
