import type { PlannedSample } from '../../domain/sample.ts';
import type { readRun } from './llm-bench.ts';

type Files = Pick<Awaited<ReturnType<typeof readRun>>, 'outcomes' | 'scores'> & { samples: readonly PlannedSample[] };

/** A target and what was answered to it, null for no label. */
type Pair = readonly [target: string, answer: string | null];

/**
 * What `summary.csv` and `confusion.csv` must say of one model's labels on one task, worked out anew from each answer:
 * values by metric and label, `*` for all, and how often each pair came up. It shares no code with the program.
 */
export function recomputeLabels({ samples, outcomes, scores }: Files, model: string, task: string) {
  const pairs = outcomes
    .filter((outcome) => outcome.model === model && outcome.task === task)
    .map(({ key, sample }): Pair => {
      const target = samples.find((one) => one.task === task && one.sample === sample)?.target as string;
      return [target, scores.find((score) => score.key === key)?.extracted ?? null];
    });
  const labels = [...new Set(pairs.flat())].filter((label) => label !== null);
  const answers = [...labels, null];
  const share = (of: (pair: Pair) => boolean, among: (pair: Pair) => boolean) =>
    pairs.filter((pair) => of(pair) && among(pair)).length / pairs.filter(among).length;
  const isRight = ([target, answer]: Pair) => target === answer;
  const byLabel = labels.map((label) => {
    const precision = share(isRight, ([, answer]) => answer === label);
    const recall = share(isRight, ([target]) => target === label);
    const hits = pairs.filter((pair) => isRight(pair) && pair[0] === label).length;
    const errors = pairs.filter((pair) => !isRight(pair) && pair.includes(label)).length;
    const support = pairs.filter(([target]) => target === label).length;
    return { label, precision, recall, f1: (2 * hits) / (2 * hits + errors), support };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  // Correlation of the two sides as columns of zeros and ones, and agreement beyond chance.
  const covariance = (one: 0 | 1, other: 0 | 1) =>
    answers.reduce((sum, label) => {
      const [a, b] = [one, other].map((side) => pairs.map((pair) => Number(pair[side] === label)));
      const [meanA, meanB] = [mean(a as number[]), mean(b as number[])];
      return sum + mean((a as number[]).map((value, at) => (value - meanA) * ((b?.[at] as number) - meanB)));
    }, 0);
  const accuracy = mean(pairs.map((pair) => Number(isRight(pair))));
  const chance = answers.reduce(
    (sum, label) =>
      sum + mean(pairs.map(([t]) => Number(t === label))) * mean(pairs.map(([, a]) => Number(a === label))),
    0,
  );
  const said = pairs.filter(([, answer]) => answer !== null).length;
  const figures = new Map<string, number>([
    ['macro_f1 *', mean(byLabel.map(({ f1 }) => f1))],
    ['micro_f1 *', (2 * accuracy * pairs.length) / (said + pairs.length)],
    ['weighted_f1 *', byLabel.reduce((sum, { f1, support }) => sum + f1 * support, 0) / pairs.length],
    ['mcc *', covariance(0, 1) / Math.sqrt(covariance(0, 0) * covariance(1, 1))],
    ['kappa *', (accuracy - chance) / (1 - chance)],
    ...byLabel.flatMap(({ label, ...of }) =>
      (['precision', 'recall', 'f1'] as const).map((name) => [`${name} ${label}`, of[name]] as const),
    ),
  ]);
  const confusion = new Map<string, number>();
  for (const [target, answer] of pairs) {
    const cell = `${target} > ${answer ?? ''}`;
    confusion.set(cell, (confusion.get(cell) ?? 0) + 1);
  }
  return { figures, confusion };
}

/** The mean over samples of the share of all choices of `k` answers of which `isMet` holds; by choosing them all. */
export function recomputePass(
  marks: readonly (readonly boolean[])[],
  k: number,
  isMet: (chosen: boolean[]) => boolean,
) {
  const shares = marks.map((answers) => {
    const choices = chosenFrom(answers, k);
    return choices.filter(isMet).length / choices.length;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function chosenFrom<T>([first, ...rest]: readonly T[], k: number): T[][] {
  if (k === 0) return [[]];
  if (first === undefined) return [];
  return [...chosenFrom(rest, k - 1).map((chosen) => [first, ...chosen]), ...chosenFrom(rest, k)];
}
