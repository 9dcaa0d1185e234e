import type { ErrorBreakEven } from '../domain/economics.ts';
import { usd } from '../lib/format.ts';
import { UNKNOWN } from './words.ts';

/** In a table: what a wrong answer may cost for a swap to pay. */
export function errorCell(
  breakEven: Pick<ErrorBreakEven, 'verdict' | 'usd_per_error' | 'usd_saved_per_1k'> | null,
): string {
  if (!breakEven) return UNKNOWN;
  const { verdict, usd_per_error, usd_saved_per_1k } = breakEven;
  const { value, low, high } = usd_per_error;
  const limits = low === null || high === null ? '' : ` [${usd(low)}–${usd(high)}]`.replaceAll('$', '');
  switch (verdict) {
    case 'dominates':
      return 'always pays';
    case 'dominated':
      return 'never pays';
    case 'pays_below':
      return value === null ? UNKNOWN : `${usd(value)}${limits}`;
    case 'pays_above':
      return value === null ? UNKNOWN : `pays above ${usd(value)}${limits}`;
    case 'unclear':
      if (low === null) return UNKNOWN;
      return (usd_saved_per_1k.value ?? 0) > 0 ? `≥ ${usd(low)}` : `pays, if at all, above ${usd(low)}`;
  }
}
