import type { Classified, Repeated } from '../domain/classified.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Row } from '../domain/row.ts';
import { LABEL_FIGURES } from '../domain/run.ts';

/** Figures of the same answers by other metrics: `choice.pass@2`, `choice.pass^2`. */
export const repeatedRows = (whole: Row, repeats: readonly Repeated[]): Row[] =>
  repeats.flatMap(({ metric, pass }) => [
    ...pass.map(({ k, any }) => derived(whole, `${metric}.pass@${k}`, any)),
    ...pass.map(({ k, all }) => derived(whole, `${metric}.pass^${k}`, all)),
  ]);

/** `label.macro_f1` and the like; `label.f1` and the like with a row a label, beside the costs of the samples with that target. */
export const classifiedRows = (
  whole: Row,
  classified: readonly Classified[],
  rowOfLabel: (label: string, place: number) => Row,
): Row[] =>
  classified.flatMap(({ grader, by_label, ...figures }) => {
    const labels = by_label.map((own, place) => ({ own, row: rowOfLabel(own.label, place) }));
    return [
      ...LABEL_FIGURES.whole.map((name) => derived(whole, `${grader}.${name}`, figures[name])),
      ...LABEL_FIGURES.each.flatMap((name) =>
        labels.map(({ own, row }) => derived(row, `${grader}.${name}`, own[name])),
      ),
    ];
  });

/** By a figure of many answers together none of them is right or wrong. */
const derived = (of: Row, metric: string, quality: Estimate): Row => ({
  ...of,
  metric,
  quality,
  wrong: null,
  usd_per_correct: null,
  usd_per_correct_low: null,
  usd_per_correct_high: null,
});
