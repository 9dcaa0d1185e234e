import type { ModelSpec } from '../domain/model.ts';
import type { GateSpec, MaxDrop, TaskSpec } from '../domain/suite.ts';
import { CRITERIA } from '../domain/verdict.ts';
import type { Path } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import type { GateInput } from './gate-schema.ts';

/** How a gate names the model that `roles` calls the incumbent. */
const INCUMBENT = 'incumbent';
const CONFIDENCE = 0.95;

interface Named {
  readonly tasks: readonly Pick<TaskSpec, 'name'>[];
  readonly incumbent: string | undefined;
}

/** A gate with every default filled in: of all the suite's tasks, also where the command line leaves some out. */
export function resolveGate(gate: GateInput, { tasks: all, incumbent }: Named): GateSpec {
  const { max_drop, ...rest } = gate;
  const tasks = gate.tasks ?? all.map(({ name }) => name);
  return {
    ...rest,
    ...{ baseline: baselineOf(gate, incumbent), tasks, confidence: gate.confidence ?? CONFIDENCE },
    ...(max_drop !== undefined && {
      max_drop: Object.fromEntries(
        tasks.map((task) => [task, marginOf(typeof max_drop === 'object' ? max_drop[task] : max_drop)]),
      ),
    }),
  };
}

const baselineOf = ({ baseline }: GateInput, incumbent: string | undefined): string =>
  baseline === INCUMBENT ? (incumbent ?? baseline) : baseline;

const marginOf = (drop: number | string | undefined): MaxDrop =>
  typeof drop === 'string' ? { relative: Number.parseFloat(drop) / 100 } : { absolute: drop ?? 0 };

interface Known {
  readonly models: readonly Pick<ModelSpec, 'id'>[];
  readonly tasks: Named['tasks'];
  /** Of two runs: a model may be set against itself. */
  readonly mayBeSame?: boolean;
}

/** What is wrong with gates, each with its place: names that are not there, and criteria that are not or cannot be used. */
export function gateProblems(
  {
    gates = [],
    incumbent,
  }: { readonly gates: readonly GateInput[] | undefined; readonly incumbent: string | undefined },
  { models, tasks, mayBeSame = false }: Known,
  at: (path: Path) => string,
): string[] {
  const ids = models.map(({ id }) => id);
  const names = tasks.map(({ name }) => name);
  return gates.flatMap((gate, index) => {
    const atKey = (...keys: readonly PropertyKey[]) => at(['gates', index, ...keys]);
    return [
      ...modelNameProblems(gate, { ids, incumbent, mayBeSame }, atKey),
      ...taskNameProblems(gate, names, atKey),
      ...dropProblems(gate, gate.tasks ?? names, atKey),
      ...(CRITERIA.some((key) => gate[key] !== undefined)
        ? []
        : [`${atKey()}: this gate asks nothing; give it one of ${CRITERIA.join(', ')}`]),
    ];
  });
}

type AtKey = (...keys: readonly PropertyKey[]) => string;

function modelNameProblems(
  gate: GateInput,
  { ids, incumbent, mayBeSame }: { ids: readonly string[]; incumbent: string | undefined; mayBeSame: boolean },
  at: AtKey,
): string[] {
  const { candidate } = gate;
  const baseline = baselineOf(gate, incumbent);
  const unknown = (key: string, id: string) =>
    ids.includes(id) ? [] : [`${at(key)}: no model "${id}" in this suite${hint(id, ids)}`];
  const noIncumbent = `${at('baseline')}: the suite names no incumbent; give it roles: { incumbent: … }, or name the model here`;
  return [
    ...unknown('candidate', candidate),
    ...(baseline === INCUMBENT && !ids.includes(INCUMBENT) ? [noIncumbent] : unknown('baseline', baseline)),
    ...(candidate === baseline && !mayBeSame
      ? [`${at('baseline')}: "${baseline}" cannot replace itself; name another model`]
      : []),
  ];
}

function taskNameProblems({ tasks = [] }: GateInput, names: readonly string[], at: AtKey): string[] {
  return tasks.flatMap((task, index) => {
    if (!names.includes(task)) return [`${at('tasks', index)}: no task "${task}" in this suite${hint(task, names)}`];
    return tasks.indexOf(task) < index ? [`${at('tasks', index)}: a second task "${task}"`] : [];
  });
}

function dropProblems({ max_drop }: GateInput, tasks: readonly string[], at: AtKey): string[] {
  if (typeof max_drop !== 'object') return [];
  const missing = tasks.filter((task) => !Object.hasOwn(max_drop, task));
  const unknown = Object.keys(max_drop).filter((task) => !tasks.includes(task));
  return [
    ...unknown.map((task) => `${at('max_drop', task)}: no task "${task}" in this gate${hint(task, tasks)}`),
    ...missing.map((task) => `${at('max_drop')}: says nothing of task "${task}", on which this gate rules too`),
  ];
}
