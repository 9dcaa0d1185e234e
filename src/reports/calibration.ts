import type { Estimate } from '../domain/estimate.ts';
import { type CalibratedModel, type Calibration, LEAST_YOUDEN } from '../domain/judged.ts';
import { count } from '../lib/format.ts';
import { jsonText } from '../lib/json-text.ts';
import { figureColumns, figuresOf, trustOf } from './calibration-figures.ts';
import { coefficient, two } from './calibration-words.ts';
import { csvLines } from './csv-lines.ts';
import { forMarkdown } from './escape.ts';
import { markdownTable } from './markdown.ts';
import type { Table } from './table.ts';
import { type Screen, terminalPage } from './terminal.ts';
import { withInterval } from './words.ts';

/** A run's judge set against the people of one file. */
export interface Calibrated {
  readonly run_id: string;
  readonly task: string;
  readonly grader: string;
  /** The ids of the judges. */
  readonly judges: readonly string[];
  readonly calibration: Calibration;
  /** Rows of the file that nobody filled in. */
  readonly empty: number;
}

type Write = (calibrated: Calibrated, screen: Screen) => Iterable<string> | AsyncIterable<string>;

/** The ways to write it, by name. */
export const calibrationFormats: Readonly<Record<string, Write>> = {
  terminal: (one, screen) => terminalPage(tablesOf(one), notesOf(one), screen),
  markdown: function* (one) {
    yield `# ${forMarkdown(`${one.grader} on ${one.task}`)}\n\nRun \`${one.run_id}\`.\n`;
    for (const table of tablesOf(one)) {
      yield `\n## ${forMarkdown(table.title)}\n\n${forMarkdown(table.protocol)}\n\n${markdownTable(table)}`;
    }
    yield `\n## Notes\n\n${notesOf(one)
      .map((note) => `- ${forMarkdown(note)}\n`)
      .join('')}`;
  },
  csv: (one) => csvLines(figureColumns, figuresOf(one)),
  json: (one) => [jsonText(one)],
};

const tablesOf = (one: Calibrated): Table[] => [
  trustTable(one),
  confusionTable(one.calibration),
  ...(one.calibration.by_length.length > 1 ? [lengthTable(one.calibration)] : []),
  modelTable(one.calibration),
];

function trustTable({ task, grader, judges, calibration }: Calibrated): Table {
  const figures = trustOf(calibration).map(({ title, estimate, isShare }) => [
    title,
    isShare ? withInterval(estimate) : coefficient(estimate),
    estimate.n.toLocaleString('en-US'),
  ]);
  return {
    title: `${grader} on ${task}`,
    protocol: `${judges.join(', ')} against ${count(calibration.n, 'human label')}; right is a value of ${calibration.right_from} or more`,
    columns: [
      { title: 'Figure', align: 'left' },
      { title: 'Value [95 % CI]', align: 'right' },
      { title: 'n', align: 'right' },
    ],
    rows: figures,
  };
}

function confusionTable({ grades, confusion }: Calibration): Table {
  const names = grades.map(({ name, value }) => (name === null ? String(value) : `${name} (${value})`));
  return {
    title: 'What people said, and what the judge did',
    protocol: 'a row for what people said, a column for what the judge did',
    columns: [{ title: 'People', align: 'left' }, ...names.map((title) => ({ title, align: 'right' as const }))],
    rows: confusion.map((row, place) => [names[place] ?? '', ...row.map(String)]),
  };
}

function lengthTable({ by_length }: Calibration): Table {
  return {
    title: 'By length of the answer',
    protocol:
      'what the judge gives more than people do, in points of 1; a judge that likes length gives long answers more',
    columns: [
      { title: 'Characters', align: 'left' },
      { title: 'Judge − people [95 % CI]', align: 'right' },
      { title: 'n', align: 'right' },
    ],
    rows: by_length.map(({ most_chars, excess }) => [
      `up to ${most_chars.toLocaleString('en-US')}`,
      coefficient(excess),
      String(excess.n),
    ]),
  };
}

function modelTable({ models }: Calibration): Table {
  const clipped = (of: { readonly clipped: boolean }) => (of.clipped ? ' (clipped)' : '');
  return {
    title: 'Quality as people would see it',
    protocol:
      'PPI++: by the labels of the model’s own answers; Rogan–Gladen: the share of right answers, by sensitivity and specificity',
    columns: [
      { title: 'Model', align: 'left' },
      { title: 'Judged [95 % CI]', align: 'right' },
      { title: 'By labels, PPI++', align: 'right' },
      { title: 'Right, Rogan–Gladen', align: 'right' },
      { title: 'Labels', align: 'right' },
      { title: 'n', align: 'right' },
    ],
    rows: models.map(({ model, labels, judged, by_labels, right }: CalibratedModel) => [
      model,
      withInterval(judged),
      `${withInterval(by_labels)}${clipped(by_labels)}`,
      `${withInterval(right)}${clipped(right)}`,
      String(labels),
      judged.n.toLocaleString('en-US'),
    ]),
  };
}

/** What must be read with the figures. */
function notesOf({ calibration, empty, run_id }: Calibrated): string[] {
  const { unknown, unjudged, youden, models } = calibration;
  const few = models.filter(({ labels }) => labels < FEW).map(({ model, labels }) => `${model} (${labels})`);
  return [
    ...(empty > 0 ? [`${count(empty, 'row')} of the file without a label, passed over.`] : []),
    ...(unknown > 0 ? [`${count(unknown, 'label')} of answers that are not in ${run_id}, passed over.`] : []),
    ...(unjudged > 0 ? [`${count(unjudged, 'label')} of answers that the judge gave no value, passed over.`] : []),
    ...refusal(youden),
    ...(few.length > 0 ? [`Few labels, wide intervals: ${few.join(', ')}.`] : []),
  ];
}

/** Below, an interval by labels says little. */
const FEW = 20;

/** Why nothing is corrected by the judge's rates, where that is so. */
function refusal({ value }: Estimate): string[] {
  if (value === null)
    return ['Not corrected by sensitivity and specificity: people called all answers right, or all wrong.'];
  if (value > LEAST_YOUDEN) return [];
  return [
    `Not corrected by sensitivity and specificity: J is ${two(value)}, and a judge at 0.20 or less is too near to a coin. Quality by labels holds all the same.`,
  ];
}
