import { isDropped } from '../domain/outcome.ts';
import type { Manifest } from '../domain/run.ts';
import { KeyIndex } from '../lib/key-index.ts';
import type { Place } from './placed-lines.ts';
import { readOutcomeLines, readScoreLines } from './read.ts';

/** Where each answer of a run stands, and where its scores do: of several lines for one key, the last. Texts stay on disk. */
export class AnswerPlaces {
  readonly #keys = new KeyIndex();
  readonly #answers = new Places();
  /** By grader, in the order of the answers. */
  readonly #scores = new Map<string, Places>();

  static async read(folder: string, { tasks }: Pick<Manifest, 'tasks'>): Promise<AnswerPlaces> {
    const places = new AnswerPlaces();
    for await (const { value, ...place } of readOutcomeLines(folder)) {
      if (value.role === 'answer' && !isDropped(value)) places.#add(value.key, place);
    }
    for (const name of tasks.flatMap(({ graders }) => graders.map((one) => one.name))) {
      places.#scores.set(name, new Places(places.#answers.size));
    }
    for await (const { value, ...place } of readScoreLines(folder)) {
      const answer = value.probe ? undefined : places.find(value.key);
      if (answer !== undefined) places.#scores.get(value.grader)?.set(answer, place);
    }
    return places;
  }

  #add(key: string, place: Place): void {
    const answer = this.find(key) ?? this.#answers.size;
    this.#answers.set(answer, place);
    this.#keys.set(key, answer);
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

/** A list of places in few bytes each. */
class Places {
  #offsets: Float64Array;
  #lengths: Uint32Array;
  size = 0;

  constructor(room = 1024) {
    this.#offsets = new Float64Array(room);
    this.#lengths = new Uint32Array(room);
  }

  /** Undefined where none was set. */
  get(index: number): Place | undefined {
    const [offset = 0, length = 0] = [this.#offsets[index], this.#lengths[index]];
    return length === 0 ? undefined : { offset, length };
  }

  set(index: number, { offset, length }: Place): void {
    if (index >= this.#offsets.length) this.#grow();
    this.#offsets[index] = offset;
    this.#lengths[index] = length;
    this.size = Math.max(this.size, index + 1);
  }

  #grow(): void {
    const [offsets, lengths] = [this.#offsets, this.#lengths];
    this.#offsets = new Float64Array(2 * offsets.length);
    this.#lengths = new Uint32Array(2 * lengths.length);
    this.#offsets.set(offsets);
    this.#lengths.set(lengths);
  }
}
