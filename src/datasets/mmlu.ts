import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { about } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import { readCsv } from './csv.ts';
import type { Dataset, RawSample } from './define.ts';

/**
 * A split of a folder in the layout that MMLU was published in: `test/<subject>_test.csv`, `dev/<subject>_dev.csv`, six
 * columns (question, four options, answer), with a header line or without, answers all A–D or all 0–3. Undefined where
 * the folder has no such files. Throws a UserError for a subject that is not there.
 */
export async function findMmlu(
  name: string,
  folder: string,
  split: string,
  subjects: readonly string[] | undefined,
): Promise<Dataset | undefined> {
  const ending = `_${split}.csv`;
  const names = await readdir(join(folder, split)).catch(() => []);
  const present = names.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
  if (present.length === 0) return undefined;

  const unknown = subjects?.find((subject) => !present.includes(subject));
  if (unknown !== undefined)
    throw new UserError(`no subject "${unknown}" in ${name}${hint(unknown, present)}`, about('subjects'));

  const files = [...(subjects ?? present.sort())].map((subject) => join(folder, split, subject + ending));
  return {
    name,
    files,
    group: 'subject',
    categoryOf: (subject) => categories.get(subject) ?? null,
    async *read() {
      for (const file of files) yield* readSubject(file, basename(file).slice(0, -ending.length));
    },
  };
}

async function* readSubject(path: string, subject: string): AsyncGenerator<RawSample> {
  let row = 0;
  let letters: boolean | undefined;
  for await (const { record, line } of readCsv<string[]>(path)) {
    if (line === 1 && isHeader(record)) continue;
    const at = `${path}:${line}`;
    const [input, ...rest] = record;
    const answer = rest.pop()?.trim() ?? '';
    if (record.length !== 6 || !/^[A-Da-d0-3]$/.test(answer)) {
      throw new UserError(`${at}: not a row of MMLU: question, four options, and an answer A–D or 0–3`);
    }
    const isLetter = /^[A-D]$/i.test(answer);
    letters ??= isLetter;
    if (isLetter !== letters) throw new UserError(`${at}: answers A–D and 0–3 in one file; use one of them`);

    row += 1;
    const target = isLetter ? answer.toUpperCase() : 'ABCD'.charAt(Number(answer));
    yield { at, values: { id: `${subject}/${row}`, input, choices: rest, target, subject } };
  }
}

const isHeader = (record: readonly string[]): boolean =>
  record[0]?.trim().toLowerCase() === 'question' && record.at(-1)?.trim().toLowerCase() === 'answer';

/** The official map of subjects to categories: `categories.py` of https://github.com/hendrycks/test */
const categories = new Map(
  Object.entries({
    STEM: `abstract_algebra astronomy college_biology college_chemistry college_computer_science college_mathematics
      college_physics computer_security conceptual_physics electrical_engineering elementary_mathematics
      high_school_biology high_school_chemistry high_school_computer_science high_school_mathematics
      high_school_physics high_school_statistics machine_learning`,
    humanities: `formal_logic high_school_european_history high_school_us_history high_school_world_history
      international_law jurisprudence logical_fallacies moral_disputes moral_scenarios philosophy prehistory
      professional_law world_religions`,
    'social sciences': `econometrics high_school_geography high_school_government_and_politics
      high_school_macroeconomics high_school_microeconomics high_school_psychology human_sexuality
      professional_psychology public_relations security_studies sociology us_foreign_policy`,
    other: `anatomy business_ethics clinical_knowledge college_medicine global_facts human_aging management marketing
      medical_genetics miscellaneous nutrition professional_accounting professional_medicine virology`,
  }).flatMap(([category, subjects]) => subjects.split(/\s+/).map((subject) => [subject, category] as const)),
);
