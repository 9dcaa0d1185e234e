/** JSON as it stands in a text. */
export interface FoundJson {
  readonly text: string;
  readonly value: object;
}

/**
 * The object or list that an answer gives: the whole text, else the last fenced block that is one, else the last one that
 * stands in the text. One of the wanted kind goes before one of the other. Broken JSON gives nothing, not the parts of it
 * that would parse.
 */
export function findJson(answer: string, { list }: { readonly list: boolean }): FoundJson | undefined {
  let other: FoundJson | undefined;
  let broken = 0;
  for (const text of candidates(answer)) {
    const value = parsed(text);
    if (value === undefined) {
      broken += 1;
      if (broken === MOST_BROKEN) return other;
      continue;
    }
    if (Array.isArray(value) === list) return { text, value };
    other ??= { text, value };
  }
  return other;
}

/** To be told that something is no JSON takes 20 µs. Nobody who gives JSON writes so much after it that looks like it. */
const MOST_BROKEN = 500;

/** Together at most three times as long as the answer. */
function* candidates(answer: string): Generator<string> {
  yield answer.trim();
  const fenced = answer.split('```').filter((_, part) => part % 2 === 1);
  for (const block of fenced.reverse()) yield block.replace(/^[\w-]*/, '').trim();
  yield* outermost(answer).reverse();
}

/** A text as JSON, or undefined when it is not an object or a list. Of a key given twice the last counts. */
export function parsed(text: string): object | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What stands between brackets that close, but inside others that do, or after a brace that never does. */
function outermost(text: string): string[] {
  const { pairs, unclosed } = bracketsOf(text);
  const found: Span[] = [];
  for (const pair of pairs.reverse()) {
    if (pair.to <= (found.at(-1)?.from ?? text.length) && pair.from < unclosed) found.push(pair);
  }
  return found.reverse().map(({ from, to }) => text.slice(from, to));
}

/** Brackets that close, in the order in which they do, and where the first brace stands that does not. */
function bracketsOf(text: string): { readonly pairs: Span[]; readonly unclosed: number } {
  const open: { readonly sign: string; readonly at: number }[] = [];
  const pairs: Span[] = [];
  const waiting: Record<string, number> = { '{': 0, '[': 0 };
  const close = (opener: string, to: number) => {
    while (waiting[opener]) {
      const { sign, at } = open.pop() as (typeof open)[number];
      waiting[sign] = (waiting[sign] as number) - 1;
      if (sign !== opener) continue;
      pairs.push({ from: at, to });
      return;
    }
  };

  for (let next = sign(text, OUTSIDE, 0); next; next = sign(text, open.length > 0 ? WITHIN : OUTSIDE, next.to)) {
    const opener = OPENER[next.sign];
    if (opener !== undefined) close(opener, next.to);
    if (!(next.sign in waiting)) continue;
    open.push({ sign: next.sign, at: next.to - 1 });
    waiting[next.sign] = (waiting[next.sign] as number) + 1;
  }
  return { pairs, unclosed: open.find(({ sign }) => sign === '{')?.at ?? text.length };
}

const OPENER: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

/** Quotes mean a string within brackets alone; a string ends with its line. */
const OUTSIDE = /[{[]/g;
const WITHIN = /[{}[\]]|"[^"\\\n]*(?:\\.[^"\\\n]*)*"?/g;

function sign(text: string, signs: RegExp, from: number): { readonly sign: string; readonly to: number } | undefined {
  signs.lastIndex = from;
  const found = signs.exec(text)?.[0];
  return found === undefined ? undefined : { sign: found, to: signs.lastIndex };
}
