/**
 * The JSON objects in a text that hold no object or list, in order. Each is looked for from its brace on and no further
 * than the next sign that cannot belong to it, so that no text takes more time than its length explains.
 */
export function flatObjects(text: string, { overlapping = false } = {}): string[] {
  const found: string[] = [];
  let next = 0;
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', next)) {
    const end = endOfObject(text, start);
    if (end !== undefined) found.push(text.slice(start, end));
    next = end === undefined || overlapping ? start + 1 : end;
  }
  return found;
}

/** The place after the brace that closes the one at `start`; undefined where that opens no flat object. */
function endOfObject(text: string, start: number): number | undefined {
  let at = start;
  do {
    const colon = afterString(text, afterSpace(text, at + 1));
    if (colon === undefined || text[afterSpace(text, colon)] !== ':') return undefined;
    const value = afterSpace(text, afterSpace(text, colon) + 1);
    const end = afterString(text, value) ?? afterPlainValue(text, value);
    if (end === undefined) return undefined;
    at = afterSpace(text, end);
  } while (text[at] === ',');
  return text[at] === '}' ? at + 1 : undefined;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (' \n\r\t'.includes(text[at] ?? 'x')) at++;
  return at;
}

/** After the string that starts here; undefined where none does, or it does not end. */
function afterString(text: string, from: number): number | undefined {
  if (text[from] !== '"') return undefined;
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at++;
  }
  return undefined;
}

const PLAIN_VALUE = /true|false|null|-?\d{1,20}(?:\.\d{1,20})?/y;

function afterPlainValue(text: string, from: number): number | undefined {
  PLAIN_VALUE.lastIndex = from;
  return PLAIN_VALUE.test(text) ? PLAIN_VALUE.lastIndex : undefined;
}
