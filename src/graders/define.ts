import type { z } from 'zod';
import type { Question } from '../domain/sample.ts';
import type { Judgement, LateInput, Probe } from '../domain/task.ts';

/** What every grader says of itself. */
interface GraderPlug<Options> {
  readonly name: string;
  readonly summary: string;
  /** Raised when the same answer may be judged otherwise than before. */
  readonly version: number;
  readonly options: z.ZodObject & z.ZodType<Options>;
  /** True when every value is 0 or 1. */
  readonly binary: boolean;
  /** The same with these options, where they decide it. */
  isBinary?(options: Options): boolean;
  /** All that judgements depend on beside answer and target, where the options do not say it. */
  hashed?(options: Options): unknown;
  /** True when it reads one thing out of the answer: an answer cut off by its token limit is then worth 0. */
  readonly extracts: boolean;
  /** True where these options have it read such an answer all the same. */
  readsCut?(options: Options): boolean;
  /** Options that change no judgement, so that scores stay when they do. */
  readonly asides?: readonly string[];
  /** What people choose from who label answers for it, and what each is worth; absent where nobody is asked to. */
  levels?(options: Options): readonly Choice[];
  /** Names of the values beside the first. */
  parts?(options: Options, judges?: number): readonly string[];
  /** Those of them that are always 1 or 0, right or wrong. */
  readonly binaryParts?: readonly string[];
  /** Says why it could not judge any answer to this sample, or nothing. */
  check?(sample: Question, options: Options): string | undefined;
}

/** One of the words that people label answers with. */
export interface Choice {
  readonly name: string;
  /** 0…1 */
  readonly value: number;
}

/** A way to judge an answer by the sample alone. It never sees a model, a price or a file. */
export interface Grader<Options = unknown> extends GraderPlug<Options> {
  grade(input: GraderInput<Options>): Judgement;
}

export interface GraderInput<Options = unknown> {
  readonly sample: Question;
  /** Trimmed and free of reasoning; it may be empty or any Unicode. */
  readonly answer: string;
  readonly options: Options;
  /** True when the answer was cut off by its token limit; default false. */
  readonly cut?: boolean;
}

/** A way to judge an answer that waits for something else: a judge's verdict, a program of the user's. */
export interface LateGrader<Options = unknown> extends GraderPlug<Options> {
  /** True when it asks the suite's judges. */
  readonly asks: boolean;
  /** Throws a UserError for what can be known to fail before an answer is judged: a program that may not be run. */
  open(options: Options, world: GraderWorld): OpenGrader;
}

/** What a late grader may use of the world around it. */
export interface GraderWorld {
  /** The environment, `.env` included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the suite is: what relative paths start from. */
  readonly directory: string;
  readonly allowExec: boolean;
  /** The ids of the judges, an odd number; empty for graders that ask none. */
  readonly judges: readonly string[];
}

/** A late grader, ready to judge. */
export interface OpenGrader {
  /** `answer` and `beside` are trimmed and free of reasoning. Rejects with what `ask` rejects with, and with the signal's reason. */
  grade(input: LateInput): Promise<Judgement>;
  /** The model whose answers are shown beside. */
  readonly baseline?: string;
  readonly probes?: readonly Probe[];
  close?(): Promise<void>;
}

export type AnyGrader = Grader | LateGrader;

export const isLateGrader = (grader: AnyGrader): grader is LateGrader => 'open' in grader;

/** Keeps the type of the options between a late grader's schema and its functions. */
export const defineLateGrader = <Shape extends z.ZodRawShape>(
  grader: LateGrader<z.infer<z.ZodObject<Shape>>> & { options: z.ZodObject<Shape> },
): LateGrader => grader as LateGrader;

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

/** The grader itself gave nothing: the answer leaves n. */
export const unscored = (explanation: string): Judgement => ({
  state: 'unscored',
  value: null,
  extracted: null,
  explanation,
  parts: {},
});
