import { z } from 'zod';
import { fold } from '../../lib/fold.ts';
import { builtInRubrics } from './built-in-rubrics.ts';
import type { Rubric } from './rubric.ts';

const text = z.string().trim().min(1);

const level = z.strictObject({
  name: text.refine((name) => fold(name) !== '', 'a level’s name must show something'),
  value: z.number().min(0).max(1),
  when: text.describe('what an answer is like that belongs here'),
});

const isDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

const ownRubric = z.strictObject({
  criterion: text.describe('the one thing that is judged'),
  levels: z
    .array(level)
    .min(2)
    .max(5)
    .refine((levels) => isDistinct(levels.map(({ name }) => fold(name))), 'two levels have the same name')
    .refine((levels) => isDistinct(levels.map(({ value }) => value)), 'two levels have the same value')
    .refine(
      (levels) => [0, 1].every((end) => levels.some(({ value }) => value === end)),
      'one level must be worth 0 and one worth 1',
    ),
});

/** A built-in rubric's name, or one of the team's own. */
export const rubricOption = z.union([
  z.enum(Object.keys(builtInRubrics) as (keyof typeof builtInRubrics)[]),
  ownRubric,
]);

/** The rubric that a suite names or spells out. */
export const rubricOf = (given: z.infer<typeof rubricOption>): Rubric =>
  typeof given === 'string' ? builtInRubrics[given] : given;
