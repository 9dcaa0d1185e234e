/** All signs of so many differences are tried in a blink; each further one doubles the time. */
const MOST = 20;
/** Sums are the same as far as rounding goes. */
const PRECISION = 1e-9;

/**
 * The two-sided p-value of "each difference might as well have had the other sign", by trying them all: R. A. Fisher, The
 * Design of Experiments, 1935, 21. Null above 20 differences.
 */
export function signFlipP(differences: readonly number[]): number | null {
  if (differences.length > MOST) return null;
  const sums = differences.reduce<number[]>((all, one) => all.flatMap((sum) => [sum + one, sum - one]), [0]);
  const seen = Math.abs(sums[0] as number) * (1 - PRECISION);
  return sums.filter((sum) => Math.abs(sum) >= seen).length / sums.length;
}
