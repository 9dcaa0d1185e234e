import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { fold } from '../lib/fold.ts';
import { defineGrader, right, unparsed, wrong } from './define.ts';
import { markedValue, peel, QUOTES, visibleText } from './normalize.ts';

const word = z
  .string()
  .trim()
  .min(1)
  .refine((one) => fold(one) !== '', 'a label must show something');

/**
 * Right when the answer is the target's label, or a synonym of it. The set of labels is fixed; an answer that is none of
 * them is unparsed.
 */
export const label = defineGrader({
  name: 'label',
  summary: 'compares one label of a fixed set',
  version: 1,
  options: z
    .strictObject({
      labels: z
        .array(word)
        .min(2)
        .refine((labels) => new Set(labels.map(fold)).size === labels.length, 'two labels are the same but for case'),
      synonyms: z
        .record(z.string(), z.array(word).min(1))
        .describe('other words for a label: { billing: [invoice, payment] }')
        .exactOptional(),
    })
    .superRefine((options, { addIssue }) => {
      for (const { label, message } of problemsOf(options))
        addIssue({ code: 'custom', path: ['synonyms', label], message });
    }),
  binary: true,
  extracts: true,

  check(sample, { labels }) {
    const known = labels.map(fold);
    const stranger = targetsOf(sample).find((target) => !known.includes(fold(target)));
    return stranger === undefined ? undefined : `target "${stranger}" is not one of the labels ${labels.join(', ')}`;
  },

  grade({ sample, answer, options }) {
    const text = visibleText(answer);
    const forms = formsOf(options);
    const found = labelThatIs(markedValue(text, MARKER) ?? text, forms);
    if (found === undefined) return unparsed(explain(text, forms));
    return targetsOf(sample).some((target) => fold(target) === fold(found))
      ? right(found, 'the same label')
      : wrong(found, 'another label');
  },
});

/** `Label:` at the start of a line, in Markdown or not. */
const MARKER = /^[\s*_#>`]*(?:label|category|class|answer)[\s*_`]*:[*_`]*/iu;

interface Options {
  readonly labels: readonly string[];
  readonly synonyms?: Readonly<Record<string, readonly string[]>>;
}

/** What is wrong with the synonyms, by the label they are given for. */
function problemsOf({ labels, synonyms = {} }: Options): { readonly label: string; readonly message: string }[] {
  const taken = new Map(labels.map((label) => [fold(label), label]));
  return Object.entries(synonyms).flatMap(([label, words]) => {
    if (!labels.includes(label))
      return [{ label, message: `"${label}" is not one of the labels ${labels.join(', ')}` }];
    return words.flatMap((word) => {
      const other = taken.get(fold(word));
      taken.set(fold(word), label);
      return other === undefined ? [] : [{ label, message: `"${word}" already stands for "${other}"` }];
    });
  });
}

/** The label that a text is: as it stands, else without the markup, quotes and full stop around both. */
function labelThatIs(text: string, forms: readonly LabelForm[]): string | undefined {
  const said = fold(text);
  const as = forms.find(({ folded }) => folded === said);
  if (as) return as.label;
  const core = fold(unwrapped(text));
  const same = new Set(forms.filter(({ bare }) => core !== '' && bare === core).map(({ label }) => label));
  return same.size === 1 ? [...same][0] : undefined;
}

/** One way to say a label: itself or a synonym. */
interface LabelForm {
  readonly label: string;
  readonly folded: string;
  /** Folded without what stands around it. */
  readonly bare: string;
}

/** Its own ones alone: a label may be called `constructor`. */
const synonymsOf = (label: string, { synonyms = {} }: Options): readonly string[] =>
  Object.hasOwn(synonyms, label) ? (synonyms[label] ?? []) : [];

const known = new WeakMap<Options, readonly LabelForm[]>();

/** A task's labels in the forms that are compared, made once. */
function formsOf(options: Options): readonly LabelForm[] {
  const forms =
    known.get(options) ??
    options.labels.flatMap((label) =>
      [label, ...synonymsOf(label, options)].map((word) => ({
        label,
        folded: fold(word),
        bare: fold(unwrapped(word)),
      })),
    );
  known.set(options, forms);
  return forms;
}

const unwrapped = (text: string): string => peel(text, { before: `${QUOTES}*_#>\`$([{`, after: `${QUOTES}*_\`$)]}.` });

function explain(text: string, forms: readonly LabelForm[]): string {
  const said = fold(text);
  const named = [...new Set(forms.filter(({ folded }) => said.includes(folded)).map(({ label }) => label))];
  return named.length > 1 ? `names several labels: ${named.join(', ')}` : 'not exactly a label';
}
