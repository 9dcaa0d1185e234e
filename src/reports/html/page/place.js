/**
 * Where the reader is, as the part of the address after `#`: `task=law&than=worse`, `sample=law%2F17`.
 * @param {string} hash
 * @returns {URLSearchParams}
 */
export const placeOf = (hash) => new URLSearchParams(hash.includes('=') ? hash.replace(/^#/, '') : '');

/**
 * @param {URLSearchParams} place
 * @param {Record<string, string | null>} changes null: taken out
 * @returns {string}
 */
export function hashWith(place, changes) {
  const changed = new URLSearchParams(place);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return `#${changed.size === 0 ? 'samples' : changed}`;
}

/**
 * What a sample is called in an address, where halves of letters have no room.
 * @param {string} task
 * @param {string} id
 * @returns {string}
 */
export const sampleName = (task, id) => `${task}/${id}`.replace(/\p{Cs}/gu, '\uFFFD');
