interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What stands before its first child, without white space around it. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What XML 1.0 may hold: https://www.w3.org/TR/xml/#charsets */
const ALLOWED = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

function decoded(text: string): string {
  if (!ALLOWED.test(text) || text.includes('<')) throw new Error(`not XML: ${JSON.stringify(text)}`);
  return text.replace(/&(\w*)(;?)/g, (whole, name: string, end: string) => {
    const sign = end === ';' ? ENTITIES[name] : undefined;
    if (sign === undefined) throw new Error(`not an entity: ${whole}`);
    return sign;
  });
}

export function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  const rest = text.replace(/\s+([\w-]+)="([^"]*)"/g, (_, name: string, value: string) => {
    if (Object.hasOwn(attributes, name)) throw new Error(`twice: ${name}`);
    attributes[name] = decoded(value);
    return '';
  });
  if (rest.trim() !== '') throw new Error(`not attributes: ${rest}`);
  return attributes;
}

/** Words, and then a tag or the end. */
const STEP = /([^<]*)(?:<(\/?)([\w-]+)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>|$)/gy;

/** The elements of an XML document in order. Throws for what is not well-formed; knows no comments, CDATA or namespaces. */
export function elementsOf(text: string): Element[] {
  const body = text.replace(/^<\?xml [^?]*\?>/, '').trim();
  const steps = [...body.matchAll(STEP)];
  if (steps.reduce((sum, [whole]) => sum + whole.length, 0) !== body.length) throw new Error('not read to its end');
  const elements: Element[] = [];
  const open: string[] = [];
  for (const [at, [, words = '', end, name = '', attributes = '', closed]] of steps.entries()) {
    decoded(words);
    if (name === '') continue;
    if (end) {
      if (open.pop() !== name) throw new Error(`closes what is not open: ${name}`);
      continue;
    }
    if (open.length === 0 && elements.length > 0) throw new Error('a second root');
    const text = closed ? '' : decoded(steps[at + 1]?.[1] ?? '').trim();
    elements.push({ name, attributes: attributesOf(attributes), text });
    if (!closed) open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(', ')}`);
  return elements;
}
