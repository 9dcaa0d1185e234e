/** One longest common subsequence of each answer with a reference that is prepared once. */
export interface Reference {
  readonly size: number;
  /** The places of each token, 32 a word. */
  readonly places: ReadonlyMap<string, Uint32Array>;
}

export function referenceOf(tokens: readonly string[]): Reference {
  const places = new Map<string, Uint32Array>();
  const words = wordsFor(tokens.length);
  tokens.forEach((token, at) => {
    const mask = places.get(token) ?? new Uint32Array(words);
    mask[at >>> 5] = (mask[at >>> 5] as number) | (1 << (at & 31));
    places.set(token, mask);
  });
  return { size: tokens.length, places };
}

const wordsFor = (size: number): number => Math.ceil(size / 32);

/**
 * The length of a longest common subsequence, 32 places of the reference at a time: H. Hyyrö, Bit-parallel LCS-length
 * computation revisited, AWOCA 2004.
 */
export function lcsLength(reference: Reference, answer: readonly string[]): number {
  const column = firstColumn(reference);
  for (const token of answer) advance(column, reference.places.get(token));
  return zeros(column);
}

/**
 * The places in the reference of one longest common subsequence, rising. Of several it is the one to which rouge_score
 * walks back: over places i and j of reference and answer, it takes equal tokens, else goes to j − 1 where the table is
 * larger at (i, j − 1) than at (i − 1, j), else to i − 1. It is larger just where the table rises from (i − 1, j) to (i, j),
 * which is the bit that the columns keep.
 */
export function lcsPlaces(reference: Reference, answer: readonly string[]): number[] {
  const starts = blockStarts(reference, answer);
  let block: Block = { first: answer.length, columns: [] };
  const found: number[] = [];
  let [i, j] = [reference.size - 1, answer.length - 1];
  while (i >= 0 && j >= 0) {
    if (j < block.first) block = blockOf(reference, answer, starts, j);
    const isEqual = hasBit(reference.places.get(answer[j] as string)?.[i >>> 5] ?? 0, i);
    if (isEqual) found.push(i);
    const rises = !hasBit(block.columns[j - block.first]?.[i >>> 5] as number, i);
    if (isEqual || !rises) i--;
    if (isEqual || rises) j--;
  }
  return found.reverse();
}

/** Columns that are held at once; others are worked out again, so that long texts need little memory. */
const BLOCK = 1024;

interface Block {
  /** The place in the answer of the first column. */
  readonly first: number;
  readonly columns: readonly Uint32Array[];
}

/** The column before each block. */
function blockStarts(reference: Reference, answer: readonly string[]): readonly Uint32Array[] {
  const column = firstColumn(reference);
  const starts: Uint32Array[] = [];
  answer.forEach((token, j) => {
    if (j % BLOCK === 0) starts.push(column.slice());
    advance(column, reference.places.get(token));
  });
  return starts;
}

/** The block that holds the column of place `j` in the answer. */
function blockOf(reference: Reference, answer: readonly string[], starts: readonly Uint32Array[], j: number): Block {
  const first = j - (j % BLOCK);
  const column = (starts[first / BLOCK] as Uint32Array).slice();
  const columns = answer.slice(first, first + BLOCK).map((token) => {
    advance(column, reference.places.get(token));
    return column.slice();
  });
  return { first, columns };
}

/** A column of the table of lengths as bits: 0 where it rises from one place of the reference to the next. */
const firstColumn = ({ size }: Reference): Uint32Array => new Uint32Array(wordsFor(size)).fill(0xffffffff);

/** The next column, for an answer's token at these places of the reference. */
function advance(column: Uint32Array, places: Uint32Array | undefined): void {
  if (places === undefined) return;
  let carry = 0;
  for (let word = 0; word < column.length; word++) {
    const bits = column[word] as number;
    const both = (bits & (places[word] as number)) >>> 0;
    const sum = bits + both + carry;
    carry = sum > 0xffffffff ? 1 : 0;
    column[word] = sum | (bits & ~both);
  }
}

/** How many bits are 0; those past the last place never are. */
function zeros(column: Uint32Array): number {
  let count = 0;
  for (const bits of column) for (let left = ~bits; left !== 0; left &= left - 1) count++;
  return count;
}

const hasBit = (bits: number, at: number): boolean => ((bits >>> (at & 31)) & 1) === 1;
