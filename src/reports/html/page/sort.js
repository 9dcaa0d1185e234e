import { element } from './element.js';
import { compareKeys, sortKey } from './sort-key.js';

/**
 * Gives each column of a table a button that sorts by it.
 * @param {HTMLTableElement} table
 */
export function makeSortable(table) {
  for (const head of table.tHead?.rows[0]?.cells ?? []) {
    const button = element('button', { type: 'button' }, ...head.childNodes);
    button.addEventListener('click', () => sortBy(table, head));
    head.append(button);
  }
}

/**
 * Up at first, then down.
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement} head
 */
function sortBy(table, head) {
  const way = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
  for (const other of table.tHead?.rows[0]?.cells ?? []) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', way === 1 ? 'ascending' : 'descending');
  const body = table.tBodies[0];
  const keyed = [...(body?.rows ?? [])].map((row) => ({
    row,
    key: sortKey(row.cells[head.cellIndex]?.textContent ?? ''),
  }));
  body?.append(...keyed.sort((one, other) => compareKeys(one.key, other.key, way)).map(({ row }) => row));
}
