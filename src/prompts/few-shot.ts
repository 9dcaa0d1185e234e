import { UserError } from '../domain/errors.ts';
import type { Sample } from '../domain/sample.ts';
import { count } from '../lib/format.ts';
import { groupBy } from '../lib/group-by.ts';

/** The worked examples to show before a sample. Throws a UserError where there are too few. */
export type ShotsFor = (sample: Pick<Sample, 'group'>) => readonly Sample[];

/**
 * The first `shots` examples in file order. With groups they are those of the sample's own group, where the examples
 * have that group at all.
 */
export function fewShot(examples: readonly Sample[], shots: number): ShotsFor {
  const byGroup = groupBy(examples, ({ group }) => group);
  return ({ group }) => {
    const own = byGroup.get(group) ?? examples;
    if (own.length >= shots) return own.slice(0, shots);
    const whose = byGroup.has(group) && group !== null ? ` for the group "${group}"` : '';
    throw new UserError(`${count(shots, 'shot')} asked for, found ${count(own.length, 'example')}${whose}`);
  };
}
