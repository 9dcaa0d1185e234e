import { digest, sealed, sha256 } from '../lib/hash.ts';
import type { Answered, Judging, Role } from './outcome.ts';
import type { Prompt, Sample } from './sample.ts';

const keyOf = (parts: readonly unknown[]): string => sha256(JSON.stringify(parts)).slice(0, 32);

/** Which trial: one sample, to one model, once. 32 hex digits. */
export const trialKey = (model: string, task: string, sample: string, epoch: number): string =>
  keyOf(['answer', model, task, sample, epoch]);

interface JudgedTrial extends Judging {
  readonly role: Role;
  /** The judge's id. */
  readonly model: string;
  readonly task: string;
  readonly sample: string;
  readonly epoch: number;
}

/** Which call of a judge: on which answers, by which grader, for which try. 32 hex digits. */
export const judgeKey = ({ role, model, task, sample, epoch, grader, of, attempt }: JudgedTrial): string =>
  keyOf([role, model, task, sample, epoch, grader, of, attempt]);

/** All that could change an answer: the model's identity (a digest, settings included), the messages, the epoch. */
export const generationKey = (identity: string, messages: Prompt, epoch: number): string =>
  keyOf([identity, messages.map(({ role, content }) => [role, content]), epoch]);

interface JudgeAsked {
  /** The judge's identity. */
  readonly identity: string;
  /** With a fixed word for the delimiter, which differs from call to call. */
  readonly messages: Prompt;
  readonly response_schema?: Readonly<Record<string, unknown>> | undefined;
  readonly epoch: number;
}

/** All that could change a verdict. */
export const verdictKey = ({ identity, messages, response_schema = {}, epoch }: JudgeAsked): string =>
  generationKey(digest({ identity, response_schema }), messages, epoch);

/** What marks off data in one call's messages: nobody can guess it without the salt, and a resumed run has the same. */
export const delimiterOf = (salt: string, key: string): string => sealed(salt, key).slice(0, 16);

/**
 * What a label of an answer is kept under, so that it belongs to that very answer, and no model can be told from it: 16 hex
 * digits. The first is a letter, since spreadsheets take `1234e5…` for a number.
 */
export const labelId = ({ key, answer }: Pick<Answered, 'key' | 'answer'>): string =>
  `a${keyOf(['label', key, answer]).slice(0, 15)}`;

/** True where a pair is shown with the baseline's answer first; it follows from the id, as if by chance. */
export const isBaselineFirst = (id: string): boolean => Number.parseInt(id.at(-1) ?? '0', 16) % 2 === 1;

/** The digest of what a sample's answers are graded against. */
export const targetDigest = ({ target, choices }: Pick<Sample, 'target' | 'choices'>): string =>
  keyOf([target, choices]);

/** The digest of a grader with its options. */
export const graderDigest = (grader: string, version: number, options: unknown): string =>
  digest({ grader, version, options });

/** All that could change a score: which trial, its answer and how it ended, the target's digest, the grader's. */
export const scoreKey = (
  { key, answer, finish_reason }: Pick<Answered, 'key' | 'answer' | 'finish_reason'>,
  target: string,
  grader: string,
): string => keyOf([key, answer, finish_reason, target, grader]);

/** All that could change what a probe shows of a grader's judges. */
export const probeScoreKey = (task: string, probe: string, grader: string): string =>
  keyOf(['probe', task, probe, grader]);
