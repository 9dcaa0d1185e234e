import { messageOf, UserError } from '../domain/errors.ts';
import { readLines } from '../lib/jsonl.ts';
import { type DatasetFormat, fileError, type RawSample } from './define.ts';

export const jsonl: DatasetFormat = {
  name: 'jsonl',
  summary: 'a JSON object a line',
  extensions: ['.jsonl', '.ndjson'],

  async *read(path) {
    try {
      for await (const { text, number } of readLines(path)) {
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
  return { at, values };
}

/** True for what JSON and YAML call an object or a mapping. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
