/** JSON for people's eyes and programs, with nothing in it that a terminal would obey. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2).replace(UNSEEN, escaped)}\n`;

/** What JSON may hold as it stands, and a terminal would obey. */
const UNSEEN = /[\u007F-\u009F\u2028\u2029]|\p{Bidi_Control}/gu;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
