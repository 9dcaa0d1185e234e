import type { Prompt } from '../domain/sample.ts';
import type { Suite, TaskSpec } from '../domain/suite.ts';
import type { Task } from '../domain/task.ts';
import { type Clock, dayOf, isoTime, systemClock } from '../lib/clock.ts';
import { count, significant } from '../lib/format.ts';
import { leastSamples } from '../stats/sample-size.ts';
import { loadSuite } from '../suites/load.ts';
import type { Overrides } from '../suites/resolve.ts';
import { openTasks } from '../suites/tasks.ts';
import { closeModels, openModels } from './models.ts';

import { openPrices, pricesOn, priceWarnings, requirePrices } from './prices.ts';
import { recordedGaps } from './running/recorded-gaps.ts';
import { withRecordedRuns } from './running/recorded-runs.ts';

export interface ValidateInput {
  readonly path: string;
  readonly overrides?: Overrides;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowExec: boolean;
  /** Where runs are kept, since answers may be read from one; default `results`. */
  readonly results?: string;
  readonly clock?: Clock;
  /** A price file of the user's own, before the suite's. */
  readonly priceFile?: string | undefined;
  /** How many prompts of each task to return. */
  readonly show: number;
}

export interface Validation {
  readonly name: string;
  readonly models: readonly string[];
  readonly tasks: readonly TaskCheck[];
  /** Calls that a run would make, tries again not counted. */
  readonly calls: number;
  readonly warnings: readonly string[];
}

interface TaskCheck {
  readonly name: string;
  readonly samples: number;
  readonly epochs: number;
  readonly protocol: string;
  /** How many answers people labelled, by the grader that judges them. */
  readonly labels: Readonly<Record<string, number>>;
  readonly prompts: readonly Prompt[];
}

/** Every check that a run makes before it asks anything. Throws a UserError for what is wrong; spends nothing. */
export async function validate({
  path,
  overrides,
  priceFile,
  env,
  allowExec,
  results = 'results',
  show,
  clock = systemClock,
}: ValidateInput): Promise<Validation> {
  const loaded = await withRecordedRuns(await loadSuite(path, overrides), { results, clock });
  const day = dayOf(isoTime(clock.now()));
  const book = await openPrices({ ...loaded, priceFile });
  const prices = await pricesOn(day, loaded.suite, book);
  requirePrices(day, loaded, prices, book);
  const models = await openModels(loaded, { env, allowExec });
  const tasks: TaskCheck[] = [];
  const gaps: string[] = [];
  try {
    const opened = await openTasks(loaded, { env, allowExec });
    for (const task of opened) tasks.push(await checkTask(task, show));
    gaps.push(...(await recordedGaps(models, opened, loaded)));
  } finally {
    await closeModels(models);
  }

  return {
    name: loaded.suite.name,
    models: models.map(({ spec }) => spec.id),
    tasks,
    calls: models.length * tasks.reduce((sum, { samples, epochs }) => sum + samples * epochs, 0),
    warnings: [
      ...priceWarnings(day, loaded.suite, prices, book),
      ...gaps,
      ...tasks.flatMap((task) => gateWarnings(loaded.suite, task)),
      ...loaded.suite.tasks
        .filter(hasLiteralNewline)
        .map(
          ({ name }) =>
            `task ${name}: its prompt holds \\n as two characters; for a line end use a block (prompt: |) or double quotes`,
        ),
    ],
  };
}

async function checkTask({ spec, facts, samples }: Task, show: number): Promise<TaskCheck> {
  let n = 0;
  const prompts: Prompt[] = [];
  for await (const { messages } of samples()) {
    n += 1;
    if (prompts.length < show) prompts.push(messages);
  }
  return {
    name: spec.name,
    samples: n,
    epochs: spec.epochs,
    protocol: facts.protocol,
    labels: labelsOf(spec),
    prompts,
  };
}

const labelsOf = ({ grade }: TaskSpec): Record<string, number> =>
  Object.fromEntries(grade.flatMap(({ name, labels }) => (labels ? [[name, labels.answers.length]] : [])));

/** Gates that no answers could pass. */
const gateWarnings = ({ gates = [] }: Suite, { name, samples }: TaskCheck): string[] =>
  gates.flatMap(({ candidate, baseline, max_drop, confidence }) => {
    const drop = max_drop?.[name];
    if (!drop || 'relative' in drop) return [];
    const least = leastSamples(drop.absolute, 1 - confidence);
    if (samples >= least) return [];
    return `gate ${candidate} for ${baseline}: ${count(samples, 'sample')} of ${name} cannot pass a margin of ${significant(100 * drop.absolute)} points, even where the two never differ; that takes ${least.toLocaleString('en-US')}, and as a rule far more (estimate --power)`;
  });

const hasLiteralNewline = ({ prompt = '', system = '', messages = [] }: TaskSpec): boolean =>
  [prompt, system, ...messages.map(({ content }) => content)].some((text) => text.includes('\\n'));
