import { UserError } from '../domain/errors.ts';
import { type ModelSpec, settingsOf } from '../domain/model.ts';
import { isFailed, type Outcome, type Role } from '../domain/outcome.ts';
import type { PastAnswers } from '../domain/past.ts';
import type { Manifest, TaskFacts } from '../domain/run.ts';
import { allModels } from '../domain/suite.ts';
import { digest } from '../lib/hash.ts';
import { listRuns } from './folder.ts';
import { readOutcomes } from './read.ts';

/** Older runs say little more, and reading them takes time. */
const MOST_RUNS = 20;

type AskedTask = Pick<TaskFacts, 'name' | 'prompt_sha256'>;

interface PastInput {
  readonly results: string;
  readonly tasks: readonly AskedTask[];
  /** Told of a run that cannot be read. */
  onWarning(warning: string): void;
}

/** What verdicts on a task's answers go by; its answers go by its name. */
export const pastOf = (role: Role, task: string): string => (role === 'answer' ? task : `${role} ${task}`);

/** What the newest runs say of tasks with the same name and prompt, by task: an entry a model and its settings. */
export async function readPast({ results, tasks, onWarning }: PastInput): Promise<Map<string, PastAnswers[]>> {
  const past = new Map(
    tasks.flatMap(({ name }) => [name, pastOf('judge', name)].map((key) => [key, new Map<string, Sums>()] as const)),
  );
  const runs = (await listRuns(results)).filter(({ manifest }) => sameTasks(manifest, tasks).size > 0);
  for (const { path, manifest } of runs.slice(0, MOST_RUNS)) {
    try {
      await addRun(path, manifest, sameTasks(manifest, tasks), past);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onWarning(`${error.message}; the rest of that run is not looked at`);
    }
  }
  return new Map([...past].map(([task, sums]) => [task, [...sums.values()]]));
}

/** The digest of the settings that make answers longer or shorter. */
export const settingsDigest = (spec: ModelSpec): string => digest({ ...settingsOf(spec), seed: undefined });

type Sums = { -readonly [key in keyof PastAnswers]: PastAnswers[key] };

const sameTasks = ({ tasks = [] }: Partial<Manifest>, wanted: readonly AskedTask[]): Set<string> =>
  new Set(
    tasks
      .filter((task) => wanted.some((one) => one.name === task.name && one.prompt_sha256 === task.prompt_sha256))
      .map(({ name }) => name),
  );

async function addRun(
  path: string,
  manifest: Manifest,
  tasks: ReadonlySet<string>,
  past: ReadonlyMap<string, Map<string, Sums>>,
): Promise<void> {
  const models = new Map(
    allModels(manifest.suite).map((spec) => [spec.id, { model: spec.model, settings: settingsDigest(spec) }]),
  );
  for await (const outcome of readOutcomes(path)) {
    const [model, sums] = [models.get(outcome.model), past.get(pastOf(outcome.role, outcome.task))];
    if (!model || !sums || !tasks.has(outcome.task)) continue;
    const key = `${model.model} ${model.settings}`;
    const known = sums.get(key) ?? { ...model, ...NOTHING };
    sums.set(key, known);
    add(known, outcome);
  }
}

const NOTHING = { n: 0, outputTokens: 0, outputTokensSquared: 0, timed: 0, latencyMs: 0 };

/** An answer taken from another run was counted there. */
function add(sums: Sums, outcome: Outcome): void {
  if (isFailed(outcome) || outcome.reused_from !== undefined) return;
  if (outcome.usage) {
    sums.n += 1;
    sums.outputTokens += outcome.usage.output;
    sums.outputTokensSquared += outcome.usage.output ** 2;
  }
  if (outcome.latency_ms !== null) {
    sums.timed += 1;
    sums.latencyMs += outcome.latency_ms;
  }
}
