import type { Mark } from '../domain/graded.ts';
import { NumberColumn } from '../lib/number-column.ts';

/** What of a mark repeats from answer to answer. */
interface Kind extends Required<Pick<Mark, 'state' | 'extracted' | 'explanation'>> {
  readonly parts: readonly string[];
}

/** A list of marks: what they say is held once however often it is said, and each number takes 8 bytes. */
export class MarkColumn {
  readonly #kinds: Kind[] = [];
  readonly #placeOf = new Map<string, number>();
  readonly #expected: number;
  readonly #kindAt: NumberColumn;
  /** NaN for none. */
  readonly #values: NumberColumn;
  readonly #parts = new Map<string, NumberColumn>();

  /** `expected`: how many will come. */
  constructor(expected = 0) {
    this.#expected = expected;
    this.#kindAt = new NumberColumn(expected);
    this.#values = new NumberColumn(expected);
  }

  set(index: number, { state, value, parts, extracted = null, explanation = '' }: Mark): void {
    const names = Object.keys(parts);
    this.#kindAt.set(index, this.#kindOf({ state, extracted, explanation, parts: names }));
    this.#values.set(index, value ?? Number.NaN);
    for (const name of names) this.#columnOf(name).set(index, parts[name] as number);
  }

  /** The mark that was last set there; undefined where none was. */
  at(index: number): Mark | undefined {
    const kind = this.#kinds[this.#kindAt.at(index)];
    if (!kind) return undefined;
    const { state, extracted, explanation, parts } = kind;
    const value = this.#values.at(index);
    return {
      state,
      extracted,
      explanation,
      value: Number.isNaN(value) ? null : value,
      parts:
        parts.length === 0 ? NO_PARTS : Object.fromEntries(parts.map((part) => [part, this.#columnOf(part).at(index)])),
    };
  }

  #columnOf(part: string): NumberColumn {
    const column = this.#parts.get(part) ?? new NumberColumn(this.#expected);
    this.#parts.set(part, column);
    return column;
  }

  #kindOf(kind: Kind): number {
    const name = JSON.stringify([kind.state, kind.extracted, kind.explanation, kind.parts]);
    const known = this.#placeOf.get(name);
    if (known !== undefined) return known;
    this.#placeOf.set(name, this.#kinds.length);
    return this.#kinds.push(kind) - 1;
  }
}

const NO_PARTS: Mark['parts'] = {};
