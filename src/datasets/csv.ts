import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { UserError } from '../domain/errors.ts';
import { checkUtf8 } from '../lib/utf8.ts';
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
  const file = Readable.from(checkUtf8(createReadStream(path)));
  const parser = parse({ bom: true, info: true, skip_empty_lines: true, record_delimiter: LINE_ENDS, ...options });
  file.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of file.pipe(parser)) yield { record, line: info.lines };
  } catch (error) {
    if (error instanceof CsvError) throw new UserError(`${path}:${error['lines']}: not CSV: ${error.message}`);
    throw fileError(path, error);
  } finally {
    file.destroy();
  }
}

/** All of them, as one file may hold several: left to itself, the parser goes by the first that it sees. */
const LINE_ENDS = ['\r\n', '\n', '\r'];

const header = (path: string) => (names: string[]) => {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(`${path}:1: two columns are named "${twice}"`);
  return names;
};
