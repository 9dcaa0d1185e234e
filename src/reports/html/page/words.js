/** The states in the order of the index's bits. */
export const STATES = ['scored', 'unparsed', 'truncated', 'refused', 'failed', 'unscored'];

const SCORED = 1;

/**
 * How a model did on a sample, in a word or a number.
 * @param {number} value NaN where there is none
 * @param {number} states a bit a state; 0: not asked
 * @param {boolean} isBinary true for metrics that are right or wrong
 * @returns {string}
 */
export function outcomeWords(value, states, isBinary) {
  if (states === 0) return 'not asked';
  if (states === SCORED) return valueWords(value, isBinary);
  const others = STATES.filter((_, bit) => bit > 0 && (states & (1 << bit)) !== 0).join(', ');
  return (states & SCORED) !== 0 || value > 0 ? `${valueWords(value, isBinary)} (${others})` : others;
}

/**
 * @param {number} value
 * @param {boolean} isBinary
 * @returns {string}
 */
export function valueWords(value, isBinary) {
  if (Number.isNaN(value)) return '–';
  if (isBinary && value === 1) return 'right';
  return isBinary && value === 0 ? 'wrong' : value.toFixed(3);
}

/**
 * The class that colours it; the words say the same.
 * @param {number} value
 * @param {number} states
 * @returns {string}
 */
export function outcomeClass(value, states) {
  if (states === 0 || Number.isNaN(value)) return 'none';
  return value === 1 ? 'right' : value === 0 ? 'wrong' : 'between';
}

/**
 * US dollars with three digits that count.
 * @param {number} amount
 * @returns {string}
 */
export const dollars = (amount) =>
  amount === 0 ? '$0' : `$${amount.toLocaleString('en-US', { maximumSignificantDigits: 3 })}`;

/**
 * @param {number} n
 * @param {string} noun
 * @returns {string}
 */
export const countWords = (n, noun) => `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
