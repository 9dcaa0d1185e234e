import type { Params } from '../domain/run.ts';

/** What is known of a model's size, which may be nothing. */
type Known = { readonly [Key in keyof Params]: Params[Key] | null };

/** `671B (37B active)`, `1760B (est.)`; null where nobody says how many parameters there are. */
export function paramsText({ params_total_b: total, params_active_b: active, params_estimated }: Known): string | null {
  if (total === null) return null;
  const part = active === null || active === total ? '' : ` (${active}B active)`;
  return `${total}B${part}${params_estimated ? ' (est.)' : ''}`;
}
