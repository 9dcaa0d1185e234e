import type { Mark } from '../domain/graded.ts';

/** What of a mark repeats from answer to answer. */
interface Kind extends Required<Pick<Mark, 'state' | 'extracted' | 'explanation'>> {
  readonly parts: readonly string[];
}

/** A list of marks: what they say is held once however often it is said, and each number takes 8 bytes. */
export class MarkColumn {
  readonly #kinds: Kind[] = [];
  readonly #placeOf = new Map<string, number>();
  /** Of each mark its kind, its value (NaN for none) and its parts. */
  readonly #numbers: number[] = [];
  readonly #starts: number[] = [];

  push({ state, value, parts, extracted = null, explanation = '' }: Mark): void {
    this.#starts.push(this.#numbers.length);
    this.#numbers.push(
      this.#kindOf({ state, extracted, explanation, parts: Object.keys(parts) }),
      value ?? Number.NaN,
      ...Object.values(parts),
    );
  }

  at(index: number): Mark {
    const start = this.#starts[index] as number;
    const { parts, ...said } = this.#kinds[this.#numbers[start] as number] as Kind;
    const value = this.#numbers[start + 1] as number;
    return {
      ...said,
      value: Number.isNaN(value) ? null : value,
      parts: Object.fromEntries(parts.map((part, place) => [part, this.#numbers[start + 2 + place] as number])),
    };
  }

  #kindOf(kind: Kind): number {
    const name = JSON.stringify([kind.state, kind.extracted, kind.explanation, kind.parts]);
    const known = this.#placeOf.get(name);
    if (known !== undefined) return known;
    this.#placeOf.set(name, this.#kinds.length);
    return this.#kinds.push(kind) - 1;
  }
}
