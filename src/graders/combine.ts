import { z } from 'zod';
import type { Question } from '../domain/sample.ts';
import type { Judgement } from '../domain/task.ts';
import { defineGrader, type Grader, type GraderInput, scored, unparsed } from './define.ts';

/** A grader as a suite writes it: its name, or its name with options; among weighted ones also with its weight. */
type Entry = string | Readonly<Record<string, unknown>>;

/**
 * The graders that combine others, themselves included: of the others' values `all` takes the least, `any` the greatest, and
 * `weighted` the mean. A grader that waits for something else than the answer cannot be combined.
 */
export function combinations(others: readonly Grader[], waiting: readonly string[] = []): Grader[] {
  const known: Grader[] = [...others];
  const entry = z.lazy(() => entrySchema(known, waiting)).meta({ id: 'combined_grader' });
  const weighed = z.lazy(() => weighedSchema(known, waiting)).meta({ id: 'weighted_grader' });
  const combiner = combinerOf(known);

  known.push(
    combiner({
      name: 'all',
      summary: 'the least value of several graders: right where all are',
      entry,
      binary: true,
      combine: (parts) => Math.min(...parts.map(({ value }) => value)),
    }),
    combiner({
      name: 'any',
      summary: 'the greatest value of several graders: right where one is',
      entry,
      binary: true,
      combine: (parts) => Math.max(...parts.map(({ value }) => value)),
    }),
    combiner({
      name: 'weighted',
      summary: 'the mean of several graders’ values, each with its weight',
      entry: weighed,
      binary: false,
      combine(parts) {
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        const mean = sum(parts.map(({ weight, value }) => weight * value)) / sum(parts.map(({ weight }) => weight));
        return Math.min(1, mean);
      },
    }),
  );
  return known.slice(others.length);
}

interface Combination {
  readonly name: string;
  readonly summary: string;
  readonly entry: z.ZodType<Entry>;
  /** True when the value is 0 or 1 wherever those of the parts are. */
  readonly binary: boolean;
  combine(parts: readonly { readonly value: number; readonly weight: number }[]): number;
}

const combinerOf =
  (known: readonly Grader[]) =>
  ({ name, summary, entry, binary, combine }: Combination): Grader =>
    defineGrader({
      name,
      summary,
      version: 1,
      options: z.strictObject({ of: z.array(entry).min(1) }),
      binary,
      isBinary: ({ of }) => binary && partsOf(of, known).every((part) => isBinary(part)),
      extracts: false,
      hashed: ({ of }) => partsOf(of, known).map(hashed),

      check: (sample, { of }) =>
        partsOf(of, known)
          .map((part) => problemWith(part, sample))
          .find((problem) => problem !== undefined),

      grade({ options: { of }, ...input }) {
        const parts = partsOf(of, known);
        const judged = parts.map((part) => judge(part, input));
        const values = judged.flatMap(({ value }) => value ?? []);
        const words = judged.map(
          ({ value, explanation }, at) => `${parts[at]?.grader.name} ${shown(value)} (${explanation})`,
        );
        if (values.length < parts.length) return { ...unparsed(words.join(', ')), state: 'unscored', value: null };
        if (judged.every(({ state }) => state === 'unparsed')) return unparsed(words.join(', '));
        return scored(
          combine(values.map((value, at) => ({ value, weight: parts[at]?.weight ?? 1 }))),
          words.join(', '),
        );
      },
    });

const shown = (value: number | null): string => (value === null ? '–' : String(Number(value.toFixed(4))));

interface Part {
  readonly grader: Grader;
  readonly options: unknown;
  readonly weight: number;
}

const made = new WeakMap<readonly Entry[], readonly Part[]>();

/** The graders that a list names, with their options, found once. */
function partsOf(of: readonly Entry[], known: readonly Grader[]): readonly Part[] {
  const parts = made.get(of) ?? of.map((entry) => partOf(entry, known));
  made.set(of, parts);
  return parts;
}

function partOf(entry: Entry, known: readonly Grader[]): Part {
  const given = typeof entry === 'string' ? { [entry]: undefined } : entry;
  const grader = known.find(({ name }) => name in given) as Grader;
  const weight = typeof entry === 'string' ? 1 : Number(entry['weight'] ?? 1);
  return { grader, options: given[grader.name] ?? grader.options.parse({}), weight };
}

const isBinary = ({ grader, options }: Part): boolean => grader.isBinary?.(options) ?? grader.binary;

const problemWith = ({ grader, options }: Part, sample: Question): string | undefined =>
  grader.check?.(sample, options);

const hashed = ({ grader, options, weight }: Part): unknown => [
  grader.name,
  grader.version,
  grader.hashed?.(options) ?? options,
  weight,
];

/** As it would judge by itself: what extracts gives 0 for an answer that was cut off. */
function judge({ grader, options }: Part, input: Omit<GraderInput, 'options'>): Judgement {
  if (input.cut && grader.extracts && !grader.readsCut?.(options))
    return { ...unparsed('cut off by the token limit'), state: 'truncated' };
  return grader.grade({ ...input, options });
}

const withOptions = (known: readonly Grader[], waiting: readonly string[]) => ({
  ...Object.fromEntries(known.map(({ name, options }) => [name, options.exactOptional()])),
  ...Object.fromEntries(waiting.map((name) => [name, refused(WAITS(name)).exactOptional()])),
});

const WAITS = (name: string) => `${name} waits for something else than the answer: it cannot be combined`;

/** Nothing is allowed here, for a reason that the user is told in place of what kind of value it should be. */
const refused = (reason: string) =>
  z
    .unknown()
    .refine(() => false, reason)
    .meta({ not: {} });

const ONE = 'name one grader here';

/** Nobody needs more, and the sum of greater ones would be no number. */
const MOST_WEIGHT = 1_000_000;

const isOne = (entry: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(entry).filter(([key, value]) => key !== 'weight' && value !== undefined).length === 1;

function entrySchema(known: readonly Grader[], waiting: readonly string[]): z.ZodType<Entry> {
  return z.union([
    z.enum([...known.map(({ name }) => name), ...waiting]).superRefine((name, { addIssue }) => {
      const { error } = known.find((grader) => grader.name === name)?.options.safeParse({}) ?? {};
      const missing = error?.issues.map(({ path }) => path.join('.')).join(', ');
      if (waiting.includes(name)) addIssue(WAITS(name));
      if (missing) addIssue(`${name} needs ${missing}: { ${name}: { ${missing}: … } }`);
    }),
    z.strictObject(withOptions(known, waiting)).refine(isOne, ONE),
  ]);
}

const weighedSchema = (known: readonly Grader[], waiting: readonly string[]): z.ZodType<Entry> =>
  z.strictObject({ ...withOptions(known, waiting), weight: z.number().positive().max(MOST_WEIGHT) }).refine(isOne, ONE);
