import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Judgement, LateInput } from '../domain/task.ts';
import { harmless } from '../lib/harmless.ts';
import { type Hidden, hide, spellings, toHide } from '../lib/hide.ts';
import { LineProgram } from '../lib/line-program.ts';
import { environmentFor, keysAmong, programProblem } from '../lib/program.ts';
import { ProgramFailed } from '../lib/program-failed.ts';
import { defineLateGrader, scored, unscored } from './define.ts';

const LONGEST_EXPLANATION = 500;

const part = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a part’s name is lower-case letters, digits and _');

const shape = {
  command: z.array(z.string()).min(1).describe('the program and its arguments'),
  env: z.array(z.string()).optional().describe('variables that it sees beside PATH, HOME and LANG'),
  timeout_s: z.number().positive().max(604_800).default(30).describe('for one answer'),
  binary: z.boolean().default(false).describe('every value is 0 or 1'),
  parts: z
    .array(part)
    .default([])
    .refine((parts) => new Set(parts).size === parts.length, 'a part is named twice')
    .describe('further values that it gives, by name'),
};

type Options = z.infer<z.ZodObject<typeof shape>>;

/** A program of the team's own: a JSON line for each answer, a JSON line with its value. What it cannot judge is unscored. */
export const exec = defineLateGrader({
  name: 'exec',
  summary: 'a program of yours: a JSON line with the answer in, a JSON line with its value out; needs --allow-exec',
  version: 1,
  options: z.strictObject(shape),
  asides: ['timeout_s'],
  binary: false,
  isBinary: ({ binary }) => binary,
  extracts: false,
  asks: false,
  parts: ({ parts }) => parts,

  open(options, { env: all, directory, allowExec }) {
    const { command, env: listed = [], timeout_s } = options;
    const [name = ''] = command;
    if (!allowExec) throw new UserError(`exec runs the program ${name}; allow it with --allow-exec`);
    const env = environmentFor(listed, all);
    const problem = programProblem(name, directory, env['PATH']);
    if (problem) throw new UserError(`exec: ${problem}`);

    const program = new LineProgram({ command, directory, env, timeoutMs: timeout_s * 1000 });
    const secrets = toHide(keysAmong(listed, all).flatMap((key) => spellings(all[key] ?? '')));
    return {
      grade: (input) => gradeBy(program, { options, secrets, input }),
      close: () => program.close(),
    };
  },
});

interface Grading {
  readonly options: Options;
  readonly secrets: Hidden;
  readonly input: LateInput;
}

async function gradeBy(program: LineProgram, { options, secrets, input }: Grading): Promise<Judgement> {
  const { sample, answer, signal } = input;
  const asShown = (text: string) =>
    harmless(hide(text, secrets))
      .slice(0, LONGEST_EXPLANATION)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim();
  const line = JSON.stringify({ sample: asTold(sample), answer: answer.answer });
  try {
    const { value: said } = await program.ask(line, { read: reader(options), signal });
    if ('error' in said) return unscored(asShown(said.error) || 'the program gave no reason');
    const { value, explanation, parts } = said;
    return scored(value, asShown(explanation) || `${value}, the program says`, { parts });
  } catch (error) {
    if (error instanceof ProgramFailed) return unscored(asShown(error.message));
    throw error;
  }
}

/** A sample as a program sees it, by the names of a suite's fields. */
const asTold = ({ schema_version: _, sample: id, ...rest }: PlannedSample) => ({ id, ...rest });

const errorLine = z.strictObject({ error: z.string() });

/** Reads a program's reply. Throws ProgramFailed for what is none. */
function reader({ binary, parts }: Options) {
  const share = z.number().min(0).max(1);
  const further = z.strictObject(Object.fromEntries(parts.map((name) => [name, share])));
  const valueLine = z.strictObject({
    value: binary ? z.literal([0, 1]) : share,
    explanation: z.string().default(''),
    parts: parts.length === 0 ? further.default({}) : further,
  });
  return (line: string) => {
    const json = jsonOf(line);
    const isError = typeof json === 'object' && json !== null && 'error' in json;
    const { data, error } = (isError ? errorLine : valueLine).safeParse(json);
    if (data) return data;
    const [issue] = error.issues;
    const what = json === undefined ? 'not JSON' : `${issue?.path.join('.') || 'line'}: ${issue?.message}`;
    throw new ProgramFailed(`the program printed no judgement (${what}): ${line.slice(0, 100)}`);
  };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
