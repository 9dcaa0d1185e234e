import { UserError } from '../domain/errors.ts';
import { LABEL_FIGURES, metricsOf } from '../domain/run.ts';
import type { GraderSpec, Suite, TaskSpec } from '../domain/suite.ts';
import { graders } from '../graders/index.ts';
import type { Path } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import { gateProblems, resolveGate } from './gates.ts';
import { judgeProblems, resolveJudges, withJudges } from './judges.ts';
import { modelProblems, resolveModel } from './resolve-model.ts';
import type { GraderInput, SuiteInput, TaskInput } from './schema.ts';
import type { SuiteSource } from './source.ts';
import { stopEarlyProblems } from './stop-early.ts';

/** What the command line says in place of the suite. */
export interface Overrides {
  readonly models?: readonly string[] | undefined;
  readonly tasks?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  readonly epochs?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly seed?: number | undefined;
  readonly maxUsd?: number | undefined;
  /** What gates that cannot be decided count as. */
  readonly inconclusive?: 'pass' | 'fail' | undefined;
}

/**
 * Fills in every default and checks what one key says of another. Throws one UserError that lists all problems, those that
 * were found before among them.
 */
export function resolveSuite(
  input: SuiteInput,
  source: SuiteSource,
  overrides: Overrides,
  found: readonly string[] = [],
): Suite {
  const models = input.models.map((model) => resolveModel(model, input.defaults ?? {}, overrides));
  const incumbent = input.roles?.incumbent;
  const judges = resolveJudges(input, overrides.concurrency);
  const tasks = input.tasks.map((task) => resolveTask(task, overrides, (spec) => withJudges(spec, judges, incumbent)));
  const budget = overrides.maxUsd === undefined ? input.budget : { ...input.budget, max_usd: overrides.maxUsd };
  const problems = [
    ...found,
    ...models.flatMap((model, index) => modelProblems(model, input.models[index], ['models', index], source)),
    ...judgeProblems({ judges, models, tasks }, input, source),
    ...tasks.flatMap((task, index) => taskProblems(task, input.tasks[index], ['tasks', index], source)),
    ...duplicates(
      [...models, ...judges].map(({ id }) => id),
      'model id',
      (index) => source.at(index < models.length ? ['models', index] : ['roles', 'judge', index - models.length]),
      '; give it an id: of its own',
    ),
    ...duplicates(
      tasks.map(({ name }) => name),
      'task',
      (index) => source.at(['tasks', index, 'name']),
    ),
    ...roleProblems(
      input,
      models.map(({ id }) => id),
      source,
    ),
    ...stopEarlyProblems(input, tasks, source),
    ...gateProblems({ gates: input.gates, incumbent }, { models, tasks }, (path) => source.at(path)),
  ];
  if (problems.length > 0) throw new UserError(problems.join('\n'));

  const asked = picked(tasks, overrides.tasks, ({ name }) => name, '--tasks');
  const isJudged = asked.some(({ grade }) => grade.some((grader) => grader.judges !== undefined));
  return {
    name: input.name,
    ...(input.description !== undefined && { description: input.description }),
    models: picked(models, overrides.models, ({ id }) => id, '--models'),
    ...((isJudged || incumbent !== undefined) && {
      roles: { ...(incumbent !== undefined && { incumbent }), ...(isJudged && { judge: judges }) },
    }),
    tasks: asked,
    ...(budget !== undefined && { budget }),
    ...(input.prices !== undefined && { prices: input.prices }),
    ...(input.economics !== undefined && { economics: input.economics }),
    ...(input.gates && {
      gates: input.gates
        .map((gate) => resolveGate(gate, { incumbent, tasks }))
        .map((gate) => ({ ...gate, ...(overrides.inconclusive && { inconclusive: overrides.inconclusive }) })),
    }),
    ...(input.stop_early && { stop_early: true }),
    seed: overrides.seed ?? input.seed ?? 0,
  };
}

function roleProblems({ roles }: SuiteInput, ids: readonly string[], source: SuiteSource): string[] {
  const { incumbent } = roles ?? {};
  if (incumbent === undefined || ids.includes(incumbent)) return [];
  const at = source.at(['roles', 'incumbent']);
  return [`${at}: no model "${incumbent}" in this suite to be the incumbent${hint(incumbent, ids)}`];
}

function resolveTask(input: TaskInput, overrides: Overrides, judged: (spec: GraderSpec) => GraderSpec): TaskSpec {
  const grade = [input.grade].flat().map((one) => judged(resolveGrader(one)));
  return {
    split: 'test',
    shots: 0,
    shots_from: 'dev',
    epochs: 1,
    min_coverage: 0.99,
    ...(input.messages === undefined && { prompt: '{{ input }}' }),
    ...input,
    ...(overrides.limit !== undefined && { limit: overrides.limit }),
    ...(overrides.epochs !== undefined && { epochs: overrides.epochs }),
    grade,
    metric: input.metric ?? (grade[0] as GraderSpec).name,
  };
}

function resolveGrader(input: GraderInput): GraderSpec {
  if (typeof input === 'string') {
    const options = graders.find(({ name }) => name === input)?.options.safeParse({}).data ?? {};
    return { name: input, grader: input, options };
  }
  const [grader = '', given] = Object.entries(input).find(([, options]) => options !== undefined) ?? [];
  const { name, ...options } = given as { name?: string } & Record<string, unknown>;
  return { name: name ?? grader, grader, options };
}

function taskProblems(task: TaskSpec, input: TaskInput | undefined, path: Path, source: SuiteSource): string[] {
  const metrics = task.grade.flatMap(metricNames);
  const names = task.grade.map((grader) => grader.name);
  const atGrade = () => source.at([...path, 'grade']);
  const asked = [input?.prompt, input?.messages].filter((value) => value !== undefined).length;
  const bare = [input?.grade].flat().filter((entry) => typeof entry === 'string');
  return [
    ...bare.flatMap((name) => bareGraderProblems(name, atGrade())),
    ...(isUnique(names)
      ? [...duplicates(metrics, 'metric', atGrade, RENAME), ...takenNames(task, metrics, atGrade())]
      : duplicates(names, 'grader', atGrade, RENAME)),
    ...duplicates(task.subjects ?? [], 'subject', (index) => source.at([...path, 'subjects', index])),
    ...(metrics.includes(task.metric)
      ? []
      : [`${source.at([...path, 'metric'])}: no metric "${task.metric}" in this task${hint(task.metric, metrics)}`]),
    ...(asked === 2 ? [`${source.atKey([...path, 'messages'])}: a task has a prompt or messages, not both`] : []),
    ...(input?.messages && input.system !== undefined
      ? [`${source.atKey([...path, 'system'])}: with messages, give the system message among them`]
      : []),
  ];
}

/** A grader named without options must do without any. */
function bareGraderProblems(name: string, at: string): string[] {
  const { error } = graders.find((grader) => grader.name === name)?.options.safeParse({}) ?? {};
  const missing = error?.issues.map(({ path }) => path.join('.')).join(', ');
  return missing ? [`${at}: ${name} needs ${missing}: grade: { ${name}: { ${missing}: … } }`] : [];
}

/** The names that `metric` may have. */
const metricNames = ({ name, grader, options, judges = [] }: GraderSpec): string[] =>
  metricsOf({ name, parts: graders.find((one) => one.name === grader)?.parts?.(options, judges.length) ?? [] });

/** Graders called like a figure that a summary tells of another's answers: of its epochs, or of its labels. */
function takenNames({ grade }: TaskSpec, metrics: readonly string[], at: string): string[] {
  const labels = grade.filter(({ grader }) => grader === 'label').map(({ name }) => name);
  const figures = [...LABEL_FIGURES.whole, ...LABEL_FIGURES.each];
  const taken = new Set(labels.flatMap((label) => figures.map((figure) => `${label}.${figure}`)));
  const ofEpochs = (metric: string) => metrics.includes(metric.replace(PASS, ''));
  return metrics
    .filter((metric) => taken.has(metric) || (PASS.test(metric) && ofEpochs(metric)))
    .map((metric) => `${at}: "${metric}" is a figure of another grader here${RENAME}`);
}

const PASS = /\.pass[@^]\d+$/;

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

const RENAME = '; give one grader a name: of its own';

const duplicates = (names: readonly string[], what: string, at: (index: number) => string, advice = ''): string[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) < index ? [`${at(index)}: a second ${what} "${name}"${advice}`] : [],
  );

/** The items that a flag names, in the suite's order. Throws a UserError for a name that is not there. */
function picked<T>(
  items: readonly T[],
  names: readonly string[] | undefined,
  nameOf: (item: T) => string,
  flag: string,
): T[] {
  const all = items.map(nameOf);
  const unknown = names?.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new UserError(`${flag}: no "${unknown}" in the suite${hint(unknown, all)}`);
  return items.filter((item) => names === undefined || names.includes(nameOf(item)));
}
