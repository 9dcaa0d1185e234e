import type { Cost } from '../domain/call.ts';
import type { Graded, Mark } from '../domain/graded.ts';
import { splitModel } from '../domain/model.ts';
import type { Outcome } from '../domain/outcome.ts';
import { billedAt, type GraderFacts, type Manifest, metricsOf, type TaskFacts } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import type { Classified, Coverage, Repeated, Row, RowLevel, Scorecard } from '../domain/scorecard.ts';
import { labelsOf, type TaskSpec } from '../domain/suite.ts';
import { groupBy } from '../lib/group-by.ts';
import { macroMean } from '../stats/interval.ts';
import { classifiedOf, labelPlaces } from './classified.ts';
import { costIntervalsOf, NO_INTERVALS } from './cost-intervals.ts';
import { economicsOf } from './economics.ts';
import { figuresOf, type MetricChoice, qualityOf, type Selection } from './figures.ts';
import { onFrontier } from './frontier.ts';
import { classifiedRows, repeatedRows } from './further-rows.ts';
import { JudgeTallies } from './judging.ts';
import { repeatedOf } from './repeated.ts';
import { type TableGrader, TrialTable } from './trial-table.ts';

/** Where each sample of a run stands: three columns, in the order of `samples.jsonl`. */
export interface SampleColumns {
  readonly tasks: readonly string[];
  readonly groups: readonly (string | null)[];
  readonly categories: readonly (string | null)[];
  /** The targets of tasks whose answers are labels; null for others. */
  readonly labels: readonly (Sample['target'] | null)[];
}

export interface ScorecardInput {
  readonly manifest: Manifest;
  readonly samples: SampleColumns;
  /** What an outcome costs at list price, and what this run paid for it. */
  readonly costsOf: (outcome: Outcome) => { readonly cost: Cost; readonly spent: Cost };
}

/** What a run has brought so far, as a scorecard needs it: some 90 bytes a trial. */
export class Standings {
  readonly #input: ScorecardInput;
  readonly #tables: Tables;
  readonly #firstLines: ReadonlyMap<string, number>;
  readonly #judges: JudgeTallies;

  constructor(input: ScorecardInput) {
    const { manifest, samples } = input;
    this.#input = input;
    this.#tables = emptyTables(manifest);
    this.#judges = new JudgeTallies(manifest);
    this.#firstLines = new Map(manifest.tasks.map(({ name }) => [name, samples.tasks.indexOf(name)]));
  }

  /** Adds an outcome with its marks. Of several for one trial the last counts, but each has cost what it cost. */
  add({ outcome, line, marks }: Graded): void {
    if (outcome.role !== 'answer') {
      this.#judges.add(outcome, this.#input.costsOf(outcome));
      return;
    }
    const table = this.#tables.get(outcome.model)?.get(outcome.task);
    if (!table || line === undefined) return;
    const place = line - (this.#firstLines.get(outcome.task) ?? 0);
    table.set(place, outcome.epoch - 1, { outcome, marks, ...this.#input.costsOf(outcome) });
  }

  /** Adds a score that came after its outcome; `place` is its grader's in the task. */
  mark(
    { task, model, epoch }: Pick<Outcome, 'task' | 'model' | 'epoch'>,
    line: number,
    place: number,
    mark: Mark,
  ): void {
    const table = this.#tables.get(model)?.get(task);
    table?.mark(line - (this.#firstLines.get(task) ?? 0), epoch - 1, place, mark);
  }

  /** Adds how judges did with a case of known verdict. */
  addProbe(score: Score): void {
    this.#judges.addProbe(score);
  }

  /** Every figure of the run. */
  scorecard(status: Manifest['status']): Scorecard {
    const { manifest } = this.#input;
    const tables = this.#tables;
    const judging = this.#judges.figures();
    const classification = manifest.tasks.flatMap((task) => classifiedOfTask(task, tables, this.#input));
    const repeats = manifest.tasks.flatMap((task) => repeatedOfTask(task, tables, manifest));
    const rows = manifest.tasks.flatMap((task) =>
      rowsOfTask(task, tables, { ...this.#input, classification, repeats }),
    );
    const economics = economicsOf(
      manifest,
      manifest.models.map(({ id }) => ({
        model: id,
        tables: manifest.tasks.map(({ name }) => tableOf(tables, id, name)),
      })),
    );
    return {
      schema_version: 1,
      run_id: manifest.run_id,
      suite: manifest.suite.name,
      status,
      started_at: manifest.started_at,
      tool_version: manifest.tool_version,
      seed: manifest.suite.seed,
      tasks: manifest.tasks.map((task) => ({ ...task, metric: specOf(manifest, task.name).metric })),
      models: manifest.models.map(({ id }) => id),
      prices: billedAt(manifest),
      repriced_on: manifest.repriced_on ?? null,
      rows: withFrontier([...rows, ...overallRows(manifest, tables)]),
      coverage: manifest.models.flatMap(({ id }) =>
        manifest.tasks.map((task) => coverageOf(id, task, manifest, tables)),
      ),
      ...(economics && { economics }),
      ...(judging && { judging }),
      ...(classification.length > 0 && { classification }),
      ...(repeats.length > 0 && { repeats }),
    };
  }
}

/** By model and by task. */
type Tables = ReadonlyMap<string, ReadonlyMap<string, TrialTable>>;

const tableOf = (tables: Tables, model: string, task: string) => tables.get(model)?.get(task) as TrialTable;
const specOf = ({ suite }: Manifest, task: string) =>
  suite.tasks.find(({ name }) => name === task) as Manifest['suite']['tasks'][number];

const emptyTables = (manifest: Manifest): Tables =>
  new Map(
    manifest.models.map(({ id }) => [
      id,
      new Map(
        manifest.tasks.map(({ name, samples, graders }) => [
          name,
          new TrialTable(samples, specOf(manifest, name).epochs, withLabels(graders, specOf(manifest, name))),
        ]),
      ),
    ]),
  );

const withLabels = (graders: readonly GraderFacts[], { grade }: TaskSpec): TableGrader[] =>
  graders.map((facts) => {
    const spec = grade.find(({ name }) => name === facts.name);
    return { ...facts, labels: spec && labelsOf(spec) };
  });

/** A task's graders that know a fixed set of labels, by their places; with the places of each sample's targets among these. */
const labelling = (task: TaskFacts, { manifest, samples }: ScorecardInput) => {
  const first = samples.tasks.indexOf(task.name);
  const targets = samples.labels.slice(first, first + task.samples);
  return withLabels(task.graders, specOf(manifest, task.name)).flatMap(({ name, labels }, place) =>
    labels ? [{ grader: name, place, labels, targets: labelPlaces(targets, labels) }] : [],
  );
};

/** How each model's answers fall on the labels of a task's graders that know some. */
const classifiedOfTask = (task: TaskFacts, tables: Tables, input: ScorecardInput): Classified[] =>
  labelling(task, input).flatMap(({ grader, place, targets }) =>
    input.manifest.models.flatMap(({ id }) => {
      const table = tableOf(tables, id, task.name);
      const column = table.labelsBy(place);
      const names = { task: task.name, grader, model: id };
      return column ? [classifiedOf({ names, table, column, targets, seed: input.manifest.suite.seed })] : [];
    }),
  );

/** What each model's epochs tell, by each metric of a task. */
function repeatedOfTask(task: TaskFacts, tables: Tables, manifest: Manifest): Repeated[] {
  if (specOf(manifest, task.name).epochs === 1) return [];
  return metricChoices(task.graders).flatMap((choice) =>
    manifest.models.map(({ id }) => repeatedOf({ task: task.name, model: id }, tableOf(tables, id, task.name), choice)),
  );
}

/** Some of a task's samples that have rows of their own. */
interface Part {
  readonly level: RowLevel;
  readonly name: string;
  /** Their places in the task. */
  readonly samples: readonly number[];
}

interface RowsInput extends ScorecardInput {
  readonly classification: readonly Classified[];
  readonly repeats: readonly Repeated[];
}

/** A row for each model, metric and part of the task's samples. */
function rowsOfTask(task: TaskFacts, tables: Tables, input: RowsInput): Row[] {
  const { manifest, samples, classification, repeats } = input;
  const all: Part = { level: 'all', name: '*', samples: [...Array(task.samples).keys()] };
  const first = samples.tasks.indexOf(task.name);
  const partsBy = (level: RowLevel, column: readonly (string | null)[]): Part[] =>
    [...groupBy(all.samples, (place) => column[first + place] ?? null)].flatMap(([name, places]) =>
      name === null ? [] : [{ level, name, samples: places }],
    );
  const groups = partsBy('group', samples.groups);
  const categories = partsBy('category', samples.categories);
  const byTarget = new Map(labelling(task, input).map(({ grader, targets }) => [grader, partsByTarget(targets)]));

  return manifest.models.flatMap(({ id }) => {
    const table = tableOf(tables, id, task.name);
    const base = { model: id, provider: providerOf(manifest, id), snapshot: table.snapshot, task: task.name };
    const isOwn = (one: Classified | Repeated) => one.task === task.name && one.model === id;
    return metricChoices(task.graders).flatMap((choice) => {
      const row = (part: Part): Row => ({ ...base, ...rowOfPart(part, table, choice) });
      const selections = [{ table, samples: all.samples }];
      const seeds = [manifest.suite.seed, id, task.name];
      const whole = { ...row(all), ...costIntervalsOf({ selections, choices: [choice], seeds }) };
      const macro = groups.length > 1 ? [macroRow(whole, groups, table, choice)] : [];
      const repeated = repeats.filter((one) => isOwn(one) && one.metric === choice.metric);
      const classified = classification.filter((one) => isOwn(one) && one.grader === choice.metric);
      return [
        ...[whole, ...macro, ...categories.map(row), ...groups.map(row)],
        ...repeatedRows(whole, repeated),
        ...classifiedRows(whole, classified, (label, place) =>
          row({ level: 'label', name: label, samples: byTarget.get(choice.metric)?.get(place) ?? [] }),
        ),
      ];
    });
  });
}

/** The samples of each label, by the first of their targets. */
const partsByTarget = (targets: readonly (readonly number[])[]): ReadonlyMap<number | undefined, readonly number[]> =>
  groupBy(targets.keys(), (sample) => targets[sample]?.[0]);

function rowOfPart({ level, name, samples }: Part, table: TrialTable, choice: MetricChoice) {
  const selection: Selection = { table, samples };
  return {
    metric: choice.metric,
    level,
    group: name,
    quality: qualityOf(selection, choice),
    ...figuresOf([selection], [choice]),
    ...NO_INTERVALS,
    pareto: null,
  };
}

/** The mean of the groups' qualities; money and times are the whole task's and stand in its own row. */
const macroRow = (all: Row, groups: readonly Part[], table: TrialTable, choice: MetricChoice): Row => ({
  ...all,
  level: 'macro',
  group: 'macro',
  quality: macroMean(groups.map(({ samples }) => qualityOf({ table, samples }, choice))),
  cost_usd: null,
  spent_usd: null,
  cost_estimated: false,
  usd_per_1k_tasks: null,
  usd_per_correct: null,
  ...NO_INTERVALS,
  input_tokens: null,
  output_tokens: null,
  eff_usd_per_1m_tokens: null,
  input_per_output: null,
  latency_p50_ms: null,
  latency_p95_ms: null,
  ttft_p50_ms: null,
  output_tokens_per_s: null,
  decode_tokens_per_s: null,
});

/** A model's one quality over several tasks, where all share a metric: the mean of the tasks. */
function overallRows(manifest: Manifest, tables: Tables): Row[] {
  const metrics = new Set(manifest.tasks.map(({ name }) => specOf(manifest, name).metric));
  const [metric] = metrics;
  if (manifest.tasks.length < 2 || metrics.size !== 1 || metric === undefined) return [];

  return manifest.models.map(({ id }) => {
    const choices = manifest.tasks.map(
      ({ graders }) => metricChoices(graders).find((one) => one.metric === metric) as MetricChoice,
    );
    const selections = manifest.tasks.map(
      (task): Selection => ({ table: tableOf(tables, id, task.name), samples: [...Array(task.samples).keys()] }),
    );
    const snapshots = new Set(selections.flatMap(({ table }) => table.snapshot?.split(' ') ?? []));
    return {
      model: id,
      provider: providerOf(manifest, id),
      snapshot: [...snapshots].sort().join(' ') || null,
      task: '*',
      metric,
      level: 'macro',
      group: '*',
      quality: macroMean(selections.map((selection, index) => qualityOf(selection, choices[index] as MetricChoice))),
      ...figuresOf(selections, choices),
      ...costIntervalsOf({ selections, choices, seeds: [manifest.suite.seed, id, '*'] }),
      pareto: null,
    };
  });
}

const metricChoices = (graders: readonly GraderFacts[]): MetricChoice[] =>
  graders.flatMap((facts, grader) => metricsOf(facts).map((metric) => ({ metric, grader, binary: facts.binary })));

const providerOf = (manifest: Manifest, id: string): string =>
  splitModel(manifest.suite.models.find((model) => model.id === id)?.model ?? '').provider;

/** Models are set against each other on the same task, metric and samples. */
function withFrontier(rows: readonly Row[]): Row[] {
  const rivals = groupBy(rows, ({ task, metric, level, group }) => JSON.stringify([task, metric, level, group]));
  const pareto = new Map<Row, boolean | null>();
  for (const group of rivals.values()) {
    const marks = onFrontier(
      group.map(({ quality, usd_per_1k_tasks }) => ({ quality: quality.value, cost: usd_per_1k_tasks })),
    );
    for (const [index, row] of group.entries()) pareto.set(row, marks[index] ?? null);
  }
  return rows.map((row) => ({ ...row, pareto: pareto.get(row) ?? null }));
}

function coverageOf(model: string, task: TaskFacts, manifest: Manifest, tables: Tables): Coverage {
  const table = tableOf(tables, model, task.name);
  const trials = [...Array(table.size).keys()];
  const asked = trials.filter((trial) => table.isAsked(trial)).length;
  const answered = trials.filter((trial) => table.isAnswered(trial)).length;
  return {
    model,
    task: task.name,
    planned: table.size,
    asked,
    answered,
    coverage: asked === 0 ? null : answered / asked,
    min_coverage: specOf(manifest, task.name).min_coverage,
    failures: table.failures,
    warnings: table.warnings,
  };
}
