/**
 * What a cell is sorted by: the number that it begins with, else its words; null where it is unknown.
 * @param {string} text
 * @returns {number | string | null}
 */
export function sortKey(text) {
  const words = text.trim();
  if (words === '' || words === '–') return null;
  const number = /^[~×$+]*([-−]?)[$]?([\d,]+(?:\.\d+)?)/.exec(words);
  if (!number) return words.toLowerCase();
  return (number[1] ? -1 : 1) * Number((number[2] ?? '').replaceAll(',', ''));
}

/**
 * Numbers before words; what is unknown stands last whichever way is sorted.
 * @param {number | string | null} one
 * @param {number | string | null} other
 * @param {1 | -1} way
 * @returns {number}
 */
export function compareKeys(one, other, way) {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one !== typeof other) return typeof one === 'number' ? -way : way;
  return one < other ? -way : one > other ? way : 0;
}
