import { baselineOf } from '../../analysis/answer-lengths.ts';
import type { Manifest } from '../../domain/run.ts';
import { sha256 } from '../../lib/hash.ts';
import { readGraded } from '../../results/graded.ts';
import { SampleIndex } from '../../results/sample-index.ts';
import type { JudgedIn } from './judged-grader.ts';

interface Drawing {
  readonly judged: JudgedIn;
  readonly n: number;
  readonly seed: number;
}

/**
 * The keys of the trials drawn, and how many there were to draw from; the answers themselves are not kept. The baseline of
 * pairs is left out: nobody learns anything from what people say of an answer beside itself.
 */
export async function drawTrials(folder: string, manifest: Manifest, { judged, n, seed }: Drawing) {
  const { task, place, spec } = judged;
  const baseline = baselineOf(spec);
  const lots = new Map<string, Lots>(manifest.models.map(({ id }) => [id, new Lots(n)]));
  const index = await SampleIndex.read(folder);
  let all = 0;
  for await (const { outcome, marks } of readGraded(folder, manifest, index)) {
    if (
      outcome.role !== 'answer' ||
      outcome.task !== task.name ||
      outcome.model === baseline ||
      (marks[place]?.value ?? null) === null
    )
      continue;
    all += 1;
    const { model, sample, epoch, key } = outcome;
    lots.get(model)?.add({ lot: sha256(JSON.stringify([seed, sample, epoch])), key });
  }
  return { drawn: new Set(inTurn([...lots.values()].map((one) => one.least())).slice(0, n)), all };
}

interface Lot {
  readonly lot: string;
  readonly key: string;
}

/** The `n` least lots of those added. */
class Lots {
  readonly #n: number;
  #lots: Lot[] = [];

  constructor(n: number) {
    this.#n = n;
  }

  add(lot: Lot): void {
    this.#lots.push(lot);
    if (this.#lots.length >= 2 * this.#n + ROOM) this.#lots = this.#least();
  }

  least(): string[] {
    return this.#least().map(({ key }) => key);
  }

  #least(): Lot[] {
    return this.#lots.sort((a, b) => (a.lot < b.lot ? -1 : Number(a.lot > b.lot))).slice(0, this.#n);
  }
}

/** So that few lots are not sorted over and over. */
const ROOM = 1000;

/** One of each list after the other, until all are through. */
const inTurn = <T>(lists: readonly (readonly T[])[]): T[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
