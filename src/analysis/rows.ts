import type { Classified, Repeated } from '../domain/classified.ts';
import type { Comparison } from '../domain/difference.ts';
import type { Row, RowLevel } from '../domain/row.ts';
import type { TaskFacts } from '../domain/run.ts';
import { groupBy } from '../lib/group-by.ts';
import { macroMean } from '../stats/interval.ts';
import { costIntervalsOf, NO_INTERVALS } from './cost-intervals.ts';
import { figuresOf, type MetricChoice, qualityOf, type Selection } from './figures.ts';
import { frontierOf, type IsBetter } from './frontier.ts';
import { classifiedRows, repeatedRows } from './further-rows.ts';
import { labelling } from './labelling.ts';
import {
  metricChoices,
  providerOf,
  type RunSamples,
  type SampleColumns,
  specOf,
  type Tables,
  tableOf,
} from './tables.ts';

/** Some of a task's samples that have rows of their own. */
interface Part {
  readonly level: RowLevel;
  readonly name: string;
  /** Their places in the task. */
  readonly samples: readonly number[];
}

interface RowsInput extends RunSamples {
  readonly classification: readonly Classified[];
  readonly repeats: readonly Repeated[];
}

/** A row for each model, metric and part of the task's samples. */
export function rowsOfTask(task: TaskFacts, tables: Tables, input: RowsInput): Row[] {
  const { manifest, samples, classification, repeats } = input;
  const all: Part = { level: 'all', name: '*', samples: [...Array(task.samples).keys()] };
  const first = samples.tasks.indexOf(task.name);
  const partsBy = (level: RowLevel, column: readonly (string | null)[]): Part[] =>
    [
      ...groupBy(
        all.samples.filter((place) => (column[first + place] ?? null) !== null),
        (place) => column[first + place] as string,
      ),
    ].map(([name, samples]) => ({ level, name, samples }));
  const clusters = clustersIn(task, samples);
  const groups = partsBy('group', samples.groups);
  const categories = partsBy('category', samples.categories);
  const byTarget = new Map(labelling(task, input).map(({ grader, targets }) => [grader, partsByTarget(targets)]));

  return manifest.models.flatMap(({ id }) => {
    const table = tableOf(tables, id, task.name);
    const base = { model: id, provider: providerOf(manifest, id), snapshot: table.snapshot, task: task.name };
    const isOwn = (one: Classified | Repeated) => one.task === task.name && one.model === id;
    return metricChoices(task.graders).flatMap((choice) => {
      const row = (part: Part): Row => ({ ...base, ...rowOfPart(part, { table, clusters }, choice) });
      const selections = [{ table, samples: all.samples, clusters }];
      const seeds = [manifest.suite.seed, id, task.name];
      const whole = { ...row(all), ...costIntervalsOf({ selections, choices: [choice], seeds }) };
      const macro = groups.length > 1 ? [macroRow(whole, groups, { table, clusters }, choice)] : [];
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

const clustersIn = ({ name, samples: n }: TaskFacts, { tasks, clusters }: SampleColumns) => {
  const first = tasks.indexOf(name);
  return clusters.slice(first, first + n);
};

/** Before models are set against each other. */
const NO_STANDING = { pareto: null, dominated_by: null, near_tie: null } as const;

type Around = Omit<Selection, 'samples'>;

function rowOfPart({ level, name, samples }: Part, around: Around, choice: MetricChoice) {
  const selection: Selection = { ...around, samples };
  return {
    metric: choice.metric,
    level,
    group: name,
    quality: qualityOf(selection, choice),
    ...figuresOf([selection], [choice]),
    ...NO_INTERVALS,
    ...NO_STANDING,
  };
}

/** The mean of the groups' qualities; money and times are the whole task's and stand in its own row. */
const macroRow = (all: Row, groups: readonly Part[], around: Around, choice: MetricChoice): Row => ({
  ...all,
  level: 'macro',
  group: 'macro',
  quality: macroMean(groups.map(({ samples }) => qualityOf({ ...around, samples }, choice))),
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
export function overallRows({ manifest, samples }: RunSamples, tables: Tables): Row[] {
  const metrics = new Set(manifest.tasks.map(({ name }) => specOf(manifest, name).metric));
  const [metric] = metrics;
  if (manifest.tasks.length < 2 || metrics.size !== 1 || metric === undefined) return [];

  return manifest.models.map(({ id }) => {
    const choices = manifest.tasks.map(
      ({ graders }) => metricChoices(graders).find((one) => one.metric === metric) as MetricChoice,
    );
    const selections = manifest.tasks.map(
      (task): Selection => ({
        table: tableOf(tables, id, task.name),
        samples: [...Array(task.samples).keys()],
        clusters: clustersIn(task, samples),
      }),
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
      ...NO_STANDING,
    };
  });
}

/** Models are set against each other on the same task, metric and samples; where they were compared, that tells which is better. */
export function withFrontier(rows: readonly Row[], comparisons: readonly Comparison[] = []): Row[] {
  const rivals = groupBy(rows, ({ task, metric, level, group }) => JSON.stringify([task, metric, level, group]));
  const standings = new Map<Row, Pick<Row, 'pareto' | 'dominated_by' | 'near_tie'>>();
  for (const group of rivals.values()) {
    const offers = group.map(({ quality, usd_per_1k_tasks: value, usd_per_1k_low: low, usd_per_1k_high: high }) => ({
      ...{ quality, cost: { value, low, high } },
    }));
    for (const [place, { dominated_by, ...standing }] of frontierOf(offers, betterBy(group, comparisons)).entries()) {
      const by = dominated_by === null ? null : (group[dominated_by]?.model ?? null);
      standings.set(group[place] as Row, { ...standing, dominated_by: by });
    }
  }
  return rows.map((row) => ({ ...row, ...standings.get(row) }));
}

/** By the interval of the difference on shared samples, of rows over all of them. */
function betterBy(group: readonly Row[], comparisons: readonly Comparison[]): IsBetter {
  const [first] = group;
  if (first?.group !== '*') return () => null;
  const own = comparisons.filter(({ task, metric }) => task === first.task && metric === first.metric);
  const find = (candidate: string | undefined, baseline: string | undefined) =>
    own.find((one) => one.candidate === candidate && one.baseline === baseline)?.difference;
  return (place, other) => {
    const [one, rival] = [group[place]?.model, group[other]?.model];
    const [forth, back] = [find(one, rival)?.low, find(rival, one)?.high];
    if (forth != null) return forth > 0;
    return back == null ? null : back < 0;
  };
}
