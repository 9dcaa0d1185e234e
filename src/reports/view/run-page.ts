import { forHtml } from '../html/escape.ts';
import { type Page, runPath } from './frame.ts';

/** The tag that a report's own content begins with; text of a suite cannot hold it, since every `<` in it is escaped. */
const BODY = '<body>\n';

/** A run's report with links to the other pages above it; the rest of it goes on as it comes. */
export async function* withLinks(pieces: Iterable<string> | AsyncIterable<string>, id: string): AsyncGenerator<string> {
  const links = `<nav aria-label="Pages"><a href="/">All runs</a> · <a href="${forHtml(runPath(id, 'files/'))}">Files of this run</a></nav>\n`;
  let head: string | null = '';
  for await (const piece of pieces) {
    if (head === null) {
      yield piece;
      continue;
    }
    head += piece;
    const at = head.indexOf(BODY);
    if (at < 0) continue;
    yield head.slice(0, at + BODY.length) + links + head.slice(at + BODY.length);
    head = null;
  }
  if (head !== null) yield head;
}

export interface ListedFile {
  readonly name: string;
  readonly about: string;
  readonly bytes: number;
}

/** The raw files of a run, to be kept. */
export const filesPage = (id: string, files: readonly ListedFile[]): Page => ({
  title: 'Files of a run',
  about: `<p>As they lie in the folder of <a href="${forHtml(runPath(id))}">${forHtml(id)}</a>.</p>\n`,
  body: [
    '<table>\n<caption>Files</caption>\n<thead><tr><th scope="col">File</th><th scope="col">What it holds</th><th scope="col" class="figure">Bytes</th></tr></thead>\n<tbody>\n',
    ...files.map(({ name, about, bytes }) => {
      const link = `<a href="${forHtml(runPath(id, `files/${encodeURIComponent(name)}`))}" download>${forHtml(name)}</a>`;
      return `<tr><th scope="row">${link}</th><td>${forHtml(about)}</td><td class="figure">${bytes.toLocaleString('en-US')}</td></tr>\n`;
    }),
    '</tbody>\n</table>\n',
  ],
});
