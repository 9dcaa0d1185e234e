import type { Economics } from '../../domain/economics.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { criteriaTable } from '../criteria-table.ts';
import { verdictNotes, verdictWords } from '../verdict-words.ts';
import { forHtml } from './escape.ts';
import { htmlTable } from './table.ts';

/** What the gates ruled, each with what was asked and found; nothing where the suite has no gate. */
export const verdictsHtml = ({ verdicts = [], economics }: Scorecard): string =>
  [
    ...verdicts.map((verdict, place) => verdictHtml(verdict, `verdict-${place + 1}`, economics)),
    ...verdictNotes(verdicts).map((note) => `<p class="aside">${forHtml(note)}</p>\n`),
  ].join('');

function verdictHtml(verdict: Verdict, id: string, economics: Economics | undefined): string {
  const { ruling, headline, figures, change } = verdictWords(verdict, economics);
  const { candidate, baseline } = verdict.gate;
  const caption = { title: `${candidate} for ${baseline}`, protocol: 'what was asked, and what was found' };
  return [
    `<article class="verdict ${verdict.ruling ?? 'none'}">\n`,
    `<h3><span class="ruling">${forHtml(ruling)}</span> ${forHtml(headline)}</h3>\n`,
    ...(verdict.tasks.length > 0 ? [htmlTable({ ...criteriaTable(verdict), ...caption }, id)] : []),
    ...(figures.length > 0 ? [`<ul>\n${figures.map((line) => `<li>${forHtml(line)}</li>\n`).join('')}</ul>\n`] : []),
    ...(change === null ? [] : [`<p>${forHtml(change)}</p>\n`]),
    '</article>\n',
  ].join('');
}
