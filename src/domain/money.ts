/** Money is counted in whole femtodollars (10⁻¹⁵ USD), so that sums of any length are exact. */
const DIGITS = 15;

/** The nearest number of USD. */
export const toUsd = (femtoUsd: bigint): number => Number(`${femtoUsd}e-${DIGITS}`);

/** An amount in USD, rounded to a femtodollar. */
export function fromUsd(usd: number): bigint {
  const [digits = '', exponent = '0'] = usd.toExponential().split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const shift = DIGITS + Number(exponent) - fraction.length;
  const all = BigInt(whole + fraction);
  if (shift >= 0) return all * 10n ** BigInt(shift);
  const unit = 10n ** BigInt(-shift);
  return (all + unit / 2n) / unit;
}

/** Upwards to whole picodollars (10⁻¹² USD), for what is held and counted on the way: doubles add them exactly up to 9,000 USD. */
export const toPico = (femtoUsd: bigint): number => Number((femtoUsd + 999n) / 1000n);

/** A sum of which a part may be unknown: then all of it is. */
export const addKnown = (a: bigint | null, b: bigint | null): bigint | null =>
  a === null || b === null ? null : a + b;
