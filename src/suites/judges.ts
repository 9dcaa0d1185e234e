import { familyOf } from '../domain/family.ts';
import { type ModelSpec, settingsOf, splitModel } from '../domain/model.ts';
import type { GraderSpec, JudgeName, TaskSpec } from '../domain/suite.ts';
import { isLateGrader } from '../graders/define.ts';
import { graders } from '../graders/index.ts';
import { digest } from '../lib/hash.ts';
import { hint } from '../lib/suggest.ts';
import { modelProblems, resolveModel } from './resolve-model.ts';
import type { SuiteInput } from './schema.ts';
import type { SuiteSource } from './source.ts';

type JudgeInputs = readonly (string | SuiteInput['models'][number])[];

/** The judges as the suite names them. */
export const judgeInputs = ({ roles }: SuiteInput): JudgeInputs =>
  roles?.judge === undefined ? [] : [roles.judge].flat();

/**
 * The judges with every default filled in. Of the suite's `defaults` they take how long to wait and how often to try; what
 * shapes answers is the evaluated models' own. Temperature 0 unless they say otherwise.
 */
export function resolveJudges(input: SuiteInput, concurrency: number | undefined): ModelSpec[] {
  const { timeout_s, deadline_s, retries } = input.defaults ?? {};
  const waiting = Object.entries({ timeout_s, deadline_s, retries }).filter(([, value]) => value !== undefined);
  return judgeInputs(input).map((judge) =>
    resolveModel(judge, { temperature: 0, ...Object.fromEntries(waiting) }, { concurrency }),
  );
}

/** A grader that asks judges, with their names, and with the baseline that it compares with where it needs one. */
export function withJudges(spec: GraderSpec, judges: readonly ModelSpec[], baseline: string | undefined): GraderSpec {
  if (!asksJudges(spec)) return spec;
  const isPaired = spec.options['pairwise'] === true && spec.options['baseline'] === undefined;
  return {
    ...spec,
    ...(isPaired && baseline !== undefined && { options: { ...spec.options, baseline } }),
    judges: judges.map(nameOfJudge),
  };
}

const asksJudges = ({ grader }: GraderSpec): boolean =>
  graders.some((one) => one.name === grader && isLateGrader(one) && one.asks);

const nameOfJudge = (spec: ModelSpec): JudgeName => ({
  id: spec.id,
  identity: digest({
    model: spec.model,
    base_url: spec.base_url,
    command: spec.command,
    protocol: spec.protocol,
    settings: settingsOf(spec),
  }),
});

interface JudgedSuite {
  readonly judges: readonly ModelSpec[];
  readonly models: readonly ModelSpec[];
  readonly tasks: readonly TaskSpec[];
}

/** What is wrong with a suite's judges and with the graders that ask them, a line a problem, each with its place. */
export function judgeProblems(suite: JudgedSuite, input: SuiteInput, source: SuiteSource): string[] {
  const { judges } = suite;
  const path = (index: number) =>
    Array.isArray(input.roles?.judge) ? ['roles', 'judge', index] : (['roles', 'judge'] as const);
  const at = source.at(['roles', 'judge']);
  return [
    ...judges.flatMap((judge, index) => [
      ...modelProblems(judge, judgeInputs(input)[index], path(index), source),
      ...cannotJudge(judge, source.at(path(index))),
    ]),
    ...(judges.length > 0 && judges.length % 2 === 0
      ? [`${at}: a panel has an odd number of judges, so that it has a middle; here are ${judges.length}`]
      : []),
    ...suite.tasks.flatMap((task, index) =>
      task.grade
        .filter(asksJudges)
        .flatMap((grader) => graderProblems(grader, suite, source.at(['tasks', index, 'grade']))),
    ),
  ];
}

/** What keeps judges and the graders that ask them from models that another suite named; a line a problem, each with its task. */
export function judgeProblemsWith({ judges, models, tasks }: JudgedSuite): string[] {
  const twins = judges.filter(({ id }) => models.some((model) => model.id === id));
  return [
    ...twins.map(({ id }) => `the judge ${id} has the id of a model; give it an id: of its own`),
    ...tasks.flatMap((task) =>
      task.grade
        .filter(asksJudges)
        .flatMap((grader) => graderProblems(grader, { judges, models, tasks }, `task ${task.name}`)),
    ),
  ];
}

/** Baselines and recordings answer what they were made for, and nothing else. */
function cannotJudge({ model }: ModelSpec, at: string): string[] {
  const { provider } = splitModel(model);
  return ['baseline', 'recorded'].includes(provider) ? [`${at}: ${provider} models cannot judge`] : [];
}

function graderProblems({ name, options }: GraderSpec, { judges, models }: JudgedSuite, at: string): string[] {
  if (judges.length === 0) return [`${at}: ${name} needs a judge: roles: { judge: provider/name }`];
  return [
    ...(options['same_family'] === true ? [] : familyProblems(name, { judges, models }, at)),
    ...(options['pairwise'] === true ? baselineProblems(name, options['baseline'], models, at) : []),
  ];
}

/** Judges prefer the answers of their own kind (Panickssery 2024, arXiv 2404.13076). */
function familyProblems(
  name: string,
  { judges, models }: Pick<JudgedSuite, 'judges' | 'models'>,
  at: string,
): string[] {
  const OVERRIDE = '; judges favour their own: take another, or say same_family: true, which the reports then tell';
  return judges.flatMap((judge, index) => {
    const family = familyOf(judge);
    const kin = models.find((model) => familyOf(model) === family);
    const twin = judges.slice(0, index).find((other) => familyOf(other) === family);
    return [
      ...(kin ? [`${at}: ${name}: the judge ${judge.id} is of the family of ${kin.id}${OVERRIDE}`] : []),
      ...(twin ? [`${at}: ${name}: the judges ${twin.id} and ${judge.id} are of one family${OVERRIDE}`] : []),
    ];
  });
}

function baselineProblems(name: string, baseline: unknown, models: readonly ModelSpec[], at: string): string[] {
  const ids = models.map(({ id }) => id);
  if (typeof baseline !== 'string')
    return [`${at}: ${name} compares pairs: say with which model: baseline: ${ids[0] ?? '…'}`];
  return ids.includes(baseline) ? [] : [`${at}: ${name}: no model "${baseline}" to compare with${hint(baseline, ids)}`];
}
