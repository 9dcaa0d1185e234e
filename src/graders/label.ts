import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, right, unparsed, wrong } from './define.ts';
import { fold, markedValue, peel, QUOTES, visibleText } from './normalize.ts';

/** Right when the answer is the target's label. The set of labels is fixed; an answer that is none of them is unparsed. */
export const label = defineGrader({
  name: 'label',
  summary: 'compares one label of a fixed set',
  version: 1,
  options: z.strictObject({
    labels: z
      .array(
        z
          .string()
          .trim()
          .min(1)
          .refine((one) => fold(one) !== '', 'a label must show something'),
      )
      .min(2)
      .refine((labels) => new Set(labels.map(fold)).size === labels.length, 'two labels are the same but for case'),
  }),
  binary: true,
  extracts: true,

  check(sample, { labels }) {
    const forms = formsOf(labels);
    const stranger = targetsOf(sample).find((target) => !forms.some(({ folded }) => folded === fold(target)));
    return stranger === undefined ? undefined : `target "${stranger}" is not one of the labels ${labels.join(', ')}`;
  },

  grade({ sample, answer, options: { labels } }) {
    const text = visibleText(answer);
    const found = labelThatIs(markedValue(text, MARKER) ?? text, labels);
    if (found === undefined) return unparsed(explain(text, labels));
    return targetsOf(sample).some((target) => fold(target) === fold(found))
      ? right(found, 'the same label')
      : wrong(found, 'another label');
  },
});

/** `Label:` at the start of a line, in Markdown or not. */
const MARKER = /^[\s*_#>`]*(?:label|category|class|answer)[\s*_`]*:[*_`]*/iu;

/** The label that a text is: as it stands, else without the markup, quotes and full stop around both. */
function labelThatIs(text: string, labels: readonly string[]): string | undefined {
  const forms = formsOf(labels);
  const said = fold(text);
  const as = forms.find(({ folded }) => folded === said);
  if (as) return as.label;
  const core = fold(unwrapped(text));
  const same = forms.filter(({ bare }) => core !== '' && bare === core);
  return same.length === 1 ? same[0]?.label : undefined;
}

interface LabelForms {
  readonly label: string;
  readonly folded: string;
  /** Folded without what stands around it. */
  readonly bare: string;
}

const known = new WeakMap<readonly string[], readonly LabelForms[]>();

/** A task's labels in the forms that are compared, made once. */
function formsOf(labels: readonly string[]): readonly LabelForms[] {
  const forms =
    known.get(labels) ?? labels.map((label) => ({ label, folded: fold(label), bare: fold(unwrapped(label)) }));
  known.set(labels, forms);
  return forms;
}

const unwrapped = (text: string): string => peel(text, { before: `${QUOTES}*_#>\`$([{`, after: `${QUOTES}*_\`$)]}.` });

function explain(text: string, labels: readonly string[]): string {
  const said = fold(text);
  const named = formsOf(labels).filter(({ folded }) => said.includes(folded));
  return named.length > 1
    ? `names several labels: ${named.map(({ label }) => label).join(', ')}`
    : 'not exactly a label';
}
