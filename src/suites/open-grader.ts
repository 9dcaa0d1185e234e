import { graderDigest } from '../domain/keys.ts';
import type { Question } from '../domain/sample.ts';
import type { GraderSpec, JudgeName } from '../domain/suite.ts';
import type { LateTaskGrader, TaskGrader } from '../domain/task.ts';
import { type AnyGrader, type GraderWorld, isLateGrader, type LateGrader, type OpenGrader } from '../graders/define.ts';
import { gradeAnswer, gradeAnswerLater } from '../graders/grade-answer.ts';
import { graders } from '../graders/index.ts';

interface ReadyGrader {
  readonly ready: TaskGrader;
  /** Why it could not judge any answer to a sample; undefined where it can. */
  problem(sample: Question): string | undefined;
}

/** A grader with the options that a task gives it. Throws a UserError for a program that may not be run. */
export function openGrader(
  { name, grader: graderName, options, judges = [] }: GraderSpec,
  world: Omit<GraderWorld, 'judges'>,
): ReadyGrader {
  const grader = graders.find((one) => one.name === graderName) as AnyGrader;
  const facts = {
    name,
    grader: grader.name,
    version: grader.version,
    digest: graderDigest(grader.name, grader.version, hashed(grader, options, judges)),
    binary: grader.isBinary?.(options) ?? grader.binary,
    parts: grader.parts?.(options, judges.length) ?? [],
    ...(grader.binaryParts && { binary_parts: grader.binaryParts }),
  };
  const ready: TaskGrader = isLateGrader(grader)
    ? { facts, ...lateTaskGrader(grader, grader.open(options, { ...world, judges: judges.map(({ id }) => id) })) }
    : { facts, grade: (sample, answer) => gradeAnswer(grader, options, sample, answer) };
  return { ready, problem: (sample) => grader.check?.(sample, options) };
}

/** All that a judgement depends on, beside answer and target. */
function hashed(grader: AnyGrader, options: GraderSpec['options'], judges: readonly JudgeName[]): unknown {
  if (grader.hashed) return grader.hashed(options);
  const { asides = [] } = grader;
  const judging = Object.fromEntries(Object.entries(options).filter(([name]) => !asides.includes(name)));
  return judges.length > 0 ? { ...judging, judges } : judging;
}

const lateTaskGrader = (grader: LateGrader, open: OpenGrader): Omit<LateTaskGrader, 'facts'> => ({
  ...open,
  gradeLater: (input) => gradeAnswerLater(grader, open, input),
});
