import { type Manifest, trialsOf } from '../domain/run.ts';
import { KeyIndex } from '../lib/key-index.ts';
import { NumberColumn } from '../lib/number-column.ts';
import type { Place } from './placed-lines.ts';
import { readOutcomeHeads, readScoreHeads } from './read.ts';

/** Where each answer of a run stands, and where its scores do: of several lines for one key, the last. Texts stay on disk. */
export class AnswerPlaces {
  readonly #keys: KeyIndex;
  readonly #answers: Places;
  /** By grader, in the order of the answers. */
  readonly #scores = new Map<string, Places>();

  private constructor(expected: number) {
    this.#keys = new KeyIndex(expected);
    this.#answers = new Places(expected);
  }

  static async read(folder: string, manifest: Pick<Manifest, 'suite' | 'tasks'>): Promise<AnswerPlaces> {
    const places = new AnswerPlaces(trialsOf(manifest));
    for await (const { head, place } of readOutcomeHeads(folder)) {
      if (head.isAnswer) places.#answers.set(places.#keys.numberOf(head.key), place);
    }
    for (const name of manifest.tasks.flatMap(({ graders }) => graders.map((one) => one.name))) {
      places.#scores.set(name, new Places(places.#keys.size));
    }
    for await (const { head, place } of readScoreHeads(folder)) {
      const answer = head.isProbe ? undefined : places.find(head.key);
      if (answer !== undefined) places.#scores.get(head.grader)?.set(answer, place);
    }
    return places;
  }

  /** The number of a trial's answer. */
  find(key: string): number | undefined {
    return this.#keys.get(key);
  }

  answer(answer: number): Place {
    return this.#answers.get(answer) as Place;
  }

  score(answer: number, grader: string): Place | undefined {
    return this.#scores.get(grader)?.get(answer);
  }
}

/** A list of places in 16 bytes each. */
class Places {
  readonly #offsets: NumberColumn;
  readonly #lengths: NumberColumn;

  constructor(expected: number) {
    this.#offsets = new NumberColumn(expected);
    this.#lengths = new NumberColumn(expected);
  }

  /** Undefined where none was set. */
  get(index: number): Place | undefined {
    const length = this.#lengths.at(index);
    return Number.isNaN(length) ? undefined : { offset: this.#offsets.at(index), length };
  }

  set(index: number, { offset, length }: Place): void {
    this.#offsets.set(index, offset);
    this.#lengths.set(index, length);
  }
}
