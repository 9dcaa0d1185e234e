import { readdir, stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { about } from '../lib/about.ts';
import { digest, sha256OfFile } from '../lib/hash.ts';
import { PATH } from '../lib/path.ts';
import { hint } from '../lib/suggest.ts';
import { type Dataset, type DatasetFormat, fileError } from './define.ts';
import { formats } from './index.ts';
import { findMmlu } from './mmlu.ts';

/** Where the datasets that come with llm-bench are. */
const OWN_DATASETS = join(import.meta.dirname, '../../datasets');

/** The names of the datasets that come with llm-bench. */
export const ownDatasets = async (): Promise<string[]> => {
  const entries = await readdir(OWN_DATASETS, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
};

/** True for a path, false for a name. */
export const isPath = (text: string): boolean => PATH.test(text) || isAbsolute(text);

/**
 * Finds a split of a dataset: one of our own by name, a file, or a folder with a file per split (`test.jsonl`,
 * `dev.csv` …) or in MMLU's layout. A file is its own only split. `directory` is what relative paths start from. Throws a
 * UserError where there is no such thing.
 */
export async function openDataset(
  name: string,
  where: { directory: string; split: string; subjects?: readonly string[] | undefined },
): Promise<Dataset> {
  const path = await locate(name, where.directory);
  const isFolder = (await stat(path).catch((error) => Promise.reject(fileError(path, error)))).isDirectory();
  if (!isFolder && where.split !== 'test')
    throw new UserError(`${name} is one file and has no split "${where.split}"`, about('split'));

  const mmlu = isFolder ? await findMmlu(name, path, where.split, where.subjects) : undefined;
  if (mmlu) return mmlu;
  if (where.subjects)
    throw new UserError(`${name} has no subjects; only a folder in MMLU's layout has`, about('subjects'));

  const file = isFolder ? await fileOfSplit(name, path, where.split) : path;
  const format = formatOf(file);
  return { name, files: [file], read: () => format.read(file) };
}

/** SHA-256 over the names and bytes of a dataset's files. */
export async function hashOfDataset(dataset: Dataset): Promise<string> {
  return digest(await Promise.all(dataset.files.map(nameAndSum)));
}

async function nameAndSum(file: string): Promise<[string, string]> {
  try {
    return [basename(file), await sha256OfFile(file)];
  } catch (error) {
    throw fileError(file, error);
  }
}

async function locate(name: string, directory: string): Promise<string> {
  if (isPath(name)) return relative('', resolve(directory, name)) || '.';
  const own = await ownDatasets();
  if (own.includes(name)) return join(OWN_DATASETS, name);
  throw new UserError(`no dataset "${name}"${hint(name, own)} (a file or folder starts with ./, ../ or /)`);
}

async function fileOfSplit(name: string, folder: string, split: string): Promise<string> {
  const files = await readdir(folder);
  const found = files.filter((file) => basename(file, extname(file)) === split && findFormat(file));
  if (found.length === 1) return join(folder, found[0] as string);
  if (found.length > 1) throw new UserError(`${name} has its split "${split}" twice: ${found.join(', ')}`);
  throw new UserError(
    `${name} has no split "${split}": no ${split}.jsonl, .csv or .yaml, nor ${split}/*_${split}.csv`,
    about('split'),
  );
}

const findFormat = (file: string): DatasetFormat | undefined =>
  formats.find(({ extensions }) => extensions.includes(extname(file).toLowerCase()));

function formatOf(file: string): DatasetFormat {
  const format = findFormat(file);
  if (format) return format;
  const known = formats.flatMap(({ extensions }) => extensions).join(', ');
  throw new UserError(`${file}: not a kind of dataset that we read; those end in ${known}`);
}
