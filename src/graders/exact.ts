import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, right, wrong } from './define.ts';
import { normalized } from './normalize.ts';

/** Right when the answer is the target, code point for code point, but for white space around it. */
export const exact = defineGrader({
  name: 'exact',
  summary: 'compares the whole answer with the target',
  version: 1,
  options: z.strictObject({}),
  binary: true,
  extracts: true,

  check: (sample) =>
    targetsOf(sample).some((target) => target.trim() === '')
      ? 'its target is empty: silence would be right'
      : undefined,

  grade({ sample, answer }) {
    const said = normalized(answer, 'NFC').trim();
    const same = targetsOf(sample).some((target) => normalized(target, 'NFC').trim() === said);
    return same ? right(answer, 'the same text') : wrong(answer, 'another text');
  },
});
