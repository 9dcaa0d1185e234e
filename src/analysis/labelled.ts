import { labelId } from '../domain/keys.ts';
import { isDropped, isFailed, type Outcome } from '../domain/outcome.ts';
import type { Suite } from '../domain/suite.ts';

/** An answer that people labelled. */
export interface LabelledAnswer {
  readonly id: string;
  readonly model: string;
  /** Its sample's place in the task. */
  readonly place: number;
  readonly epoch: number;
  readonly chars: number;
}

/** Finds the answers that people labelled as a run's outcomes go by, and keeps nothing of the others. */
export class LabelledAnswers {
  /** The ids of the labels of each task. */
  readonly #ids: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the keys of their trials, since of several answers to one the last counts. */
  readonly #found = new Map<string, LabelledAnswer>();

  constructor({ tasks }: Pick<Suite, 'tasks'>) {
    this.#ids = new Map(
      tasks.flatMap(({ name, grade }) => {
        const ids = grade.flatMap(({ labels }) => labels?.answers.map(({ id }) => id) ?? []);
        return ids.length > 0 ? [[name, new Set(ids)] as const] : [];
      }),
    );
  }

  add(outcome: Outcome, place: number): void {
    const ids = this.#ids.get(outcome.task);
    if (!ids || isDropped(outcome)) return;
    const id = isFailed(outcome) ? undefined : labelId(outcome);
    if (isFailed(outcome) || id === undefined || !ids.has(id)) {
      this.#found.delete(outcome.key);
      return;
    }
    const { key, model, epoch, answer } = outcome;
    this.#found.set(key, { ...{ id, model, place, epoch }, chars: answer.length });
  }

  /** By the ids of their labels. */
  found(): ReadonlyMap<string, LabelledAnswer> {
    return new Map([...this.#found.values()].map((answer) => [answer.id, answer]));
  }
}
