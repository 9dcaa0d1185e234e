/** Mean and sample variance (n − 1); null where there are too few values. */
export function moments(values: readonly number[]): { n: number; value: number | null; variance: number | null } {
  const n = values.length;
  if (n === 0) return { n, value: null, variance: null };
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  if (n === 1) return { n, value, variance: null };
  return { n, value, variance: values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1) };
}
