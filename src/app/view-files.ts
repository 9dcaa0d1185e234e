import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { reports } from '../reports/index.ts';
import type { ListedFile } from '../reports/view/run-page.ts';
import { type PlainFile, plainFile } from '../results/inside.ts';

/** What a run is made of; all else is made from these. */
const TRUTH: Readonly<Record<string, string>> = {
  'manifest.json': 'the suite as it was asked, versions, prices, status',
  'samples.jsonl': 'every question, as it was sent',
  'outcomes.jsonl': 'every call’s end',
  'scores.jsonl': 'every score',
};

const PAGE = 'report.html';

/** The files of a run that may be had as they are; the page has an address of its own. */
const ABOUT: ReadonlyMap<string, string> = new Map([
  ...Object.entries(TRUTH),
  ...reports.flatMap(({ file, summary }) => (file === null || file === PAGE ? [] : [[file, summary] as const])),
]);

/** A browser is never told that a file is something that it would draw or run. */
const typeOf = (name: string): string => {
  if (name.endsWith('.csv')) return 'text/csv; charset=utf-8';
  return name.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8';
};

/** The raw files that a run has. */
export async function filesOf(root: string, run: string): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for (const [name, about] of ABOUT) {
    const file = await plainFile(root, run, name);
    if (file) files.push({ name, about, bytes: file.stats.size });
  }
  return files;
}

interface RawFile {
  readonly type: string;
  readonly body: AsyncIterable<Buffer>;
}

/** A raw file of a run, streamed; null for what it does not have, or is none of its files. */
export async function rawFile(root: string, run: string, name: string): Promise<RawFile | null> {
  const file = ABOUT.has(name) ? await plainFile(root, run, name) : null;
  return file && { type: typeOf(name), body: createReadStream(file.path) };
}

/** Throws a UserError where one of the files that a run is read from leads out of the folder, or is no file. */
export async function checkTruth(root: string, run: string): Promise<void> {
  for (const name of Object.keys(TRUTH)) await plainFile(root, run, name);
}

/** So far into a page its policy stands. */
const HEAD_BYTES = 4096;

/**
 * A run's page as it lies in its folder: null where there is none, where answers or scores came later, or where its policy is
 * another than this program's, so that its script would not be let run.
 */
export async function currentPage(root: string, run: string, policy: string): Promise<AsyncIterable<string> | null> {
  const page = await plainFile(root, run, PAGE);
  if (!page) return null;
  const journals = await Promise.all(
    ['samples.jsonl', 'outcomes.jsonl', 'scores.jsonl'].map((name) => plainFile(root, run, name)),
  );
  const isStale = journals.some((journal) => journal !== null && journal.stats.mtimeMs > page.stats.mtimeMs);
  if (isStale || !(await headOf(page)).includes(policy)) return null;
  return createReadStream(page.path, 'utf8');
}

async function headOf({ path }: PlainFile): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.toString('utf8', 0, bytesRead);
}
