/** Rounded half up by its decimal digits: 0.2875 is 28.75 points, whatever its nearest double says. */
const points = (share: number): string => (Math.round(Number((1000 * share).toFixed(6))) / 10).toFixed(1);

/** `72.4 %`, from 0…1. */
export const percent = (share: number): string => `${points(share)} %`;

/** `[62.1–78.9]`, from 0…1; `[–]` where a limit is unknown. */
export const percentInterval = (low: number | null, high: number | null): string =>
  low === null || high === null ? '[–]' : `[${points(low)}–${points(high)}]`;

/** US dollars with 3 significant digits and no exponent: `$0.00123`, `$12.3`, `$1,230`. */
export function usd(amount: number): string {
  if (amount === 0) return '$0';
  const digits = Math.abs(amount).toLocaleString('en-US', { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });
  return `${amount < 0 ? '-' : ''}$${digits}`;
}

/** A number with 3 significant digits and no exponent. */
export const significant = (value: number): string =>
  value === 0 ? '0' : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** `1 sample`, `2 samples`. */
export const count = (n: number, noun: string): string =>
  `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;

/** A number of samples that follows from a guess, rounded up to two digits: `87`, `1,300`, `1,200,000`. */
export function roughly(n: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1);
  return (Math.ceil(n / step) * step).toLocaleString('en-US');
}

/** `45 s`, `3 min 5 s`, `2 h 10 min`, from milliseconds. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
