/** Halvings after which an interval of length 2 is shorter than the distance of two doubles near 1. */
const HALVINGS = 60;

/** Where `isBelow` turns from true to false between `low` and `high`; it must turn once at most. */
export function bisect(low: number, high: number, isBelow: (place: number) => boolean): number {
  let [from, to] = [low, high];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (from + to) / 2;
    if (isBelow(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/** The least whole number from `low` to `high` for which `isReached` holds, which must stay true once it is; else `high`. */
export function leastWhole(low: number, high: number, isReached: (place: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isReached(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
