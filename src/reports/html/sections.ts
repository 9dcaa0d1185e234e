import type { Scorecard } from '../../domain/scorecard.ts';
import { breakdownTables } from '../breakdown-tables.ts';
import { labelTables } from '../label-tables.ts';
import { nearTieNotes, notesOf, standingNotes } from '../notes.ts';
import { readingNotes } from '../reading-notes.ts';
import { repeatTables } from '../repeat-tables.ts';
import { standardTables, type Table } from '../table.ts';
import { forHtml } from './escape.ts';
import { picturesHtml } from './pictures.ts';
import { htmlTable } from './table.ts';
import { verdictsHtml } from './verdicts.ts';

/** A part of the page under a heading of its own. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** HTML. */
  readonly body: string;
}

/** What the figures say, the most wanted first; parts with nothing to say are left out. */
export async function sectionsOf(scorecard: Scorecard): Promise<Section[]> {
  const sections: readonly Section[] = [
    { id: 'verdicts', title: 'Verdicts', body: verdictsHtml(scorecard) },
    tables({ id: 'figures', title: 'Price and quality' }, standardTables(scorecard, { isWide: true })),
    { id: 'pictures', title: 'Pictures', body: await picturesHtml(scorecard) },
    tables({ id: 'parts', title: 'By part' }, breakdownTables(scorecard)),
    tables({ id: 'repeats', title: 'Repeated answers' }, repeatTables(scorecard)),
    tables({ id: 'labels', title: 'Classification' }, labelTables(scorecard)),
    {
      id: 'notes',
      title: 'Notes',
      body: notesHtml(furtherNotes(scorecard)),
    },
  ];
  return sections.filter(({ body }) => body !== '');
}

const tables = ({ id, title }: Omit<Section, 'body'>, all: readonly Table[]): Section => ({
  ...{ id, title },
  body: all.map((table, place) => htmlTable(table, `${id}-${place + 1}`)).join(''),
});

/** But those at the head of the page. */
function furtherNotes(scorecard: Scorecard): string[] {
  const standing = standingNotes(scorecard);
  const notes = [...nearTieNotes(scorecard), ...notesOf(scorecard), ...readingNotes(scorecard)];
  return notes.filter((note) => !standing.includes(note));
}

const notesHtml = (notes: readonly string[]): string =>
  notes.length === 0 ? '' : `<ul class="notes">\n${notes.map((note) => `<li>${forHtml(note)}</li>\n`).join('')}</ul>\n`;
