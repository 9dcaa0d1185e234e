import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, scored } from './define.ts';
import { quasiExactWords } from './quasi-exact.ts';

/**
 * F1 of the words that answer and target share, as SQuAD's evaluation script counts them: words of the quasi-exact form,
 * each as often as it occurs. Of several targets the best counts.
 */
export const f1 = defineGrader({
  name: 'f1',
  summary: 'overlap of words with the target (F1, as SQuAD has it)',
  version: 1,
  options: z.strictObject({}),
  binary: false,
  extracts: false,

  check: (sample) =>
    targetsOf(sample).some((target) => quasiExactWords(target).length === 0)
      ? 'its target is empty without articles and punctuation: silence would be right'
      : undefined,

  grade({ sample, answer }) {
    const said = quasiExactWords(answer);
    const overlaps = targetsOf(sample).map((target) => overlap(said, quasiExactWords(target)));
    const best = overlaps.reduce((best, one) => (one.f1 > best.f1 ? one : best));
    const counts = `words shared: ${best.shared}; in the answer ${said.length}, in the target ${best.wanted}`;
    return scored(best.f1, counts);
  },
});

interface Overlap {
  readonly f1: number;
  readonly shared: number;
  /** Words of the target. */
  readonly wanted: number;
}

/** 2o/(a + t), which is 2PR/(P + R) for o words shared of a in the answer and t in the target; two empty texts are the same. */
function overlap(said: readonly string[], target: readonly string[]): Overlap {
  const left = new Map<string, number>();
  for (const word of target) left.set(word, (left.get(word) ?? 0) + 1);

  let shared = 0;
  for (const word of said) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared++;
  }
  const words = said.length + target.length;
  return { f1: words === 0 ? 1 : (2 * shared) / words, shared, wanted: target.length };
}
