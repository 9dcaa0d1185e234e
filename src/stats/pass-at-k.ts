/** One sample's epochs: how many were right, of how many that were scored. */
export interface Repeats {
  readonly right: number;
  readonly asked: number;
}

/**
 * The chance that of k answers drawn from those given at least one is right: M. Chen et al., arXiv 2107.03374. Null where
 * fewer than k were given.
 */
export function passAtK({ right, asked }: Repeats, k: number): number | null {
  const allWrong = allAmong(asked - right, asked, k);
  return allWrong === null ? null : 1 - allWrong;
}

/** The chance that k answers drawn from those given are all right, pass^k: S. Yao et al., arXiv 2406.12045. */
export const passAllOfK = ({ right, asked }: Repeats, k: number): number | null => allAmong(right, asked, k);

/** C(marked, k) / C(all, k), factor by factor, so that nothing grows large. */
function allAmong(marked: number, all: number, k: number): number | null {
  if (k > all) return null;
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, marked - drawn) / (all - drawn);
  return chance;
}
