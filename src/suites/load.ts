import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, systemCode, UserError } from '../domain/errors.ts';
import type { Suite } from '../domain/suite.ts';
import { decodeUtf8, NOT_UTF8 } from '../lib/utf8.ts';
import { catalogueProblems } from './catalogue-names.ts';
import { describeIssues } from './issues.ts';
import { judgeInputs } from './judges.ts';
import { withLabels } from './labels.ts';
import { type Overrides, resolveSuite } from './resolve.ts';
import { suiteSchema } from './schema.ts';
import { parseSuiteSource, type SuiteSource } from './source.ts';

/** A suite, checked by itself: not yet its datasets, prompts and programs. */
export interface LoadedSuite {
  readonly suite: Suite;
  readonly source: SuiteSource;
  /** `file:line:column` of the model with this id. */
  placeOfModel(id: string): string;
  /** What its relative paths start from. */
  readonly directory: string;
}

/**
 * Reads a suite, checks every key and fills in every default. Throws one UserError that lists all problems, each with
 * file, line and column.
 */
export async function loadSuite(path: string, overrides: Overrides = {}): Promise<LoadedSuite> {
  const source = parseSuiteSource(await readText(path), path);
  const { success, data, error } = suiteSchema.safeParse(source.value);
  if (!success) throw new UserError(describeIssues(error.issues, source).join('\n'));
  const [ids, judges] = [data.models, judgeInputs(data)].map((models) =>
    models.map((model) => (typeof model === 'string' ? model : (model.id ?? model.model))),
  ) as [string[], string[]];
  const suite = resolveSuite(data, source, overrides, await catalogueProblems(data, source));
  const directory = dirname(path);
  return {
    suite: await withLabels(suite, { source, directory }),
    source,
    placeOfModel: (id) =>
      source.at(judges.includes(id) ? ['roles', 'judge', judges.indexOf(id)] : ['models', ids.indexOf(id)]),
    directory,
  };
}

export async function readText(path: string): Promise<string> {
  try {
    return decodeUtf8(await readFile(path));
  } catch (error) {
    throw new UserError(`${path}: ${whyNot[systemCode(error) ?? ''] ?? messageOf(error)}`);
  }
}

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder; name the suite’s file',
  [NOT_UTF8]: 'is not UTF-8; save it as UTF-8',
};
