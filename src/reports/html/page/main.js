import { byId, element } from './element.js';
import { filtered } from './filter.js';
import { filterControls, offerGroups, queryOf, setControls } from './filters.js';
import { listOf } from './list.js';
import { hashWith, placeOf, sampleName } from './place.js';
import { sampleView } from './sample.js';
import { searchTexts } from './search.js';
import { makeSortable } from './sort.js';
import { Store } from './store.js';
import { Pages, unpacked } from './unpack.js';
import { visible } from './visible.js';
import { countWords } from './words.js';

/** @typedef {import('../page-facts.ts').PageFacts} PageFacts */

/** @type {PageFacts} */
const facts = JSON.parse(byId('facts').textContent ?? '{}');
const store = new Store(facts.models.length);
const pages = new Pages(document.querySelectorAll('script.page'));
let isReady = false;
/** @type {number[]} What was found last, for the way from a sample to the next. */
let rows = [];
let searching = new AbortController();
/** @type {string | null} The sample that is open. */
let open = null;

for (const table of document.querySelectorAll('table.sortable')) makeSortable(/** @type {HTMLTableElement} */ (table));
byId('filters').append(
  ...filterControls(facts, (name, value) => {
    const gone = name === 'task' ? { group: null } : {};
    history.replaceState(
      null,
      '',
      hashWith(placeOf(location.hash), { [name]: value, ...gone, from: null, sample: null }),
    );
    void refresh();
  }),
);
addEventListener('hashchange', () => void refresh());
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && open !== null) location.hash = hashWith(placeOf(location.hash), { sample: null });
});
void load();

/** Unpacks the index, then shows what the address asks for. */
async function load() {
  byId('found').textContent = 'Reading …';
  for (const block of document.querySelectorAll('script.index')) store.add(await unpacked(block));
  isReady = true;
  const left = store.pages.filter((page) => page < 0).length;
  byId('left-out').textContent =
    left === 0 ? '' : `The texts of ${countWords(left, 'sample')} are left out: all would be too many for one page.`;
  await refresh();
}

/** Shows the list or the sample that the address asks for. */
async function refresh() {
  const place = placeOf(location.hash);
  if (!isReady) return;
  const query = queryOf(place, facts.baseline);
  offerGroups(store, query.task, query.group);
  setControls(place, facts.baseline);
  searching.abort();
  searching = new AbortController();
  rows = filtered(store, query);
  const find = place.get('find') ?? '';
  if (place.has('texts') && find !== '') await searchAll(place, find, searching.signal);
  else showFound(place, `${countWords(rows.length, 'sample')} found, of ${store.size.toLocaleString('en-US')}.`);
  await showSample(place);
}

/**
 * @param {URLSearchParams} place
 * @param {string} words
 */
function showFound(place, words) {
  byId('found').textContent = words;
  byId('list').replaceChildren(...listOf({ facts, store, rows, place, from: Number(place.get('from') ?? 0) || 0 }));
}

/**
 * @param {URLSearchParams} place
 * @param {string} find
 * @param {AbortSignal} signal
 */
async function searchAll(place, find, signal) {
  const all = rows;
  for await (const { done, found } of searchTexts({ store, pages, rows: all, find, signal })) {
    if (signal.aborted) return;
    rows = found;
    const isDone = done === all.length;
    const progress = isDone
      ? ''
      : ` so far, ${done.toLocaleString('en-US')} of ${all.length.toLocaleString('en-US')} searched`;
    showFound(place, `${countWords(found.length, 'sample')} found${progress}.`);
  }
}

/** @param {URLSearchParams} place */
async function showSample(place) {
  const wanted = place.get('sample');
  const before = open;
  open = wanted;
  const isOpen = wanted !== null;
  for (const id of ['filters', 'found', 'list']) byId(id).hidden = isOpen;
  byId('sample').hidden = !isOpen;
  if (wanted !== null && wanted !== before) await openSample(wanted, place);
  if (wanted === null && before !== null) linkTo(before)?.focus();
}

/** @param {string} name */
const linkTo = (name) =>
  [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('#list a'))].find(
    (link) => placeOf(link.hash).get('sample') === name,
  );

/** @param {number} row */
const nameOf = (row) => sampleName(facts.tasks[store.tasks[row] ?? -1]?.name ?? '', store.ids[row] ?? '');

/**
 * @param {string} name
 * @param {URLSearchParams} place
 */
async function openSample(name, place) {
  const row = store.ids.findIndex((_, one) => nameOf(one) === name);
  const title = element(
    'h3',
    { tabindex: -1, id: 'opened' },
    row < 0 ? `No sample ${visible(name)}` : visible(store.ids[row] ?? ''),
  );
  const page = row < 0 ? [] : await pages.read(store.pages[row] ?? -1);
  if (open !== name) return;
  const task = facts.tasks[store.tasks[row] ?? -1];
  const about = [task?.name, store.groups[row]].filter((word) => typeof word === 'string').map(visible);
  const sample = page[store.places[row] ?? -1];
  byId('sample').replaceChildren(
    stepsAround(row, place),
    title,
    element('p', { class: 'facts' }, about.join(' · ')),
    ...(row < 0 ? [] : sampleView({ sample, models: facts.models, isBinary: task?.binary ?? false })),
  );
  title.focus({ preventScroll: true });
  byId('sample').scrollIntoView();
}

/**
 * Back to the list, and to the samples before and after in it.
 * @param {number} row
 * @param {URLSearchParams} place
 */
function stepsAround(row, place) {
  const at = rows.indexOf(row);
  const step = (/** @type {string} */ words, /** @type {number | undefined} */ to) =>
    to === undefined
      ? element('span', { class: 'off' }, words)
      : element('a', { href: hashWith(place, { sample: nameOf(to) }) }, words);
  return element(
    'nav',
    { 'aria-label': 'Around this sample', class: 'turns' },
    element('a', { href: hashWith(place, { sample: null }) }, '↑ All samples'),
    step('← Previous', at > 0 ? rows[at - 1] : undefined),
    step('Next →', at < 0 ? undefined : rows[at + 1]),
  );
}
