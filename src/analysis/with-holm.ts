import { holm } from '../stats/holm.ts';

/** Each item with its p corrected for all of them; what has none takes no part. */
export function withHolm<T extends { readonly p: number | null }, R>(
  items: readonly T[],
  corrected: (item: T, p_holm: number | null) => R,
): R[] {
  const tested = items.flatMap(({ p }) => (p === null ? [] : [p]));
  const adjusted = holm(tested)[Symbol.iterator]();
  return items.map((item) => corrected(item, item.p === null ? null : (adjusted.next().value as number)));
}
