import type { z } from 'zod';
import type { Question } from '../domain/sample.ts';
import type { Judgement } from '../domain/task.ts';

/** A way to judge an answer by the sample alone. It never sees a model, a price or a file. */
export interface Grader<Options = unknown> {
  readonly name: string;
  readonly summary: string;
  /** Raised when the same answer may be judged otherwise than before. */
  readonly version: number;
  readonly options: z.ZodObject & z.ZodType<Options>;
  /** True when every value is 0 or 1. */
  readonly binary: boolean;
  /** True when it reads one thing out of the answer: an answer cut off by its token limit is then worth 0. */
  readonly extracts: boolean;
  /** Names of the values beside the first. */
  parts?(options: Options): readonly string[];
  /** Says why it could not judge any answer to this sample, or nothing. */
  check?(sample: Question, options: Options): string | undefined;
  /** `answer` is trimmed and free of reasoning; it may be empty or any Unicode. */
  grade(input: { readonly sample: Question; readonly answer: string; readonly options: Options }): Judgement;
}

/** Keeps the type of the options between a grader's schema and its functions. */
export const defineGrader = <Shape extends z.ZodRawShape>(
  grader: Grader<z.infer<z.ZodObject<Shape>>> & { options: z.ZodObject<Shape> },
): Grader => grader as Grader;

export const right = (extracted: string, explanation: string): Judgement => scored(1, explanation, { extracted });

export const wrong = (extracted: string, explanation: string): Judgement => scored(0, explanation, { extracted });

export const unparsed = (explanation: string): Judgement => ({
  state: 'unparsed',
  value: 0,
  extracted: null,
  explanation,
  parts: {},
});

/** `value` and parts: 0…1. */
export const scored = (
  value: number,
  explanation: string,
  { extracted = null, parts = {} }: { extracted?: string | null; parts?: Readonly<Record<string, number>> } = {},
): Judgement => ({ state: 'scored', value, extracted, explanation, parts });
