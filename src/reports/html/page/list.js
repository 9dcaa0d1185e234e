import { element } from './element.js';
import { hashWith, sampleName } from './place.js';
import { visible } from './visible.js';
import { outcomeClass, outcomeWords } from './words.js';

/** @typedef {import('../page-facts.ts').PageFacts} PageFacts */
/** @typedef {import('./store.js').Store} Store */

const MOST_ROWS = 50;

/**
 * @typedef {object} Listed
 * @property {PageFacts} facts
 * @property {Store} store
 * @property {readonly number[]} rows all that were found
 * @property {URLSearchParams} place
 * @property {number} from the first row shown, from 0
 */

/**
 * The rows of a screen, each a link to its sample, and what turns to the next.
 * @param {Listed} listed
 * @returns {Node[]}
 */
export function listOf(listed) {
  const { rows, place } = listed;
  if (rows.length === 0) return [];
  const from = Math.max(0, Math.min(listed.from, rows.length - 1));
  const shown = rows.slice(from, from + MOST_ROWS);
  const turn = (/** @type {string} */ words, /** @type {number} */ to) =>
    to < 0 || to >= rows.length
      ? element('span', { class: 'off' }, words)
      : element(
          'a',
          { href: hashWith(place, { from: to === 0 ? null : String(to), sample: null }) || '#samples' },
          words,
        );
  const turns = element(
    'nav',
    { 'aria-label': 'Pages of samples', class: 'turns' },
    turn('← Previous', from === 0 ? -1 : Math.max(0, from - MOST_ROWS)),
    element(
      'span',
      {},
      `${(from + 1).toLocaleString('en-US')}–${(from + shown.length).toLocaleString('en-US')} of ${rows.length.toLocaleString('en-US')}`,
    ),
    turn('Next →', from + MOST_ROWS),
  );
  return [tableOf(listed, shown), turns];
}

/**
 * @param {Listed} listed
 * @param {readonly number[]} shown
 */
function tableOf({ facts, store, place }, shown) {
  const hasGroups = shown.some((row) => store.groups[row] !== null);
  const hasTasks = facts.tasks.length > 1;
  const heads = ['Sample', ...(hasTasks ? ['Task'] : []), ...(hasGroups ? ['Group'] : []), ...facts.models];
  const table = element(
    'table',
    { class: 'list' },
    element('caption', { class: 'unseen' }, 'Samples, and how each model did'),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, visible(head))))),
    element('tbody', {}, ...shown.map((row) => rowOf(row))),
  );
  return element('div', { class: 'wide', role: 'region', tabindex: 0, 'aria-label': 'Samples found' }, table);

  /** @param {number} row */
  function rowOf(row) {
    const task = facts.tasks[store.tasks[row] ?? -1];
    const id = store.ids[row] ?? '';
    const link = element(
      'a',
      { href: hashWith(place, { sample: sampleName(task?.name ?? '', id) }) },
      visible(id) || '(no id)',
    );
    const cells = facts.models.map((_, model) => {
      const [value, states] = [store.values[model]?.[row] ?? Number.NaN, store.states[model]?.[row] ?? 0];
      return element('td', { class: outcomeClass(value, states) }, outcomeWords(value, states, task?.binary ?? false));
    });
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, link),
      hasTasks && element('td', {}, visible(task?.name ?? '')),
      hasGroups && element('td', {}, visible(store.groups[row] ?? '')),
      ...cells,
    );
  }
}
