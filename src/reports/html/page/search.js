/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./unpack.js').Pages} Pages */
/** @typedef {import('../shown.ts').ShownSample} ShownSample */

/**
 * @typedef {object} TextSearch
 * @property {Store} store
 * @property {Pages} pages
 * @property {readonly number[]} rows to look into, in order
 * @property {string} find
 * @property {AbortSignal} signal
 */

/**
 * The rows whose id or texts hold the words, a page at a time; after each: how far it is, and what was found so far.
 * @param {TextSearch} search
 * @returns {AsyncGenerator<{ done: number, found: number[] }>}
 */
export async function* searchTexts({ store, pages, rows, find, signal }) {
  const words = find.toLowerCase();
  /** @type {number[]} */
  const found = [];
  let [number, page] = [-1, /** @type {ShownSample[]} */ ([])];
  for (const [done, row] of rows.entries()) {
    const wanted = store.pages[row] ?? -1;
    if (wanted !== number && wanted >= 0) {
      yield { done, found };
      page = await pages.read(wanted);
      number = wanted;
      if (signal.aborted) return;
    }
    const sample = wanted < 0 ? undefined : page[store.places[row] ?? -1];
    if ((store.ids[row] ?? '').toLowerCase().includes(words) || (sample && holds(sample, words))) found.push(row);
  }
  yield { done: rows.length, found };
}

/**
 * @param {ShownSample} sample
 * @param {string} words in small letters
 */
function holds({ messages, targets, answers }, words) {
  const isIn = (/** @type {string | null} */ text) => text?.toLowerCase().includes(words) ?? false;
  return (
    messages.some(({ content }) => isIn(content)) ||
    targets.some(isIn) ||
    answers.some(
      ({ answer, failure, scores }) => isIn(answer) || isIn(failure) || scores.some((one) => isIn(one.explanation)),
    )
  );
}
