import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import pLimit from 'p-limit';
import { messageOf } from '../domain/errors.ts';
import type { BrokenRun, RunHead } from '../domain/run-head.ts';
import { readHead } from './head-parts.ts';
import { type PlainFile, plainFile } from './inside.ts';

/** Folders read at once: more wait for the disk, and would each hold a file open. */
const AT_ONCE = 8;

export interface RunHeadList {
  /** The newest first. */
  readonly runs: readonly RunHead[];
  readonly broken: readonly BrokenRun[];
}

interface Kept {
  /** Of the files that it was read from. */
  readonly stamp: string;
  readonly head: RunHead | BrokenRun;
}

/** The runs of a folder by their heads; what has not changed since is not read again. */
export class RunHeads {
  readonly #root: string;
  #kept: ReadonlyMap<string, Kept> = new Map();
  #listing: Promise<RunHeadList> | null = null;

  /** `root` is the folder's true path. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Whoever asks while the folder is being read is given the same. */
  list(): Promise<RunHeadList> {
    this.#listing ??= this.#listNow().finally(() => {
      this.#listing = null;
    });
    return this.#listing;
  }

  async #listNow(): Promise<RunHeadList> {
    const limit = pLimit(AT_ONCE);
    const names = await this.names();
    const read = await Promise.all(names.map((name) => limit(async () => [name, await this.#read(name)] as const)));
    this.#kept = new Map(read);
    const heads = read.map(([, { head }]) => head);
    return {
      runs: heads.filter(isReadable).sort(newestFirst),
      broken: heads.filter((head) => !isReadable(head)).sort((a, b) => compare(a.run_id, b.run_id)) as BrokenRun[],
    };
  }

  /** What may be a run: every folder, or link to one, but hidden ones. */
  async names(): Promise<string[]> {
    const entries = await readdir(this.#root, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink()))
      .map(({ name }) => name);
  }

  async #read(name: string): Promise<Kept> {
    try {
      const manifest = await plainFile(this.#root, name, 'manifest.json');
      if (!manifest) return broken(name, '', 'it has no manifest.json');
      const scorecard = await plainFile(this.#root, name, 'scorecard.json');
      const stamp = [manifest, scorecard].map(stampOf).join();
      const before = this.#kept.get(name);
      if (before?.stamp === stamp) return before;
      // In one go each: the way there and back of a promise takes longer than so small a file.
      const card = scorecard && readFileSync(scorecard.path, 'utf8');
      return { stamp, head: readHead(name, readFileSync(manifest.path, 'utf8'), card) };
    } catch (error) {
      return broken(name, '', messageOf(error));
    }
  }
}

const broken = (run_id: string, stamp: string, why: string): Kept => ({ stamp, head: { run_id, why } });

const stampOf = (file: PlainFile | null): string =>
  file ? `${file.stats.mtimeMs}-${file.stats.size}-${file.stats.ino}` : '';

const isReadable = (head: RunHead | BrokenRun): head is RunHead => !('why' in head);

const newestFirst = (a: RunHead, b: RunHead): number =>
  compare(b.started_at, a.started_at) || compare(b.run_id, a.run_id);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
