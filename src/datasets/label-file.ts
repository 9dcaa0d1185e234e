import { createReadStream } from 'node:fs';
import { UserError } from '../domain/errors.ts';
import { hint } from '../lib/suggest.ts';
import { readCsv } from './csv.ts';
import { fileError } from './define.ts';

/** A row of a sheet that came back from people. */
export interface LabelRow {
  /** `file:line`, for messages. */
  readonly at: string;
  readonly id: string;
  /** Empty where nobody filled it in. */
  readonly label: string;
  /** What somebody else said. */
  readonly label_2: string;
}

/**
 * The rows of a file of labels, as spreadsheets save it: with commas, semicolons or tabs, with or without a byte order mark, in any
 * order of columns, rows cut short. Throws a UserError that names file and line where it is not that.
 */
export async function* readLabelRows(path: string): AsyncGenerator<LabelRow> {
  const delimiter = await separatorOf(path);
  let names: readonly string[] | undefined;
  for await (const { record, line } of readCsv<readonly string[]>(path, { delimiter, relax_column_count: true })) {
    if (!names) {
      names = namesIn(record, path);
      continue;
    }
    const [at, titles] = [`${path}:${line}`, names];
    // Half of `0,75` would count as a label.
    if (record.slice(titles.length).some((cell) => cell.trim() !== '')) {
      throw new UserError(`${at}: more cells than the header has; what holds a "${delimiter}" stands in quotes`);
    }
    const cell = (name: string) => record[titles.indexOf(name)]?.trim() ?? '';
    yield { at, id: cell('id'), label: cell('label'), label_2: cell('label_2') };
  }
  if (!names) throw new UserError(`${path} is empty: no sheet with the columns id and label`);
}

/** The titles of the header. */
function namesIn(header: readonly string[], path: string): readonly string[] {
  const names = header.map((title) => title.trim().toLowerCase());
  for (const needed of ['id', 'label']) {
    const found = names.filter((name) => name === needed).length;
    if (found === 0) throw new UserError(`${path}:1: no column "${needed}"${hint(needed, names)}`);
    if (found > 1) throw new UserError(`${path}:1: two columns are named "${needed}"`);
  }
  return names;
}

const SEPARATORS = [',', ';', '\t'];

/** The one that stands most often in the header. */
async function separatorOf(path: string): Promise<string> {
  const [line = ''] = (await beginning(path)).split(/[\r\n]/, 1);
  const times = (sign: string) => line.split(sign).length;
  return SEPARATORS.reduce((best, sign) => (times(sign) > times(best) ? sign : best));
}

const LONGEST_HEADER = 64 * 1024;

async function beginning(path: string): Promise<string> {
  const file = createReadStream(path, { end: LONGEST_HEADER, encoding: 'utf8' });
  try {
    let text = '';
    for await (const chunk of file) text += chunk;
    return text;
  } catch (error) {
    throw fileError(path, error);
  }
}
