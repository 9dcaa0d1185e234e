import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { normalized } from '../lib/fold.ts';
import { goesOn } from './border.ts';
import { defineGrader, right, wrong } from './define.ts';
import { quasiExact } from './quasi-exact.ts';

const MODES = ['exact', 'quasi', 'prefix'] as const;
type Mode = (typeof MODES)[number];

/** Right when the answer is the target: code point for code point but for white space around it, or as `mode` says. */
export const exact = defineGrader({
  name: 'exact',
  summary: 'compares the whole answer with the target',
  version: 1,
  options: z.strictObject({
    // Without a default: the digest of a suite that does not name a mode stays what it was.
    mode: z
      .enum(MODES)
      .describe('quasi: but for case, punctuation, a, an, the; prefix: the answer starts with it; default exact')
      .exactOptional(),
  }),
  binary: true,
  extracts: true,

  check: (sample, { mode = 'exact' }) =>
    targetsOf(sample).some((target) => form(mode, target) === '')
      ? `its target is empty${mode === 'quasi' ? ' without articles and punctuation' : ''}: silence would be right`
      : undefined,

  grade({ sample, answer, options: { mode = 'exact' } }) {
    const said = form(mode, answer);
    const same = targetsOf(sample).some((target) => fits(mode, said, form(mode, target)));
    const [is, isNot] = WORDS[mode];
    return same ? right(answer, is) : wrong(answer, isNot);
  },
});

const WORDS: Readonly<Record<Mode, readonly [string, string]>> = {
  exact: ['the same text', 'another text'],
  quasi: ['the same text but for case, punctuation and articles', 'another text'],
  prefix: ['starts with the target', 'starts with another text'],
};

const form = (mode: Mode, text: string): string =>
  mode === 'quasi' ? quasiExact(text) : normalized(text, 'NFC').trim();

const fits = (mode: Mode, said: string, target: string): boolean =>
  mode === 'prefix' ? said.startsWith(target) && !goesOn(target, said.slice(target.length)) : said === target;
