import { join } from 'node:path';
import pLimit from 'p-limit';
import { messageOf, UserError } from '../domain/errors.ts';
import { comparePage, compareQuery, notComparablePage } from '../reports/view/compare-page.ts';
import { framed, type Page, runPath, viewAssets } from '../reports/view/frame.ts';
import { problemPage } from '../reports/view/problem-page.ts';
import { filesPage, withLinks } from '../reports/view/run-page.ts';
import { runsPage } from '../reports/view/runs-page.ts';
import { readManifest } from '../results/manifest.ts';
import { RunHeads } from '../results/run-heads.ts';
import { compare } from './compare.ts';
import { NotComparable } from './compare-runs.ts';
import { report } from './report.ts';
import { checkTruth, currentPage, filesOf, rawFile } from './view-files.ts';

/** What is sent for an address. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Iterable<string> | AsyncIterable<string | Uint8Array>;
}

/** Lost samples of a pair that are shown with what was said. */
const SHOWN_REGRESSIONS = 5;

/** The pages of a folder of runs, by their addresses. */
export class ViewAnswers {
  /** As the user named it. */
  readonly #results: string;
  /** Its true path. */
  readonly #root: string;
  readonly #heads: RunHeads;
  readonly #assets = viewAssets();
  /** To read a run takes memory: one at a time, however many pages are asked for. */
  readonly #inTurn = pLimit(1);

  constructor(results: string, root: string) {
    this.#results = results;
    this.#root = root;
    this.#heads = new RunHeads(root);
  }

  /** Reads the list, so that it is there when the first page is asked for. */
  async warmUp(): Promise<void> {
    await this.#heads.list().catch(() => {});
  }

  /** Never throws: what goes wrong is a page too. */
  async answer(target: string): Promise<Answer> {
    try {
      const answer = await this.#route(target);
      return { ...answer, body: await begun(answer.body) };
    } catch (error) {
      if (error instanceof UserError) return this.problem(422, 'This cannot be shown', error.message);
      const what = `The run’s files are damaged, or this is a bug of llm-bench: ${messageOf(error)}`;
      return this.problem(500, 'This cannot be shown', what);
    }
  }

  problem(status: number, title: string, why: string, todo?: string): Answer {
    return this.#page(problemPage(title, why, todo), status);
  }

  async #route(target: string): Promise<Answer> {
    const [path = '', query = ''] = splitOnce(target, '?');
    const parts = path.split('/').slice(1).map(decoded);
    if (!path.startsWith('/') || parts.includes(null)) {
      return this.problem(400, 'Not an address', 'The address is not written as one.');
    }
    const [room, id = '', files, name = ''] = parts as string[];
    const given = new URLSearchParams(query);
    if (parts.length === 1 && room === '') return await this.#runs(given.get('q') ?? '');
    if (parts.length === 1 && room === 'compare') return await this.#compared(given);
    if (parts.length === 1 && room === 'favicon.ico') return { status: 204, headers: {}, body: [] };
    if (room !== 'runs' || !(await this.#heads.names()).includes(id)) return this.#notFound();
    if (parts.length === 2) return redirect(runPath(id));
    if (parts.length === 3 && files === '') return await this.#run(id);
    if (parts.length !== 4 || files !== 'files') return this.#notFound();
    return name === '' ? this.#page(filesPage(id, await filesOf(this.#root, id))) : await this.#file(id, name);
  }

  async #runs(query: string): Promise<Answer> {
    return this.#page(runsPage({ folder: this.#results, query, ...(await this.#heads.list()) }));
  }

  async #run(id: string): Promise<Answer> {
    await checkTruth(this.#root, id);
    const { status } = await readManifest(join(this.#root, id));
    const kept = status === 'running' ? null : await currentPage(this.#root, id, this.#assets.ownPolicy);
    const pieces = kept ?? (await this.#inTurn(() => this.#made(id)));
    return { status: 200, headers: htmlHeaders(this.#assets.reportPolicy), body: withLinks(pieces, id) };
  }

  async #made(id: string): Promise<Iterable<string> | AsyncIterable<string>> {
    return await report({ run: join(this.#root, id), results: this.#root, format: 'html', colour: false });
  }

  async #file(id: string, name: string): Promise<Answer> {
    const file = await rawFile(this.#root, id, name);
    if (!file) return this.#notFound();
    const headers = { 'Content-Type': file.type, 'Content-Disposition': `attachment; filename="${name}"` };
    return { status: 200, headers: { ...headers, 'Content-Security-Policy': NOTHING }, body: file.body };
  }

  async #compared(given: URLSearchParams): Promise<Answer> {
    const ticked = given.getAll('run');
    if (ticked.length === 2) return await this.#inOrder(ticked);
    const [earlier, later] = [given.get('a'), given.get('b')];
    if (!earlier || !later || earlier === later) {
      return this.problem(400, 'Which runs?', 'Two runs are compared.', 'Tick two of the list.');
    }
    const names = await this.#heads.names();
    if (!names.includes(earlier) || !names.includes(later)) return this.#notFound();
    return await this.#comparison(earlier, later, given.get('protocol') === 'any');
  }

  /** The earlier one is the baseline. */
  async #inOrder(ticked: readonly string[]): Promise<Answer> {
    const { runs } = await this.#heads.list();
    const found = runs.filter(({ run_id }) => ticked.includes(run_id)).map(({ run_id }) => run_id);
    const [later, earlier] = found;
    if (later === undefined || earlier === undefined) return this.#notFound();
    return redirect(`/compare${compareQuery(earlier, later)}`);
  }

  async #comparison(earlier: string, later: string, allowProtocolChange: boolean): Promise<Answer> {
    for (const id of [earlier, later]) await checkTruth(this.#root, id);
    const runs = [earlier, later].map((id) => join(this.#root, id));
    const request = { runs, results: this.#root, allowProtocolChange, regressions: SHOWN_REGRESSIONS };
    try {
      return this.#page(comparePage({ earlier, later, report: await this.#inTurn(() => compare(request)) }));
    } catch (error) {
      if (!(error instanceof NotComparable)) throw error;
      return this.#page(notComparablePage({ earlier, later, changes: error.changes }), 409);
    }
  }

  #notFound(): Answer {
    return this.problem(404, 'Not found', 'There is no such page, run or file.');
  }

  #page(page: Page, status = 200): Answer {
    return { status, headers: htmlHeaders(this.#assets.policy), body: framed(page, this.#assets) };
  }
}

type Body = Answer['body'];

/** A body whose first piece is made: what goes wrong before it can still be told, after it the status is sent. */
async function begun(body: Body): Promise<Body> {
  const pieces = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]();
  const first = await pieces.next();
  return (async function* () {
    try {
      for (let next = first; !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  })();
}

/** A file is kept, and nothing of it is drawn. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";

const htmlHeaders = (policy: string) => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': policy,
});

const redirect = (to: string): Answer => ({ status: 303, headers: { Location: to }, body: [] });

const splitOnce = (text: string, sign: string): string[] => {
  const at = text.indexOf(sign);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + sign.length)];
};

/** Null for what is not written as a part of an address is. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
