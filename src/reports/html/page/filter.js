import { STATES } from './words.js';

/** @typedef {import('./store.js').Store} Store */

/**
 * What is looked for; null and empty words: anything.
 * @typedef {object} Query
 * @property {number | null} task
 * @property {string | null} group
 * @property {number | null} model its place; null: any of them
 * @property {string | null} result right, wrong, between, a state, or `not asked`
 * @property {string | null} than `worse`, `better` or `different`: than `against`
 * @property {number} against a model's place
 * @property {string} find in ids
 */

/**
 * The rows that a query is about, in order.
 * @param {Store} store
 * @param {Query} query
 * @returns {number[]}
 */
export function filtered(store, { task, group, model, result, than, against, find }) {
  const models = model === null ? store.values.map((_, place) => place) : [model];
  const words = find.toLowerCase();
  const rows = [];
  for (let row = 0; row < store.size; row += 1) {
    if (task !== null && store.tasks[row] !== task) continue;
    if (group !== null && store.groups[row] !== group) continue;
    if (words !== '' && !(store.ids[row] ?? '').toLowerCase().includes(words)) continue;
    if (models.some((one) => isWanted(store, row, one, result) && isThan(store, row, one, than, against)))
      rows.push(row);
  }
  return rows;
}

/**
 * @param {Store} store
 * @param {number} row
 * @param {number} model
 * @param {string | null} result
 */
function isWanted(store, row, model, result) {
  if (result === null) return true;
  const value = store.values[model]?.[row] ?? Number.NaN;
  const states = store.states[model]?.[row] ?? 0;
  if (result === 'right') return value === 1;
  if (result === 'wrong') return value < 1 && (states & 1) === 1;
  if (result === 'not asked') return states === 0;
  return (states & (1 << STATES.indexOf(result))) !== 0;
}

/**
 * @param {Store} store
 * @param {number} row
 * @param {number} model
 * @param {string | null} than
 * @param {number} against
 */
function isThan(store, row, model, than, against) {
  if (than === null) return true;
  const difference = (store.values[model]?.[row] ?? Number.NaN) - (store.values[against]?.[row] ?? Number.NaN);
  if (than === 'worse') return difference < 0;
  return than === 'better' ? difference > 0 : difference < 0 || difference > 0;
}
