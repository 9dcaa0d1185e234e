import type { AnsweredSample } from '../../domain/answered-sample.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { addLine, type IndexLine, indexLine, isPlain, newChunk } from './index-chunk.ts';
import { packed } from './packed.ts';
import { shownSample } from './shown.ts';

/** A page is unpacked to show one of its samples, so it is small. */
const PAGE_SAMPLES = 500;
const PAGE_LETTERS = 1_000_000;
const CHUNK_SAMPLES = 5000;

/** What all packed texts may take in the file; past the half only samples are added that not every model had right. */
const MOST_TEXT_LETTERS = 64_000_000;

/** Every sample as data blocks: pages of texts, and an index for filters; memory holds a page. */
export async function* sampleData(
  answered: AsyncIterable<AnsweredSample>,
  scorecard: Pick<Scorecard, 'models' | 'tasks'>,
  mostLetters = MOST_TEXT_LETTERS,
): AsyncGenerator<string> {
  const { models } = scorecard;
  const tasks = new Map(scorecard.tasks.map(({ name, metric }, place) => [name, { place, metric }]));
  const pages = new Pages(mostLetters);
  let index = newChunk(models);

  for await (const one of answered) {
    const { place, metric } = tasks.get(one.sample.task) ?? { place: -1, metric: '' };
    const line = indexLine(one, { models, task: place, metric });
    const page = pages.takes(line) ? pages.add(JSON.stringify(shownSample(one, models, metric))) : NO_PAGE;
    addLine(index, line, page);
    if (pages.isFull) yield* pages.turn();
    if (index.ids.length < CHUNK_SAMPLES) continue;
    yield block('index', await packed(JSON.stringify(index)));
    index = newChunk(models);
  }
  yield* pages.end();
  if (index.ids.length > 0) yield block('index', await packed(JSON.stringify(index)));
}

const NO_PAGE = -1;

/** Base64 has nothing that could end the block. */
const block = (kind: 'page' | 'index', letters: string): string =>
  `<script type="text/plain" class="${kind}">${letters}</script>\n`;

/** The pages of texts; one is packed while the next is filled. Samples wait as JSON: text is less to keep than what it tells. */
class Pages {
  readonly #mostLetters: number;
  #letters = 0;
  #number = 0;
  #samples: string[] = [];
  #size = 0;
  #packing: Promise<string> | undefined;

  constructor(mostLetters: number) {
    this.#mostLetters = mostLetters;
  }

  takes(line: IndexLine): boolean {
    return this.#letters < (isPlain(line) ? this.#mostLetters / 2 : this.#mostLetters);
  }

  /** The number of the page that the sample comes to stand on. */
  add(sample: string): number {
    this.#samples.push(sample);
    this.#size += sample.length;
    return this.#number;
  }

  get isFull(): boolean {
    return this.#samples.length >= PAGE_SAMPLES || this.#size >= PAGE_LETTERS;
  }

  /** Gives the page before, and begins to pack this one. */
  async *turn(): AsyncGenerator<string> {
    yield* this.#packedBefore();
    this.#packing = packed(`[${this.#samples.join()}]`);
    this.#number += 1;
    this.#samples = [];
    this.#size = 0;
  }

  async *end(): AsyncGenerator<string> {
    if (this.#samples.length > 0) yield* this.turn();
    yield* this.#packedBefore();
  }

  async *#packedBefore(): AsyncGenerator<string> {
    const letters = await this.#packing;
    if (letters === undefined) return;
    this.#letters += letters.length;
    this.#packing = undefined;
    yield block('page', letters);
  }
}
