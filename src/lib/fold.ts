/**
 * NFC or NFKC. A longer run of combining marks is broken every 30 by a joiner, as the stream-safe text of UAX #15 has it:
 * without, the time to put a run in order grows with the square of its length.
 */
export const normalized = (text: string, form: 'NFC' | 'NFKC'): string =>
  text.replace(/\p{M}{30}(?=\p{M})/gu, '$&\u034F').normalize(form);

/** A text in NFKC without characters that show nothing: zero-width ones, marks of direction, variation selectors. */
export const shown = (text: string): string =>
  normalized(text, 'NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');

/** A text for comparing without case: `ẞ`, `ß` and `SS` are the same. Normalized again, since letters fall apart on the way. */
export const fold = (text: string): string => normalized(shown(text).trim().toUpperCase().toLowerCase(), 'NFKC');
