/**
 * p-values corrected so that one false alarm among them all is no more likely than α, in the order given: S. Holm, Scand. J.
 * Stat. 6 (1979) 65. For picking among candidates, all pairs, or slices that a gate reads.
 */
export function holm(p: readonly number[]): number[] {
  const corrected = new Array<number>(p.length);
  let least = 0;
  for (const [rank, index] of rising(p).entries()) {
    least = Math.max(least, Math.min(1, (p.length - rank) * (p[index] as number)));
    corrected[index] = least;
  }
  return corrected;
}

/** Where the values stand, from the least to the greatest. */
export const rising = (values: readonly number[]): number[] =>
  values.map((_, index) => index).sort((one, other) => (values[one] as number) - (values[other] as number));
