import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, right, wrong } from './define.ts';

/** Right when the answer is the target, code point for code point, but for white space around it. */
export const exact = defineGrader({
  name: 'exact',
  summary: 'compares the whole answer with the target',
  version: 1,
  options: z.strictObject({}),
  binary: true,
  extracts: true,

  grade({ sample, answer }) {
    const same = targetsOf(sample).some((target) => target.normalize('NFC').trim() === answer.normalize('NFC').trim());
    return same ? right(answer, 'the same text') : wrong(answer, 'another text');
  },
});
