import { forHtml } from '../html/escape.ts';
import type { Page } from './frame.ts';

/** What went wrong, in words; `todo` is what the user can do. */
export const problemPage = (title: string, why: string, todo = ''): Page => ({
  title,
  body: [
    ...why.split('\n').map((line) => `<p>${forHtml(line)}</p>\n`),
    todo === '' ? '' : `<p>${forHtml(todo)}</p>\n`,
    '<p><a href="/">Back to all runs</a></p>\n',
  ],
});
