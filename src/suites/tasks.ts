import type { Dataset } from '../datasets/define.ts';
import { type Mapping, mappingOf, toSample } from '../datasets/fields.ts';
import { hashOfDataset, isPath, openDataset } from '../datasets/open.ts';
import { select } from '../datasets/select.ts';
import { messageOf, UserError } from '../domain/errors.ts';
import type { PlannedSample, Sample } from '../domain/sample.ts';
import type { TaskSpec } from '../domain/suite.ts';
import type { Task } from '../domain/task.ts';
import type { GraderWorld } from '../graders/define.ts';
import { digest } from '../lib/hash.ts';
import { seededRandom } from '../lib/random.ts';
import { compilePrompt, type PromptTemplate } from '../prompts/build.ts';
import { fewShot, type ShotsFor } from '../prompts/few-shot.ts';
import type { LoadedSuite } from './load.ts';
import { openGrader } from './open-grader.ts';
import { blame, type PlaceInTask, placed, placesOf } from './places.ts';

/**
 * Opens the datasets, prompts and graders of a suite's tasks. Throws one UserError for what cannot be found or read, a
 * problem a task.
 */
export async function openTasks(
  { suite, source, directory }: LoadedSuite,
  world: Pick<GraderWorld, 'env' | 'allowExec'> = NOTHING,
): Promise<Task[]> {
  const isStreamed = suite.models.some(({ stream }) => stream);
  const around = { seed: suite.seed, directory, isStreamed, world: { ...world, directory } };
  const opened = await Promise.allSettled(
    suite.tasks.map((spec) => openTask(spec, { ...around, at: placesOf(spec, source) })),
  );
  const problems = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const bug = problems.find((problem) => !(problem instanceof UserError));
  if (bug) throw bug;
  if (problems.length > 0) throw new UserError(problems.map(messageOf).join('\n'));
  return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

const NOTHING = { env: {}, allowExec: false };

interface Around {
  readonly world: Omit<GraderWorld, 'judges'>;
  readonly seed: number;
  readonly directory: string;
  readonly at: PlaceInTask;
  /** Whether answers come token by token. */
  readonly isStreamed: boolean;
}

async function openTask(spec: TaskSpec, around: Around): Promise<Task> {
  const template = blame(around.at, 'prompt', () => compilePrompt(spec));
  const dataset = await blame(around.at, 'dataset', () =>
    openDataset(spec.dataset, { ...spec, directory: around.directory }),
  );
  const shotsFor = await openShots(spec, template, dataset, around);
  const taskGraders = spec.grade.map((one) => blame(around.at, 'grade', () => openGrader(one, around.world)));

  return {
    spec,
    graders: taskGraders.map(({ ready }) => ready),
    facts: {
      name: spec.name,
      dataset_sha256: await blame(around.at, 'dataset', () => hashOfDataset(dataset)),
      prompt_sha256: digest(template.source),
      protocol: `${spec.shots}-shot${template.chainOfThought ? ' chain of thought' : ''}, generated${around.isStreamed ? ', streamed' : ''}`,
      graders: taskGraders.map(({ ready }) => ready.facts),
    },
    samples: () => plannedSamples({ spec, dataset, template, shotsFor, checks: taskGraders, around }),
  };
}

async function openShots(spec: TaskSpec, template: PromptTemplate, own: Dataset, around: Around): Promise<ShotsFor> {
  const { at, directory } = around;
  if (spec.shots === 0) return () => [];
  if (!template.usesShots)
    throw new UserError(`${at(['shots'])}this prompt shows no shots; use {{ shots }} in it or take shots: away`);

  const asPath = isPath(spec.shots_from);
  const where = {
    directory,
    split: asPath ? 'test' : spec.shots_from,
    ...(own.group === 'subject' && !asPath && { subjects: spec.subjects }),
  };
  const dataset = await blame(around.at, 'shots_from', () =>
    openDataset(asPath ? spec.shots_from : spec.dataset, where).catch(asProblemOfShots),
  );
  if (dataset.files.some((file) => own.files.includes(file))) {
    throw new UserError(
      `${at(['shots_from'])}the shots would come from the samples that are asked; give them a file of their own`,
    );
  }
  const examples: Sample[] = [];
  for await (const sample of samplesOf(dataset, { ...spec, cluster: undefined }, around, 'shots_from'))
    examples.push(asSeen(sample, spec));
  return fewShot(examples, spec.shots);
}

/** What is wrong is then where the shots come from, not the split or the subjects that the task asks. */
function asProblemOfShots(error: unknown): never {
  throw error instanceof UserError ? new UserError(`shots: ${error.message}`) : error;
}

async function* samplesOf(
  dataset: Dataset,
  task: TaskSpec,
  around: Around,
  key: 'dataset' | 'shots_from',
): AsyncGenerator<Sample> {
  const mapping: Mapping = mappingOf(dataset, task);
  let number = 0;
  try {
    for await (const row of dataset.read()) yield toSample(row, ++number, mapping);
  } catch (error) {
    throw placed(error, around.at, key);
  }
}

/** A sample as its prompt may know it: a group that is the target would give the answer away. */
const asSeen = (sample: Sample, { group, fields }: TaskSpec): Sample =>
  group !== undefined && group === (fields?.target ?? 'target') ? { ...sample, group: null, category: null } : sample;

interface ReadySource {
  readonly spec: TaskSpec;
  readonly dataset: Dataset;
  readonly template: PromptTemplate;
  readonly shotsFor: ShotsFor;
  readonly checks: readonly { readonly problem: (sample: Sample) => string | undefined }[];
  readonly around: Around;
}

async function* plannedSamples({
  spec,
  dataset,
  template,
  shotsFor,
  checks,
  around,
}: ReadySource): AsyncGenerator<PlannedSample> {
  const ids = new Set<string>();
  const labels = spec.grade.map(({ options }) => labelsIn(options)).find(Boolean);
  const extra = labels === undefined ? {} : { labels };
  const chosen = select(() => samplesOf(dataset, spec, around, 'dataset'), {
    limit: spec.limit,
    groupOf: ({ group }) => group,
    random: seededRandom('limit', around.seed, spec.name),
  });

  for await (const sample of chosen) {
    if (ids.has(sample.id)) throw new UserError(`${around.at(['dataset'])}two samples have the id "${sample.id}"`);
    ids.add(sample.id);
    const problem = checks.map((check) => check.problem(sample)).find(Boolean);
    if (problem) throw new UserError(`${around.at(['grade'])}sample "${sample.id}": ${problem}`);

    const seen = asSeen(sample, spec);
    const shots = blame(around.at, 'shots', () => shotsFor(seen));
    const build = () => template.build(seen, shots, extra);
    const messages = blame(around.at, 'prompt', build, `sample "${sample.id}": `);
    const { id, ...question } = sample;
    yield { schema_version: 1, task: spec.name, sample: id, ...question, messages };
  }
  if (ids.size === 0) throw new UserError(`${around.at(['dataset'])}${dataset.name} has no samples`);
}

/** The labels of a label grader, which may be among those that another combines; a judge's are a file's name. */
const labelsIn = ({ labels, of }: { readonly labels?: unknown; readonly of?: unknown }): unknown => {
  if (Array.isArray(labels)) return labels;
  return Array.isArray(of) ? of.flatMap(Object.values).map(labelsIn).find(Boolean) : undefined;
};
