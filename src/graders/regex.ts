import { createContext, Script } from 'node:vm';
import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { normalized } from '../lib/fold.ts';
import { defineGrader, right, scored, unparsed, unscored, wrong } from './define.ts';

/** What a pattern may take for one answer. A sound one takes microseconds; the rest is room for a busy machine. */
const LIMIT_MS = 200;

/**
 * Right when the pattern matches somewhere in the answer; with `group`, when what that group holds in the first match is the
 * target. A pattern that takes too long leaves its answer unscored: the fault is not the model's.
 */
export const regex = defineGrader({
  name: 'regex',
  summary: 'looks for a pattern in the answer, or compares what it captures with the target',
  version: 1,
  options: z
    .strictObject({
      pattern: z
        .string()
        .min(1)
        .superRefine((pattern, { addIssue }) => {
          const problem = problemOf(pattern);
          if (problem !== undefined) addIssue(problem);
        })
        .describe('a regular expression of JavaScript, in Unicode mode'),
      flags: z
        .string()
        .regex(/^(?!.*(.).*\1)[ims]*$/, 'flags are i, m and s, each once')
        .describe('i: in any case; m: ^ and $ at every line; s: the dot takes line ends too; default none')
        .default(''),
      group: z
        .union([z.int().min(0), z.string().min(1)])
        .describe('number or name of the group that must be the target; 0 is the whole match')
        .exactOptional(),
    })
    .refine(({ pattern, group }) => problemOf(pattern) !== undefined || hasGroup(pattern, group), {
      message: 'the pattern has no such group',
      path: ['group'],
    }),
  binary: true,
  extracts: true,

  check: (sample, { group }) =>
    group !== undefined && targetsOf(sample).some((target) => target.trim() === '')
      ? 'its target is empty: a group that holds nothing would be right'
      : undefined,

  grade({ sample, answer, options: { pattern, flags, group } }) {
    const match = execWithin(LIMIT_MS, compiled(pattern, flags), answer);
    if (typeof match === 'string') return unscored(match);
    if (group === undefined)
      return scored(match ? 1 : 0, match ? 'the pattern matches' : 'the pattern does not match', {
        extracted: match?.[0] ?? null,
      });

    const captured = typeof group === 'number' ? match?.[group] : match?.groups?.[group];
    if (captured === undefined)
      return unparsed(match ? 'the group took no part in the match' : 'the pattern does not match');
    const said = comparable(captured);
    const same = targetsOf(sample).some((target) => comparable(target) === said);
    return same ? right(captured, 'the group holds the target') : wrong(captured, 'the group holds another text');
  },
});

const comparable = (text: string): string => normalized(text, 'NFC').trim();

function problemOf(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return `not a regular expression: ${(error as SyntaxError).message.replace(/^.*\/u?: /s, '')}`;
  }
}

/** Beside nothing, which always matches, a pattern still tells its groups. */
function hasGroup(pattern: string, group: number | string | undefined): boolean {
  const groups = new RegExp(`${pattern}|`, 'u').exec('') as RegExpExecArray;
  if (typeof group === 'string') return group in (groups.groups ?? {});
  return group === undefined || group < groups.length;
}

const made = new Map<string, RegExp>();

function compiled(pattern: string, flags: string): RegExp {
  const key = `${flags}/${pattern}`;
  const regex = made.get(key) ?? new RegExp(pattern, `${flags}u`);
  made.set(key, regex);
  return regex;
}

/** Made with the first answer: who asks for no patterns need not wait for it. */
let room: { regex?: RegExp; text?: string } | undefined;
const exec = new Script('regex.exec(text)');

/**
 * The first match, null without one, or why there is no telling. A pattern that backtracks for ever can only be stopped from
 * outside: node:vm does, for some 60 µs a call.
 */
function execWithin(timeout: number, regex: RegExp, text: string): RegExpExecArray | null | string {
  room ??= createContext({});
  Object.assign(room, { regex, text });
  try {
    return exec.runInContext(room, { timeout }) as RegExpExecArray | null;
  } catch (error) {
    // The only other way to fail is a RangeError: so many ways back that V8 has no room for them.
    return (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      ? `the pattern took more than ${timeout} ms on this answer`
      : 'the pattern takes too much memory on this answer';
  }
}
