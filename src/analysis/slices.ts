import type { Slice } from '../domain/comparison.ts';
import { groupBy } from '../lib/group-by.ts';
import { type DifferenceInput, differenceOf, scoredOf } from './difference.ts';
import { withHolm } from './with-holm.ts';

/** Of a part of a task, which is read and not ruled by. */
const DRAWS = 2000;

/** Each category and each group of a task, the worst first; p is corrected for all of its level. */
export function slicesOf(input: DifferenceInput): Slice[] {
  return (['category', 'group'] as const).flatMap((level) => {
    const parts = [...groupBy(input.pairs, (pair) => pair[level])].flatMap(([name, pairs]) =>
      name === null
        ? []
        : [{ level, name, ...differenceOf({ ...partOf(input, name), pairs, scored: scoredOf(pairs) }) }],
    );
    if (parts.length < 2) return [];
    return withHolm(parts, (part, p_holm) => ({ ...part, p_holm })).sort(
      (one, other) => (one.difference.value ?? 0) - (other.difference.value ?? 0),
    );
  });
}

const partOf = (input: DifferenceInput, name: string): DifferenceInput => ({
  ...input,
  seeds: [...input.seeds, name],
  draws: Math.min(input.draws, DRAWS),
});
