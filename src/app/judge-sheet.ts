import { isBaselineFirst, labelId, trialKey } from '../domain/keys.ts';
import { type Answered, isFailed } from '../domain/outcome.ts';
import { type PlannedSample, targetsOf } from '../domain/sample.ts';
import { finalText } from '../graders/grade-answer.ts';
import { jsonText } from '../lib/json-text.ts';
import { permutation, seededRandom } from '../lib/random.ts';
import { type Columns, csvLines } from '../reports/csv-lines.ts';
import { findRun } from '../results/folder.ts';
import { readManifest } from '../results/manifest.ts';
import { readOutcomes, readSamples } from '../results/read.ts';
import { isPairwise, levelsOf, PAIR_WORDS } from '../suites/labels.ts';
import { drawTrials } from './judging/draw-trials.ts';
import { findJudged, type JudgedChoice, type JudgedIn } from './judging/judged-grader.ts';

export interface SheetInput extends JudgedChoice {
  /** A folder, a run id, or `latest`. */
  readonly run: string;
  readonly results: string;
  /** How many answers, over all models. */
  readonly n: number;
  readonly seed: number;
  /** True for JSON in place of CSV. */
  readonly json?: boolean | undefined;
}

/** Answers for people to label, who can tell neither the models nor what the judge says. */
export interface Sheet {
  readonly run_id: string;
  readonly task: string;
  readonly grader: string;
  /** The words to label with. */
  readonly words: readonly string[];
  /** How many answers are in it, and how many were judged. */
  readonly drawn: number;
  readonly judged: number;
  /** Its text. */
  readonly pieces: Iterable<string> | AsyncIterable<string>;
}

/**
 * A random draw of a run's judged answers, equally many of each model and as far as possible on the same samples, so that a
 * difference of two models can be set right by them; the same seed draws the same. Throws a UserError for a run without a judge.
 */
export async function judgeSheet({ run, results, n, seed, json = false, ...choice }: SheetInput): Promise<Sheet> {
  const folder = await findRun(results, run);
  const manifest = await readManifest(folder);
  const judged = findJudged(manifest, choice);
  const { drawn, all } = await drawTrials(folder, manifest, { judged, n, seed });
  const rows = await rowsOf(folder, drawn, judged);
  const order = permutation(rows.length, seededRandom(seed, 'sheet'));
  const shuffled = [...order].map((place) => rows[place] as Row);
  const isPair = isPairwise(judged.spec);
  const shown = isPair ? pairColumns : columns;
  return {
    ...{ run_id: manifest.run_id, task: judged.task.name, grader: judged.spec.name, judged: all, drawn: rows.length },
    words: isPair ? PAIR_WORDS : levelsOf(judged.spec).map(({ name }) => name),
    pieces: json ? [jsonText(asObjects(shown, shuffled))] : withMark(csvLines(shown, shuffled, { hasLineEnds: true })),
  };
}

const asObjects = (shown: Columns<Row>, rows: readonly Row[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(shown).map(([title, cell]) => [title, cell(row)])));

/** Tells spreadsheets that it is UTF-8. */
async function* withMark(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  yield '\uFEFF';
  yield* pieces;
}

interface Row {
  readonly id: string;
  readonly question: string;
  readonly reference: string;
  readonly answer: string;
  readonly beside: string;
}

const columns: Columns<Row> = {
  id: ({ id }) => id,
  question: ({ question }) => question,
  reference: ({ reference }) => reference,
  answer: ({ answer }) => answer,
  label: () => null,
};

const pairColumns: Columns<Row> = {
  id: ({ id }) => id,
  question: ({ question }) => question,
  reference: ({ reference }) => reference,
  first: ({ id, answer, beside }) => (isBaselineFirst(id) ? beside : answer),
  second: ({ id, answer, beside }) => (isBaselineFirst(id) ? answer : beside),
  label: () => null,
};

async function rowsOf(folder: string, drawn: ReadonlySet<string>, { task, spec }: JudgedIn): Promise<Row[]> {
  const { answers, beside } = await readAnswers(folder, drawn, { task, spec });
  const samples = new Map<string, PlannedSample>();
  const asked = new Set([...answers.values()].map(({ sample }) => sample));
  for await (const sample of readSamples(folder)) {
    if (sample.task === task.name && asked.has(sample.sample)) samples.set(sample.sample, sample);
  }
  return [...answers.values()].flatMap((answer) => {
    const sample = samples.get(answer.sample);
    if (!sample) return [];
    return [
      {
        id: labelId(answer),
        question: questionOf(sample),
        reference: spec.options['reference'] === false ? '' : targetsOf(sample).join('\n'),
        answer: finalText(answer.answer),
        beside: finalText(beside.get(baselineKey(answer, spec)) ?? ''),
      },
    ];
  });
}

/** The answers drawn by their keys, and the texts of the baseline's answers to the same. */
async function readAnswers(
  folder: string,
  drawn: ReadonlySet<string>,
  { task, spec }: Pick<JudgedIn, 'task' | 'spec'>,
) {
  const answers = new Map<string, Answered>();
  const beside = new Map<string, string>();
  const baseline = isPairwise(spec) ? spec.options['baseline'] : undefined;
  const wanted = new Set<string>();
  for await (const outcome of readOutcomes(folder)) {
    if (outcome.role !== 'answer' || isFailed(outcome) || outcome.task !== task.name) continue;
    if (drawn.has(outcome.key)) {
      answers.set(outcome.key, outcome);
      wanted.add(baselineKey(outcome, spec));
    }
  }
  if (baseline === undefined) return { answers, beside };
  for await (const outcome of readOutcomes(folder)) {
    if (!isFailed(outcome) && wanted.has(outcome.key)) beside.set(outcome.key, outcome.answer);
  }
  return { answers, beside };
}

const baselineKey = ({ task, sample, epoch }: Answered, { options }: JudgedIn['spec']): string =>
  trialKey(String(options['baseline']), task, sample, epoch);

/** What the model was asked, without the words around it that are the system's. */
const questionOf = ({ messages }: PlannedSample): string =>
  messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content)
    .join('\n\n');
