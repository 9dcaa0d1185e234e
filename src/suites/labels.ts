import { relative, resolve } from 'node:path';
import { readLabelRows } from '../datasets/label-file.ts';
import { messageOf, UserError } from '../domain/errors.ts';
import { isBaselineFirst } from '../domain/keys.ts';
import type { GraderSpec, HumanLabel, HumanLabels, Suite, TaskSpec } from '../domain/suite.ts';
import type { Choice } from '../graders/define.ts';
import { graders } from '../graders/index.ts';
import { fold } from '../lib/fold.ts';
import { PATH } from '../lib/path.ts';
import { hint } from '../lib/suggest.ts';
import { placesOf } from './places.ts';
import type { SuiteSource } from './source.ts';

/** What people may say of an answer: a level's name, or which of two answers is better. */
export const PAIR_WORDS: readonly string[] = ['first', 'tie', 'second'];

type Labelled = Pick<GraderSpec, 'grader' | 'options'>;

/** What people choose from who label answers for a grader, the worst first; empty where nobody is asked to. */
export const levelsOf = ({ grader, options }: Labelled): readonly Choice[] =>
  [...(graders.find(({ name }) => name === grader)?.levels?.(options) ?? [])].sort((a, b) => a.value - b.value);

export const isPairwise = ({ options }: Labelled): boolean => options['pairwise'] === true;

/** A file of labels, read. */
interface ReadLabels {
  readonly labels: HumanLabels;
  /** Rows that nobody filled in. */
  readonly empty: number;
}

const MOST_PROBLEMS = 10;

/** Reads what people said of a grader's answers. Throws one UserError that lists what is wrong, each with its line. */
export async function readLabels(path: string, spec: Labelled): Promise<ReadLabels> {
  const levels = levelsOf(spec);
  const answers = new Map<string, HumanLabel>();
  const problems: string[] = [];
  let empty = 0;
  for await (const { at, id, label, label_2 } of readLabelRows(path)) {
    if (label === '') {
      empty += 1;
      continue;
    }
    const [value, value_2] = [label, label_2].map((text) =>
      worthOfLabel(text, { id, levels, isPair: isPairwise(spec) }),
    );
    const before = answers.get(id);
    if (!ID.test(id)) problems.push(`${at}: "${excerpt(id)}" is no id of a sheet; ids stay as they were printed`);
    else if (value === undefined) problems.push(`${at}: ${noLevel(label, spec)}`);
    else if (value_2 === undefined && label_2 !== '') problems.push(`${at}: ${noLevel(label_2, spec)}`);
    else if (before && isOther(before, { value, value_2 })) problems.push(`${at}: a second, different label of ${id}`);
    else answers.set(id, { ...before, id, value, ...(value_2 !== undefined && { value_2 }) });
  }
  if (problems.length > 0) throw new UserError(shortened(problems).join('\n'));
  return { labels: { levels, answers: [...answers.values()] }, empty };
}

/** True where a label contradicts one of before by the same person. */
const isOther = (before: HumanLabel, now: { readonly value: number; readonly value_2: number | undefined }): boolean =>
  before.value !== now.value ||
  (before.value_2 !== undefined && now.value_2 !== undefined && before.value_2 !== now.value_2);

const ID = /^a[0-9a-f]{15}$/;

interface Reading {
  readonly id: string;
  readonly levels: readonly Choice[];
  readonly isPair: boolean;
}

/** What a label is worth to the answer, 0…1; undefined where it is none. */
function worthOfLabel(text: string, { id, levels, isPair }: Reading): number | undefined {
  const word = fold(text);
  if (isPair) return worthInPair(word, isBaselineFirst(id));
  return levels.find(({ name }) => fold(name) === word)?.value ?? shareOf(text, levels);
}

function worthInPair(word: string, isSwapped: boolean): number | undefined {
  const place = PAIR_WORDS.indexOf(word);
  if (place < 0) return undefined;
  const forFirst = 1 - place / 2;
  return isSwapped ? 1 - forFirst : forFirst;
}

/** Two digits after the point, so that numbers can be counted like levels. */
const SHARE = /^(?:0?[.,]\d{1,2}|[01](?:[.,]0{1,2})?|0)$/;
const PLAIN_SHARE = /^0?[.,]\d+$/;

function shareOf(text: string, levels: readonly Choice[]): number | undefined {
  const share = Number(text.replace(',', '.'));
  if (SHARE.test(text)) return share;
  return PLAIN_SHARE.test(text) && levels.some(({ value }) => value === share) ? share : undefined;
}

function noLevel(text: string, spec: Labelled): string {
  const said = excerpt(text);
  if (isPairwise(spec)) return `"${said}" is none of ${PAIR_WORDS.join(', ')}`;
  const names = levelsOf(spec).map(({ name }) => name);
  return `"${said}" is no level of the rubric, nor a number 0…1 with two digits${hint(said, names)}`;
}

const LONGEST_SHOWN = 80;

/** The beginning of a cell: a file that is no sheet may hold a book in one. */
const excerpt = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN).replace(/[\uD800-\uDBFF]$/, '')}…` : text;

const shortened = (problems: readonly string[]): string[] =>
  problems.length > MOST_PROBLEMS
    ? [...problems.slice(0, MOST_PROBLEMS), `and ${problems.length - MOST_PROBLEMS} more`]
    : [...problems];

interface Around {
  readonly source: SuiteSource;
  readonly directory: string;
}

/** The suite with the labels that its graders name. Throws one UserError that lists what is wrong with them. */
export async function withLabels(suite: Suite, { source, directory }: Around): Promise<Suite> {
  const problems: string[] = [];
  const tasks: TaskSpec[] = [];
  for (const task of suite.tasks) {
    const grade: GraderSpec[] = [];
    for (const [index, spec] of task.grade.entries()) {
      const file = levelsOf(spec).length > 0 ? spec.options['labels'] : undefined;
      if (typeof file !== 'string') {
        grade.push(spec);
        continue;
      }
      try {
        grade.push({ ...spec, labels: (await readLabels(pathOf(file, directory), spec)).labels });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        problems.push(`${placeOf(task, index, spec, source)}${messageOf(error)}`);
      }
    }
    tasks.push({ ...task, grade });
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return { ...suite, tasks };
}

function pathOf(file: string, directory: string): string {
  if (!PATH.test(file)) throw new UserError(`"${file}" is no path: write ./${file}`);
  return relative('', resolve(directory, file)) || '.';
}

function placeOf(task: TaskSpec, index: number, { grader }: GraderSpec, source: SuiteSource): string {
  const at = placesOf(task, source);
  const inputs = (source.value as { tasks: { name: string; grade: unknown }[] }).tasks;
  const isList = Array.isArray(inputs.find(({ name }) => name.trim() === task.name)?.grade);
  return at(['grade', ...(isList ? [index] : []), grader, 'labels']);
}
