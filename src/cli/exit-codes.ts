import type { Ruling } from '../domain/verdict.ts';

/** What a command's end means to the shell. */
export const EXIT = { well: 0, gateFailed: 1, userCanMend: 2, incomplete: 3, inconclusive: 4, bug: 70 } as const;

export const EXIT_HELP = `
Exit codes:
  0   well, and all gates passed
  1   a gate failed
  2   you can mend it: usage, suite, a refused key, no answer at all from a model, no score for any of its answers
  3   incomplete, can be resumed: interrupted, budget reached, or too few answers
  4   a gate is inconclusive
  70  a bug of llm-bench`;

/** The facts of a run that decide its exit code. */
export interface RunFacts {
  readonly status: string;
  /** Models that were asked no more before the end. */
  readonly stopped: readonly unknown[];
  readonly coverage: readonly {
    readonly model: string;
    readonly asked: number;
    readonly answered: number;
    readonly coverage: number | null;
    readonly min_coverage: number;
  }[];
  readonly tasks?: readonly { readonly name: string; readonly graders: readonly { readonly name: string }[] }[];
  readonly rows?: readonly (Unscored & {
    readonly level: string;
    readonly unscored: number;
    readonly quality: { readonly n: number };
  })[];
  readonly judging?: readonly {
    readonly judges: readonly { readonly model: string; readonly calls: number; readonly failed: number }[];
  }[];
  readonly verdicts?: readonly { readonly counts_as: Ruling | null }[];
}

/** A model's answers to a task, and a grader that could score none of them. */
interface Unscored {
  readonly model: string;
  readonly task: string;
  readonly metric: string;
}

/** Where several hold, the first of 2, 3, 1, 4, 0. */
export function exitCodeOf(facts: RunFacts): number {
  const { status, stopped, coverage, verdicts = [] } = facts;
  if (stopped.length > 0 || mute(facts).length > 0) return EXIT.userCanMend;
  if (status === 'complete' && unscored(facts).length > 0) return EXIT.userCanMend;
  if (status !== 'complete' || coverage.some((part) => isUnderFloor(part))) return EXIT.incomplete;
  return exitCodeOfVerdicts(verdicts);
}

/** Where several hold, the first of 3, 1, 4, 0: a run on which nothing can be ruled yet is incomplete. */
export function exitCodeOfVerdicts(verdicts: NonNullable<RunFacts['verdicts']>): number {
  const is = (ruling: Ruling | null) => verdicts.some(({ counts_as }) => counts_as === ruling);
  if (is(null)) return EXIT.incomplete;
  if (is('fail')) return EXIT.gateFailed;
  return is('inconclusive') ? EXIT.inconclusive : EXIT.well;
}

/** True when too many trials have no answer for a figure to be trusted. */
export const isUnderFloor = ({ coverage, min_coverage }: RunFacts['coverage'][number]): boolean =>
  coverage !== null && coverage < min_coverage;

/** Models and judges that were asked and gave no answer at all. */
export function mute({ coverage, judging = [] }: Pick<RunFacts, 'coverage' | 'judging'>): string[] {
  const parts = [
    ...coverage,
    ...judging.flatMap(({ judges }) =>
      judges.map(({ model, calls, failed }) => ({ model, asked: calls, answered: calls - failed })),
    ),
  ];
  const models = [...new Set(parts.map(({ model }) => model))];
  return models.filter((model) => {
    const own = parts.filter((part) => part.model === model);
    return own.some(({ asked }) => asked > 0) && own.every(({ answered }) => answered === 0);
  });
}

/** Models of whose answers to a task a grader could score none: a judge without a readable verdict, a broken program. */
const unscored = ({ tasks = [], rows = [] }: Pick<RunFacts, 'tasks' | 'rows'>): Unscored[] =>
  rows.filter(
    ({ level, task, metric, ...row }) =>
      level === 'all' &&
      row.unscored > 0 &&
      row.quality.n === 0 &&
      tasks.some(({ name, graders }) => name === task && graders.some((grader) => grader.name === metric)),
  );

/** What to say of them. */
export const unscoredWords = (facts: Pick<RunFacts, 'tasks' | 'rows'>): string[] =>
  unscored(facts).map(
    ({ model, task, metric }) =>
      `error: no answer of ${model} to ${task} could be scored by ${metric}; scores.jsonl says why. The answers are kept: once that is mended, llm-bench grade scores them (with --suite where the suite has changed).`,
  );
