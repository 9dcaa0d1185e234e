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
  const sums = sumsOfAllSigns(differences);
  const seen = Math.abs(sums[0] as number) * (1 - PRECISION);
  let asFar = 0;
  for (const sum of sums) if (Math.abs(sum) >= seen) asFar += 1;
  return asFar / sums.length;
}

/** The first is that of the signs as they are. */
function sumsOfAllSigns(differences: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** differences.length);
  for (const [place, one] of differences.entries()) {
    const made = 2 ** place;
    for (let index = 0; index < made; index++) {
      const sum = sums[index] as number;
      sums[index] = sum + one;
      sums[made + index] = sum - one;
    }
  }
  return sums;
}
