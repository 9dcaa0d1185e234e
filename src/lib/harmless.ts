const PLAIN = /^[ -~]*$/;

/**
 * A name or someone else's words on one line, for people to read: control characters become spaces and marks that turn the
 * direction of reading go, so that no answer can move a cursor, change colours or show itself as something else.
 */
export const harmless = (text: string): string =>
  PLAIN.test(text)
    ? text
    : text.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g, ' ').replace(/\p{Bidi_Control}/gu, '');
