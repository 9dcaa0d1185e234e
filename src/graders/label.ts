import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, right, unparsed, wrong } from './define.ts';
import { plainText } from './normalize.ts';

/** Right when the answer is the target's label. The set of labels is fixed; an answer that is none of them is unparsed. */
export const label = defineGrader({
  name: 'label',
  summary: 'compares one label of a fixed set',
  version: 1,
  options: z.strictObject({
    labels: z
      .array(z.string().trim().min(1))
      .min(2)
      .refine((labels) => new Set(labels.map(fold)).size === labels.length, 'two labels are the same but for case'),
  }),
  binary: true,
  extracts: true,

  check(sample, { labels }) {
    const stranger = targetsOf(sample).find((target) => !labels.some((one) => fold(one) === fold(target)));
    return stranger === undefined ? undefined : `target "${stranger}" is not one of the labels ${labels.join(', ')}`;
  },

  grade({ sample, answer, options: { labels } }) {
    const said = fold(labelPart(answer));
    const found = labels.find((one) => fold(one) === said);
    if (found === undefined) return unparsed(explain(answer, labels));
    return targetsOf(sample).some((target) => fold(target) === said)
      ? right(found, 'the same label')
      : wrong(found, 'another label');
  },
});

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** What stands after the last `Label:` at the start of a line, else the whole answer; without markup and quotes. */
const labelPart = (answer: string): string =>
  (
    plainText(answer)
      .split(/^\s*(?:label|category|class|answer)\s*:/gim)
      .at(-1) ?? ''
  )
    .trim()
    .replace(/^["'“”‘’([]+/, '')
    .replace(/["'“”‘’)\].]+$/, '');

function explain(answer: string, labels: readonly string[]): string {
  const named = labels.filter((one) => fold(answer).includes(fold(one)));
  return named.length > 1 ? `names several labels: ${named.join(', ')}` : 'not exactly a label';
}
