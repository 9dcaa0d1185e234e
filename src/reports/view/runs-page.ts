import type { BrokenRun, RunHead } from '../../domain/run-head.ts';
import { count, usd } from '../../lib/format.ts';
import { forHtml } from '../html/escape.ts';
import { htmlTable } from '../html/table.ts';
import { rulingWords } from '../verdict-words.ts';
import { UNKNOWN, withInterval } from '../words.ts';
import { isFound, wordsOf } from './found.ts';
import { type Page, runPath } from './frame.ts';

interface RunsPageInput {
  /** Where the runs are, as the user named it. */
  readonly folder: string;
  /** The newest first. */
  readonly runs: readonly RunHead[];
  readonly broken: readonly BrokenRun[];
  /** What was searched for. */
  readonly query: string;
}

/** Rows of a page at most: a browser draws more only slowly. */
const MOST_ROWS = 1000;

/** The runs of a folder, the newest first. */
export const runsPage = (input: RunsPageInput): Page => ({
  title: 'Runs',
  about: `<p>${count(input.runs.length, 'run')} in <code>${forHtml(input.folder)}</code></p>\n`,
  isTop: true,
  hasScript: true,
  body: bodyOf(input),
});

interface Listed {
  readonly head: RunHead;
  readonly words: string;
  readonly isFound: boolean;
}

function* bodyOf({ runs, broken, query }: RunsPageInput): Generator<string> {
  const listed = runs.map((head): Listed => {
    const words = wordsOf(head);
    return { head, words, isFound: isFound(words, query) };
  });
  const found = listed.filter((one) => one.isFound);
  // What was not found stands hidden on the page, for when other words are typed.
  const rows = runs.length <= MOST_ROWS ? listed : found.slice(0, MOST_ROWS);
  yield searchForm(query, {
    found: rows.filter((one) => one.isFound).length,
    of: ofWords({ rows: rows.length, found: found.length, all: runs.length }),
  });
  if (runs.length === 0) yield '<p>There is no run here yet: <code>llm-bench run suite.yaml</code> makes one.</p>\n';
  else yield* runsTable(rows);
  if (broken.length > 0) yield brokenSection(broken);
}

function ofWords({ rows, found, all }: { rows: number; found: number; all: number }): string {
  if (rows === all) return `of ${count(all, 'run')} found`;
  return `shown of ${found.toLocaleString('en-US')} found among ${count(all, 'run')}; Search looks through all`;
}

const searchForm = (query: string, { found, of }: { found: number; of: string }): string =>
  `<form class="search" role="search" action="/" method="get">
<label for="q">Search runs</label>
<input type="search" id="q" name="q" value="${forHtml(query)}" autocomplete="off" aria-describedby="q-hint">
<button>Search</button>
<p id="q-hint" class="hint">Words of suite, model, task, status, verdict or day; a run is found that has all of them.</p>
<p id="found" role="status" data-of="${of}">${found.toLocaleString('en-US')} ${of}</p>
</form>
`;

const TITLES = ['Started (UTC)', 'Suite', 'Status', 'Quality on the first task [95 % CI]', 'Spent', 'Verdicts'];

function* runsTable(rows: readonly Listed[]): Generator<string> {
  yield `<form action="/compare" method="get">
<div class="wide" role="region" aria-labelledby="runs" tabindex="0"><table class="runs">
<caption id="runs">Runs, the newest first</caption>
<thead><tr><th scope="col">Compare</th>${TITLES.map((title) => `<th scope="col"${title === 'Spent' ? ' class="figure"' : ''}>${title}</th>`).join('')}</tr></thead>
<tbody>
`;
  for (const row of rows) yield rowOf(row);
  yield `</tbody>
</table></div>
<p class="bar"><button id="compare-button">Compare two ticked runs</button></p>
</form>
`;
}

function rowOf({ head, words, isFound }: Listed): string {
  const { run_id, started_at, suite, status, spent_usd, spent_estimated } = head;
  const id = forHtml(run_id);
  const spent = spent_usd === null ? UNKNOWN : `${spent_estimated && spent_usd > 0 ? '~' : ''}${usd(spent_usd)}`;
  return `<tr data-words="${forHtml(words)}"${isFound ? '' : ' hidden'}>
<td><input type="checkbox" name="run" value="${id}" aria-label="Compare ${id}"></td>
<td class="nowrap" data-title="Started (UTC)"><time datetime="${forHtml(started_at)}">${forHtml(timeWords(started_at))}</time></td>
<th scope="row"><a href="${forHtml(runPath(run_id))}">${forHtml(suite)}</a> <span class="id">${id}</span></th>
<td data-title="Status"><span class="status-${status}">${STATUS_WORDS[status]}</span></td>
<td>${qualityCell(head)}</td><td class="figure" data-title="Spent">${spent}</td><td data-title="Verdicts">${verdictCell(head)}</td>
</tr>
`;
}

/** `2026-11-22 20:51` */
const timeWords = (time: string): string => time.slice(0, 16).replace('T', ' ');

const STATUS_WORDS: Readonly<Record<RunHead['status'], string>> = {
  complete: 'complete',
  incomplete: 'incomplete',
  running: 'running, or cut short',
};

/** Models of a run that are named in the list. */
const MOST_MODELS = 6;

function qualityCell({ first, models, tasks }: RunHead): string {
  const shown = first
    ? first.models.map(({ model, quality }) => {
        const n = `n ${quality.n.toLocaleString('en-US')}`;
        return `${forHtml(model)} <strong>${forHtml(withInterval(quality))}</strong> <span class="nowrap">${n}</span>`;
      })
    : models.map((model) => `${forHtml(model)} ${UNKNOWN}`);
  const more = shown.length - MOST_MODELS;
  const lines = [...shown.slice(0, MOST_MODELS), ...(more > 0 ? [`and ${more} more`] : [])];
  const task = first ? `${first.task} · ${first.metric}` : (tasks[0] ?? '');
  const others = tasks.length > 1 ? `, first of ${tasks.length} tasks` : '';
  return `<span class="of">${forHtml(task)}${others}</span><ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`;
}

const verdictCell = ({ verdicts }: RunHead): string =>
  verdicts.length === 0
    ? UNKNOWN
    : `<ul>${verdicts
        .map((verdict) => {
          const ruling = `<strong class="${verdict.counts_as ?? 'none'}">${forHtml(rulingWords(verdict))}</strong>`;
          return `<li>${ruling} ${forHtml(`${verdict.candidate} for ${verdict.baseline}`)}</li>`;
        })
        .join('')}</ul>`;

const brokenSection = (broken: readonly BrokenRun[]): string =>
  `<h2>Folders that cannot be read</h2>\n${htmlTable(
    {
      ...{ title: count(broken.length, 'folder'), protocol: 'left out of the list' },
      columns: [
        { title: 'Folder', align: 'left' },
        { title: 'Why', align: 'left' },
      ],
      rows: broken.slice(0, MOST_ROWS).map(({ run_id, why }) => [run_id, why]),
    },
    'broken',
  )}`;
