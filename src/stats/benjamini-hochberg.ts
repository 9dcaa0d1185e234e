import { rising } from './holm.ts';

/**
 * p-values corrected so that of those called significant no more than the share α is false on average, in the order given:
 * Y. Benjamini & Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289. For long lists of warnings, never for a gate.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const corrected = new Array<number>(p.length);
  let most = 1;
  for (const [fromLast, index] of rising(p).reverse().entries()) {
    most = Math.min(most, (p.length * (p[index] as number)) / (p.length - fromLast));
    corrected[index] = most;
  }
  return corrected;
}
