import { element } from './element.js';
import { visible } from './visible.js';
import { STATES } from './words.js';

/** @typedef {import('../page-facts.ts').PageFacts} PageFacts */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./filter.js').Query} Query */

/** What is looked for, as it stands in the address; each has a control of this name. */
export const NAMES = ['task', 'group', 'model', 'result', 'than', 'against', 'find', 'texts'];

/**
 * The controls; `onChange` is told the name and the new words, null for anything.
 * @param {PageFacts} facts
 * @param {(name: string, value: string | null) => void} onChange
 * @returns {Node[]}
 */
export function filterControls({ models, tasks, baseline }, onChange) {
  const select = (
    /** @type {string} */ name,
    /** @type {string} */ label,
    /** @type {[string, string][]} */ options,
  ) => {
    const control = element(
      'select',
      { id: `filter-${name}` },
      ...options.map(([value, words]) => element('option', { value }, visible(words))),
    );
    control.addEventListener('change', () => onChange(name, control.value || null));
    return element('label', {}, `${label} `, control);
  };
  const find = element('input', { type: 'search', id: 'filter-find', autocomplete: 'off', spellcheck: 'false' });
  find.addEventListener('input', () => onChange('find', find.value || null));
  const texts = element('input', { type: 'checkbox', id: 'filter-texts' });
  texts.addEventListener('change', () => onChange('texts', texts.checked ? 'yes' : null));
  /** @type {[string, string][]} */
  const named = models.map((model, place) => [String(place), model]);
  const results = ['right', 'wrong', ...STATES.slice(1), 'not asked'];
  return [
    tasks.length > 1 &&
      select('task', 'Task', [
        ['', 'all'],
        ...tasks.map(({ name }, place) => /** @type {[string, string]} */ ([String(place), name])),
      ]),
    select('group', 'Group', [['', 'all']]),
    select('model', 'Model', [['', 'any'], ...named]),
    select('result', 'Result', [
      ['', 'any'],
      ...results.map((result) => /** @type {[string, string]} */ ([result, result])),
    ]),
    models.length > 1 &&
      select('than', 'Compared', [
        ['', '–'],
        ['worse', 'worse than'],
        ['better', 'better than'],
        ['different', 'other than'],
      ]),
    models.length > 1 &&
      select(
        'against',
        'with',
        named.sort(([one], [other]) => Number(Number(other) === baseline) - Number(Number(one) === baseline)),
      ),
    element('label', {}, 'Find ', find),
    element('label', { class: 'tick' }, texts, ' in prompts and answers too'),
  ].filter((node) => node !== false);
}

/**
 * Offers the groups of a task, or hides the control where there are none.
 * @param {Store} store
 * @param {number | null} task
 * @param {string | null} group
 */
export function offerGroups(store, task, group) {
  const control = /** @type {HTMLSelectElement} */ (document.getElementById('filter-group'));
  const groups = new Set(
    store.groups.filter((one, row) => one !== null && (task === null || store.tasks[row] === task)),
  );
  const names = /** @type {string[]} */ ([...groups]).sort();
  control.replaceChildren(
    element('option', { value: '' }, 'all'),
    ...names.map((name) => element('option', { value: name }, visible(name))),
  );
  control.value = group ?? '';
  const label = control.closest('label');
  if (label) label.hidden = names.length === 0;
}

/**
 * Sets the controls to what the address says.
 * @param {URLSearchParams} place
 * @param {number} baseline
 */
export function setControls(place, baseline) {
  for (const name of NAMES) {
    const control = document.getElementById(`filter-${name}`);
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = place.has(name);
    else if (control instanceof HTMLInputElement && control !== document.activeElement)
      control.value = place.get(name) ?? '';
    else if (control instanceof HTMLSelectElement)
      control.value = place.get(name) ?? (name === 'against' ? String(baseline) : '');
  }
}

/**
 * What the address asks for.
 * @param {URLSearchParams} place
 * @param {number} baseline
 * @returns {Query}
 */
export function queryOf(place, baseline) {
  const number = (/** @type {string} */ name) => (/^\d+$/.test(place.get(name) ?? '') ? Number(place.get(name)) : null);
  return {
    task: number('task'),
    group: place.get('group'),
    model: number('model'),
    result: place.get('result'),
    than: place.get('than'),
    against: number('against') ?? baseline,
    find: place.has('texts') ? '' : (place.get('find') ?? ''),
  };
}
