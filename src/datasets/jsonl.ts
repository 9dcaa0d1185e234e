import { messageOf, UserError } from '../domain/errors.ts';
import { readLines } from '../lib/jsonl.ts';
import { type DatasetFormat, fileError, type RawSample } from './define.ts';

export const jsonl: DatasetFormat = {
  name: 'jsonl',
  summary: 'a JSON object a line',
  extensions: ['.jsonl', '.ndjson'],

  async *read(path) {
    try {
      for await (const { text, number, valid } of readLines(path)) {
        if (!valid) throw new UserError(`${path}:${number}: is not UTF-8; save the file as UTF-8`);
        if (text.trim() !== '') yield rowOf(text, `${path}:${number}`);
      }
    } catch (error) {
      throw fileError(path, error);
    }
  },
};

function rowOf(text: string, at: string): RawSample {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${at}: not JSON: ${messageOf(error)}`);
  }
  if (!isObject(values)) throw new UserError(`${at}: not a JSON object; every line must be one`);
  if (isDeeper(values, MOST_LEVELS)) throw new UserError(`${at}: nested more than ${MOST_LEVELS} levels deep`);
  return { at, values };
}

/** JSON is read to any depth, but not written again: thousands of levels would end the run with an overflow. */
const MOST_LEVELS = 200;

const isDeeper = (value: unknown, levels: number): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** True for what JSON and YAML call an object or a mapping. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
