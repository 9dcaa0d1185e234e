import type { Classified } from '../domain/classified.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { stampOf } from './stamp.ts';
import type { Table } from './table.ts';
import { UNKNOWN, withInterval } from './words.ts';

/** Wider matrices are for programs. */
const MOST_DRAWN = 20;

/** For graders with a fixed set of labels: figures a model, then how often each label was taken for which. */
export const labelTables = (scorecard: Scorecard): Table[] =>
  scorecard.tasks.flatMap((task) =>
    task.graders.flatMap(({ name }) => {
      const models = (scorecard.classification ?? []).filter((one) => one.task === task.name && one.grader === name);
      const [first] = models;
      if (!first) return [];
      const protocol = stampOf({ ...task, metric: name }, scorecard);
      const isDrawn = first.labels.length <= MOST_DRAWN;
      const matrices = isDrawn ? models.map((model) => matrix(model, protocol)) : [];
      return [figures(models, isDrawn ? protocol : `${protocol}; the matrices stand in confusion.csv`), ...matrices];
    }),
  );

const figures = (models: readonly Classified[], protocol: string): Table => ({
  title: `${models[0]?.task} · ${models[0]?.grader}: over all labels`,
  protocol,
  columns: [
    { title: 'Model', align: 'left' },
    { title: 'Macro F1 [95 % CI]', align: 'right' },
    { title: 'over', align: 'right' },
    { title: 'Weighted F1 [95 % CI]', align: 'right' },
    { title: 'MCC [95 % CI]', align: 'right' },
    { title: 'κ [95 % CI]', align: 'right' },
    { title: 'n', align: 'right' },
  ],
  rows: models.map(({ model, labels, macro_f1, known_labels, weighted_f1, mcc, kappa }) => [
    model,
    withInterval(macro_f1),
    `${known_labels} of ${labels.length} labels`,
    withInterval(weighted_f1),
    coefficient(mcc),
    coefficient(kappa),
    macro_f1.n.toLocaleString('en-US'),
  ]),
});

function matrix({ task, grader, model, labels, confusion }: Classified, protocol: string): Table {
  const times = new Map(confusion.map(({ target, predicted, n }) => [JSON.stringify([target, predicted]), n]));
  const answers = [...labels, null];
  return {
    title: `${task} · ${grader}: targets (rows) by answers of ${model}`,
    protocol,
    columns: [
      { title: 'Target', align: 'left' },
      ...answers.map((label) => ({ title: label ?? 'no label', align: 'right' as const })),
    ],
    rows: labels.map((target) => [
      target,
      ...answers.map((answer) => (times.get(JSON.stringify([target, answer])) ?? 0).toLocaleString('en-US')),
    ]),
  };
}

/** From −1 to 1. */
const coefficient = ({ value, low, high }: Estimate): string => {
  if (value === null) return UNKNOWN;
  return `${decimals(value)} ${low === null || high === null ? '[–]' : `[${decimals(low)}, ${decimals(high)}]`}`;
};

/** Three of them; what rounds to nothing has no sign. */
const decimals = (value: number): string => Number(value.toFixed(3)).toFixed(3);
