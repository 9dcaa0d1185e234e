import type { Estimate } from '../domain/estimate.ts';
import type { Calibration, Corrected } from '../domain/judged.ts';
import type { Columns } from './csv-lines.ts';

interface Figure {
  readonly name: string;
  readonly title: string;
  readonly estimate: Estimate;
  /** True for 0…1, shown in per cent. */
  readonly isShare: boolean;
}

/** What says how far a judge can be trusted, as far as it is known. */
export function trustOf({
  agreement,
  kappa,
  sensitivity,
  specificity,
  youden,
  position,
  people,
}: Calibration): Figure[] {
  const share = (name: string, title: string, estimate: Estimate) => ({ name, title, estimate, isShare: true });
  const other = (name: string, title: string, estimate: Estimate) => ({ name, title, estimate, isShare: false });
  return [
    share('agreement', 'agreement with people', agreement),
    other('kappa', 'κ', kappa.plain),
    other('kappa_linear', 'κ, linear weights', kappa.linear),
    other('kappa_quadratic', 'κ, quadratic weights', kappa.quadratic),
    share('sensitivity', 'sensitivity: right answers called right', sensitivity),
    share('specificity', 'specificity: wrong answers called wrong', specificity),
    other('youden', 'Youden’s J', youden),
    ...(position
      ? [
          share('first_position', 'verdicts for the answer shown first', position.first),
          share('consistent', 'verdicts that outlast the swap', position.consistent),
        ]
      : []),
    ...(people
      ? [
          share('people_agreement', 'agreement of people with people', people.agreement),
          other('people_kappa', 'κ of people', people.kappa.plain),
          other('people_kappa_quadratic', 'κ of people, quadratic weights', people.kappa.quadratic),
        ]
      : []),
  ];
}

interface FigureRow {
  readonly figure: string;
  readonly of: string;
  readonly estimate: Estimate;
  readonly clipped: boolean | null;
}

export const figureColumns: Columns<FigureRow> = {
  figure: ({ figure }) => figure,
  of: ({ of }) => of,
  value: ({ estimate }) => estimate.value,
  ci_low: ({ estimate }) => estimate.low,
  ci_high: ({ estimate }) => estimate.high,
  n: ({ estimate }) => estimate.n,
  clipped: ({ clipped }) => clipped,
};

/** Every figure in a row of its own; `of` says of which model, or of which answers. */
export function figuresOf({ calibration }: { readonly calibration: Calibration }): FigureRow[] {
  const { by_length, models, grades, confusion, n } = calibration;
  const plain = (figure: string, of: string, estimate: Estimate) => ({ figure, of, estimate, clipped: null });
  const nameOf = (place: number) => grades[place]?.name ?? String(grades[place]?.value);
  return [
    ...trustOf(calibration).map(({ name, estimate }) => plain(name, '*', estimate)),
    ...confusion.flatMap((row, people) =>
      row.map((value, judge) =>
        plain('confusion', `people ${nameOf(people)}, judge ${nameOf(judge)}`, { value, low: null, high: null, n }),
      ),
    ),
    ...by_length.map(({ most_chars, excess }) => plain('judge_minus_people', `up to ${most_chars} characters`, excess)),
    ...models.flatMap(({ model, judged, by_labels, right }) => [
      plain('judged', model, judged),
      { ...plain('by_labels', model, by_labels), clipped: clippedOf(by_labels) },
      { ...plain('right', model, right), clipped: clippedOf(right) },
    ]),
  ];
}

const clippedOf = ({ value, clipped }: Corrected): boolean | null => (value === null ? null : clipped);
