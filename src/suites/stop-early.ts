import type { TaskSpec } from '../domain/suite.ts';
import type { SuiteInput } from './schema.ts';
import type { SuiteSource } from './source.ts';

/** What cannot be decided while a run goes on, each with its place. */
export function stopEarlyProblems(input: SuiteInput, tasks: readonly TaskSpec[], source: SuiteSource): string[] {
  if (!input.stop_early) return [];
  const at = source.atKey(['stop_early']);
  const gates = input.gates ?? [];
  if (gates.length === 0) return [`${at}: stop_early needs gates: without one there is nothing to decide`];
  const ruled = tasks.filter(({ name }) => gates.some((gate) => gate.tasks?.includes(name) ?? true));
  return [
    ...gates.flatMap((gate, index) =>
      gate.max_drop === undefined
        ? [`${source.at(['gates', index])}: with stop_early a gate needs max_drop, which alone can be decided early`]
        : [],
    ),
    ...ruled.flatMap((task) => {
      const grader = task.grade.find(({ name }) => name === task.metric.split('.')[0]);
      if (grader?.judges === undefined) return [];
      if (grader.options['pairwise'] === true)
        return [
          `${at}: ${task.name} is judged in pairs, which are made when all is asked: nothing can be decided before`,
        ];
      if (grader.options['labels'] !== undefined)
        return [`${at}: ${task.name} has a judge with labels, whose correction cannot be made before the end`];
      return [];
    }),
  ];
}
