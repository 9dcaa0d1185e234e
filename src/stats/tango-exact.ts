import { binomialAt, binomialBelow } from './binomial.ts';
import { type PairedTable, pairedFigures } from './paired-table.ts';
import { tangoZ } from './tango.ts';

/** What a verdict promises: models that are worse by the margin pass no more often than α and so much. */
export const MOST_ABOVE_ALPHA = 0.015;
/** Where more flips than these are expected, Tango's own p passes no more than so many above α, up to α = .3. */
const MOST_FLIPS = 200;
/** From one world that is tried to the next, by the root of the gains that are expected: in standard deviations of these. */
const STEP = 0.3;
/** Beyond so many standard deviations, and as many counts, nothing is left to add up. */
const FAR = 5;

/**
 * The chance that two models which differ by just the margin (d = −`margin`) make a table with a Z as great as this one's,
 * or a greater: the largest over all flip rates, from tables counted one by one. The unconditional exact test of
 * non-inferiority, H.-M. Hsueh, J.-P. Liu & J. J. Chen, Biometrics 57 (2001) 478. Null for an empty table, and where so much
 * is seen that Tango's own p says the same.
 */
export function tangoExactP(table: PairedTable, margin: number): number | null {
  const { n } = pairedFigures(table);
  const most = Math.min(1, MOST_FLIPS / n);
  if (n === 0 || most < margin) return null;
  const bears = mostLosses(table, margin);
  const steps = Math.floor(Math.sqrt((n * (most - margin)) / 2) / STEP);
  const chances = Array.from({ length: steps + 1 }, (_, step) => {
    const gained = (step * STEP) ** 2 / n;
    return chanceOf({ n, gained, lost: gained + margin }, bears);
  });
  return Math.max(...chances);
}

/** The most losses, by gains, that leave Z as great as the table's: more gains bear more of them; −1 where none do. */
function mostLosses(table: PairedTable, margin: number): (gains: number) => number {
  const { n } = pairedFigures(table);
  const z = (tangoZ(table, -margin) as number) - 1e-9;
  const most: number[] = [];
  const isAsGreat = (candidateOnly: number, incumbentOnly: number) =>
    candidateOnly + incumbentOnly <= n &&
    (tangoZ({ both: n - candidateOnly - incumbentOnly, candidateOnly, incumbentOnly, neither: 0 }, -margin) ?? 0) >= z;
  return (gains) => {
    for (let next = most.length; next <= gains; next++) {
      let losses = most[next - 1] ?? -1;
      while (isAsGreat(next, losses + 1)) losses += 1;
      most.push(Math.min(losses, n - next));
    }
    return most[gains] as number;
  };
}

/** How many samples, and the shares of them that only the candidate, and only the incumbent, has right. */
interface World {
  readonly n: number;
  readonly gained: number;
  readonly lost: number;
}

/** Gains are binomial, and losses among the other samples too. */
function chanceOf({ n, gained, lost }: World, bears: (gains: number) => number): number {
  if (gained === 0) return binomialBelow(bears(0), n, lost);
  const [mean, reach] = [n * gained, FAR * (1 + Math.sqrt(n * gained))];
  let chance = 0;
  for (let gains = Math.max(0, Math.ceil(mean - reach)); gains <= Math.min(n, mean + reach); gains++)
    chance += binomialAt(gains, n, gained) * binomialBelow(bears(gains), n - gains, lost / (1 - gained));
  return chance;
}
