import type { Classified, ConfusionCell } from '../domain/classified.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Sample } from '../domain/sample.ts';
import { fold } from '../lib/fold.ts';
import { groupBy } from '../lib/group-by.ts';
import { seededRandom } from '../lib/random.ts';
import { classificationBy } from '../stats/classification.ts';
import { type Alike, classificationLimits, marginsOf, type Placed } from '../stats/classification-limits.ts';
import { proportion } from '../stats/interval.ts';
import type { Limits, NO_LIMITS } from '../stats/limits.ts';
import type { LabelColumn } from './label-column.ts';
import type { TrialTable } from './trial-table.ts';

interface ClassifiedInput {
  readonly names: Pick<Classified, 'task' | 'grader' | 'model'>;
  readonly table: TrialTable;
  readonly column: LabelColumn;
  /** The places of each sample's targets among the labels. */
  readonly targets: readonly (readonly number[])[];
  /** The suite's. */
  readonly seed: number;
}

/** How a model's answers fall on the labels. */
export function classifiedOf({ names, table, column, targets, seed }: ClassifiedInput): Classified {
  const { labels } = column;
  const alike = alikeOf({ metric: names.grader, table, column, targets });
  const samples = alike.map((kind) => kind.samples);
  const n = samples.reduce((sum, one) => sum + one, 0);
  const margins = marginsOf(alike, samples, labels.length);
  const { macro, micro_f1, weighted_f1, mcc, kappa, by_label } = classificationBy(labels, margins);
  const random = seededRandom('classification', seed, names.model, names.task, names.grader);
  const limits = classificationLimits(labels, alike, random);
  const whole = (value: number | null, around: MaybeLimits): Estimate => ({ value, ...around, n });
  return {
    ...names,
    labels,
    confusion: confusionOf(labels, alike),
    macro_f1: whole(macro.f1.value, limits.macro_f1),
    known_labels: macro.f1.known,
    micro_f1: whole(micro_f1, limits.micro_f1),
    weighted_f1: whole(weighted_f1, limits.weighted_f1),
    mcc: whole(mcc, limits.mcc),
    kappa: whole(kappa, limits.kappa),
    by_label: by_label.map(({ label, support, precision, recall, f1 }, place) => {
      const around = limits.by_label[place] as (typeof limits.by_label)[number];
      const asked = samplesWith(alike, ({ target }) => target === place);
      const said = samplesWith(alike, ({ answer }) => answer === place);
      const met = samplesWith(alike, ({ target, answer }) => target === place || answer === place);
      const share = (value: number | null, of: { whole: number; n: number }, drawn: MaybeLimits): Estimate =>
        table.epochs === 1 ? proportion(margins.hits[place] as number, of.whole) : { value, ...drawn, n: of.n };
      return {
        label,
        support,
        precision: share(precision, { whole: margins.answers[place] as number, n: said }, around.precision),
        recall: share(recall, { whole: support, n: asked }, around.recall),
        f1: { value: f1, ...around.f1, n: met },
      };
    }),
  };
}

type MaybeLimits = Limits | typeof NO_LIMITS;

/** The places of each target among the labels, as the label grader compares them; none of a target that is no label. */
export function labelPlaces(
  targets: readonly (Sample['target'] | null)[],
  labels: readonly string[],
): (readonly number[])[] {
  const places = new Map(labels.map((label, place) => [fold(label), place]));
  const known = new Map<Sample['target'] | null, readonly number[]>();
  return targets.map((target) => {
    const found = known.get(target) ?? [target ?? []].flat().flatMap((one) => places.get(fold(one)) ?? []);
    known.set(target, found);
    return found;
  });
}

type AlikeInput = Pick<ClassifiedInput, 'table' | 'column' | 'targets'> & { readonly metric: string };

/** The samples with answers that count, put together where these fall alike. */
function alikeOf(input: AlikeInput): Alike[] {
  const kinds = new Map<string, { samples: number; answers: readonly Placed[] }>();
  for (const sample of input.targets.keys()) {
    const answers = placedOf(input, sample);
    if (answers.length === 0) continue;
    const key = answers
      .map(({ target, answer }) => `${target}:${answer}`)
      .sort()
      .join();
    const kind = kinds.get(key);
    if (kind) kind.samples += 1;
    else kinds.set(key, { samples: 1, answers });
  }
  return [...kinds.values()];
}

/** One sample's answers; of several targets the one that was answered stands, else the first. */
function placedOf({ metric, table, column, targets }: AlikeInput, sample: number): Placed[] {
  const own = targets[sample] ?? [];
  const [first] = own;
  if (first === undefined) return [];
  return Array.from({ length: table.epochs }, (_, epoch) => sample * table.epochs + epoch)
    .filter((trial) => !Number.isNaN(table.value(trial, metric)))
    .map((trial) => {
      const answer = column.at(trial);
      return { target: own.includes(answer) ? answer : first, answer };
    });
}

/** In the order of the labels. */
function confusionOf(labels: readonly string[], alike: readonly Alike[]): ConfusionCell[] {
  const width = labels.length + 1;
  const answers = alike.flatMap((kind) => kind.answers.map((placed) => ({ ...placed, times: kind.samples })));
  return [...groupBy(answers, ({ target, answer }) => target * width + answer)]
    .sort(([one], [other]) => one - other)
    .map(([cell, same]) => ({
      target: labels[Math.floor(cell / width)] as string,
      predicted: labels[cell % width] ?? null,
      n: same.reduce((sum, { times }) => sum + times, 0),
    }));
}

const samplesWith = (alike: readonly Alike[], isMeant: (placed: Placed) => boolean): number =>
  alike.reduce((sum, { samples, answers }) => sum + (answers.some(isMeant) ? samples : 0), 0);
