import { type Random, randomBelow } from '../lib/random.ts';

/** A binomial number takes as long as so many single draws. */
const SINGLE_DRAWS = 20;

/** Draws of as many as there are, with replacement, from things of several kinds: how often each kind comes up. */
export function multinomial(counts: readonly number[]): (random: Random) => number[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return n < SINGLE_DRAWS * counts.length ? oneByOne(counts, n) : kindByKind(counts, n);
}

function oneByOne(counts: readonly number[], n: number): (random: Random) => number[] {
  const kinds = Uint32Array.from(counts.flatMap((count, kind) => new Array<number>(count).fill(kind)));
  return (random) => {
    const drawn = new Array<number>(counts.length).fill(0);
    for (let one = 0; one < n; one++) {
      const kind = kinds[randomBelow(random, n)] as number;
      drawn[kind] = (drawn[kind] as number) + 1;
    }
    return drawn;
  };
}

/** Takes time by the kinds, not by the things: each kind's number is binomial, given those before it. */
function kindByKind(counts: readonly number[], n: number): (random: Random) => number[] {
  const logFactorials = logFactorialsTo(n);
  return (random) => {
    let [things, weight] = [n, n];
    return counts.map((count) => {
      const drawn = count === weight ? things : drawBinomial({ n: things, p: count / weight, logFactorials }, random);
      things -= drawn;
      weight -= count;
      return drawn;
    });
  };
}

interface Binomial {
  readonly n: number;
  /** Below 1. */
  readonly p: number;
  readonly logFactorials: Float64Array;
}

/** Takes the chances one after the other from a uniform number, the likeliest first and outward from there. */
function drawBinomial({ n, p, logFactorials }: Binomial, random: Random): number {
  if (n === 0 || p === 0) return 0;
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  const among = (logFactorials[n] ?? 0) - (logFactorials[mode] ?? 0) - (logFactorials[n - mode] ?? 0);
  const most = Math.exp(among + mode * Math.log(p) + (n - mode) * Math.log1p(-p));
  let left = random() - most;
  let [low, high, below, above] = [mode, mode, most, most];
  while (left >= 0 && (low > 0 || high < n)) {
    if (high < n) {
      above *= (odds * (n - high)) / (high + 1);
      high += 1;
      left -= above;
      if (left < 0) return high;
    }
    if (low > 0) {
      below *= low / (odds * (n - low + 1));
      low -= 1;
      left -= below;
      if (left < 0) return low;
    }
  }
  return mode;
}

function logFactorialsTo(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let k = 2; k <= n; k++) logs[k] = (logs[k - 1] as number) + Math.log(k);
  return logs;
}
