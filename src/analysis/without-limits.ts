const IS_LIMIT = /^(low|high|p|p_.*|.*_low|.*_high)$/;

/**
 * Figures without their intervals and p-values: where asking stopped because of what was seen, those that suppose a fixed
 * number of samples say too much.
 */
export function withoutLimits<T>(figures: T): T {
  if (Array.isArray(figures)) return figures.map(withoutLimits) as T;
  if (figures === null || typeof figures !== 'object') return figures;
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, IS_LIMIT.test(name) ? null : withoutLimits(value)]),
  ) as T;
}
