import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { type Question, targetsOf } from '../domain/sample.ts';
import type { Answer, Judgement, LateInput } from '../domain/task.ts';
import { allEnded } from '../lib/all-ended.ts';
import { defineLateGrader, unscored } from './define.ts';
import type { Case } from './judge/case.ts';
import { type Cut, cutAt } from './judge/data.ts';
import { instructionsIn } from './judge/instructions.ts';
import { PAIR_LEVELS, PAIRWISE_PARTS, preferenceBy } from './judge/pairwise.ts';
import { judgementOf } from './judge/panel.ts';
import { levelBy } from './judge/pointwise.ts';
import { pairwiseProbes, pointwiseProbes } from './judge/probes.ts';
import { rubricOf, rubricOption } from './judge/rubric-option.ts';

const shape = {
  rubric: rubricOption.describe('what is judged: a built-in rubric’s name, or { criterion, levels }'),
  reference: z.boolean().default(true).describe('the judge is shown the target'),
  pairwise: z.boolean().default(false).describe('the answer is compared with the baseline’s, in both orders'),
  baseline: z.string().optional().describe('the model to compare with'),
  max_chars: z.int().min(100).max(1_000_000).default(20_000).describe('a longer answer is cut there'),
  structured: z.boolean().default(true).describe('the reply’s schema is sent; false for servers that take none'),
  same_family: z.boolean().default(false).describe('judges may be of the family of a model that they judge'),
  labels: z.string().optional().describe('a file of human labels: ./labels.csv, made by `judge sheet`'),
};

type Options = z.infer<z.ZodObject<typeof shape>>;

/**
 * A model's verdict on one criterion, of few levels each described; or, pairwise, on which of two answers is better. The
 * verdict is read from one field of one object, never from prose; without one the answer is unscored.
 */
export const judge = defineLateGrader({
  name: 'judge',
  summary: 'a model judges the answer by a rubric, or beside another model’s answer',
  version: 1,
  options: z.strictObject(shape),
  asides: ['labels', 'same_family'],
  binary: false,
  isBinary: ({ rubric, pairwise }) => !pairwise && rubricOf(rubric).levels.length === 2,
  extracts: false,
  asks: true,
  parts: ({ pairwise }, judges = 1) => [
    ...(pairwise ? PAIRWISE_PARTS : []),
    ...(judges > 1 ? ['agreement'] : []),
    'flagged',
  ],

  levels: ({ rubric, pairwise }) =>
    pairwise ? PAIR_LEVELS : rubricOf(rubric).levels.map(({ name, value }) => ({ name, value })),

  check(sample, options) {
    if (!rubricOf(options.rubric).needsReference || referencesOf(sample, options).length > 0) return undefined;
    return options.reference
      ? 'its target is empty: the rubric compares with it'
      : 'the rubric compares with the reference: take reference: false away';
  },

  open(options, { judges }) {
    if (options.pairwise && options.baseline === undefined) {
      throw new UserError('judge: pairwise compares with a model’s answer; say with which: baseline: …');
    }
    return {
      grade: (input) => judgeAnswer(options, judges, input),
      ...(options.pairwise && options.baseline !== undefined && { baseline: options.baseline }),
      probes: options.pairwise ? pairwiseProbes : pointwiseProbes,
    };
  },
});

async function judgeAnswer(options: Options, judges: readonly string[], input: LateInput): Promise<Judgement> {
  const { sample, answer, beside, ask } = input;
  if (options.pairwise && !beside) return unscored('the baseline has no answer');

  const shown = (one: Answer) => cutAt(one.answer, options.max_chars);
  const one: Case = {
    rubric: rubricOf(options.rubric),
    question: sample,
    references: referencesOf(sample, options),
    answer: shown(answer),
    structured: options.structured,
    ask,
  };
  const pair = options.pairwise && beside ? { ...one, beside: shown(beside) } : undefined;
  const findings = await allEnded(judges.map((_, place) => (pair ? preferenceBy(place, pair) : levelBy(place, one))));
  return withNotes(judgementOf(judges, findings), one.answer, pair?.beside);
}

/** The accepted answers that a judge is shown. */
const referencesOf = (sample: Question, { reference }: Options): readonly string[] =>
  reference ? targetsOf(sample).filter((target) => target.trim() !== '') : [];

/** A judgement that also says what was unusual about the texts judged. */
function withNotes(judgement: Judgement, answer: Cut, beside: Cut | undefined): Judgement {
  const signs = instructionsIn(answer.text);
  const length = (whose: string, cut: Cut | undefined) =>
    cut?.isCut ? [`only the first ${cut.text.length} characters of ${whose} answer were judged`] : [];
  const notes = [
    ...(signs.length > 0 ? [`flagged: the answer ${signs.join(', ')}`] : []),
    ...length('the', answer),
    ...length('the baseline’s', beside),
  ];
  return {
    ...judgement,
    explanation: [judgement.explanation, ...notes].join('; '),
    parts: judgement.state === 'scored' ? { ...judgement.parts, flagged: signs.length > 0 ? 1 : 0 } : {},
  };
}
