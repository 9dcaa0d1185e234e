import jstat from 'jstat';
import { bisect } from './bisect.ts';

const PRECISION = 1e-15;
/** Steps grow as the root of the counts: these are enough for 10¹⁰ of them. */
const MOST_STEPS = 1_000_000;
const TINY = 1e-300;

/** ln Γ(x), x > 0. */
export const logGamma = (x: number): number => jstat.jStat.loggam(x);

/**
 * The regularised incomplete beta function I_x(a, b), 0…1: P(X ≤ x) of the Beta distribution. By the continued fraction of
 * DLMF 8.17.22, to 9 digits and more: jstat's own stops at 7 and after 100 steps, too few for thousands of samples.
 */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean; above it, I_x(a, b) = 1 − I_{1−x}(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a);
  const logFront = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return Math.exp(logFront) / (a * betaFraction(x, a, b));
}

/** 1 + d₁/(1 + d₂/(1 + …)) from the front: W. J. Lentz, Appl. Opt. 15 (1976) 668. */
function betaFraction(x: number, a: number, b: number): number {
  let [value, above, below] = [1, 1, 0];
  for (let step = 1; step <= MOST_STEPS; step++) {
    const d = coefficient(step, x, a, b);
    above = 1 + d / above || TINY;
    below = 1 / (1 + d * below || TINY);
    value *= above * below;
    if (Math.abs(above * below - 1) < PRECISION) break;
  }
  return value;
}

function coefficient(step: number, x: number, a: number, b: number): number {
  const m = Math.floor(step / 2);
  if (step % 2 === 0) return (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
  return (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

/** The x below which a Beta(a, b) value lies with probability `p`. */
export const betaAt = (p: number, a: number, b: number): number => bisect(0, 1, (x) => betaBelow(x, a, b) < p);
