import { createReadStream } from 'node:fs';
import { type Options, parse } from 'csv-parse';
import { messageOf, systemCode, UserError } from '../domain/errors.ts';
import { type DatasetFormat, fileError } from './define.ts';

export const csv: DatasetFormat = {
  name: 'csv',
  summary: 'comma-separated with a header line; every cell is text',
  extensions: ['.csv'],

  async *read(path) {
    for await (const { record, line } of readCsv<Record<string, string>>(path, { columns: header(path) })) {
      yield { at: `${path}:${line}`, values: record };
    }
  },
};

/** The records of a CSV file with the line that each ends on. No type is guessed: "NA" and "None" stay text. */
export async function* readCsv<T>(path: string, options: Options = {}): AsyncGenerator<{ record: T; line: number }> {
  const file = createReadStream(path);
  const parser = parse({ bom: true, info: true, skip_empty_lines: true, ...options });
  file.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of file.pipe(parser)) yield { record, line: info.lines };
  } catch (error) {
    if (systemCode(error)?.startsWith('CSV_')) throw new UserError(`${path}: ${messageOf(error)}`);
    throw fileError(path, error);
  } finally {
    file.destroy();
  }
}

const header = (path: string) => (names: string[]) => {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(`${path}:1: two columns are named "${twice}"`);
  return names;
};
