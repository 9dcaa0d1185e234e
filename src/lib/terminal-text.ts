/** A text for a terminal: no control characters, so that no answer or name can move the cursor or change colours. */
export const forTerminal = (text: string): string => text.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g, ' ');
