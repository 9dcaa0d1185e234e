/** What cannot be seen, or changes how what follows is read: controls but for line ends and tabs, marks of direction, halves of letters. */
const UNSEEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u2028\u2029\uFEFF]|\p{Bidi_Control}|\p{Cs}|\r(?!\n)/gu;

/**
 * Someone's words with what cannot be seen written out: `⟨U+202E⟩`.
 * @param {string} text
 * @returns {string}
 */
export const visible = (text) => text.replace(UNSEEN, (sign) => `⟨U+${codeOf(sign)}⟩`);

/** @param {string} sign */
const codeOf = (sign) => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
