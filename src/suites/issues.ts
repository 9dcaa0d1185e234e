import type { z } from 'zod';
import type { Path } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import { suiteJsonSchema } from './schema.ts';
import type { SuiteSource } from './source.ts';

/** What zod found, in words: `suite.yaml:12:5: tasks[0]: unknown key "shotz"; did you mean "shots"?` */
export const describeIssues = (
  issues: readonly z.core.$ZodIssue[],
  source: SuiteSource,
  kind: FileKind = { name: 'the suite', schema: suiteJsonSchema },
): string[] => issues.flatMap((issue) => describe(issue, [], { source, kind }));

interface FileKind {
  readonly name: string;
  /** The JSON Schema of the whole, whose keys are known. */
  schema(): object;
}

interface Whole {
  readonly source: SuiteSource;
  readonly kind: FileKind;
}

function describe(issue: z.core.$ZodIssue, above: Path, whole: Whole): string[] {
  const { source, kind } = whole;
  const place = (of: Path) => asText(of) || kind.name;
  const path = [...above, ...issue.path];
  const found = valueAt(source.value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const where = path.length === 0 ? '' : `${asText(path)}: `;
        const others = keysAt(kind.schema(), path).filter((other) => other !== key);
        return `${source.atKey([...path, key])}: ${where}unknown key "${key}"${hint(key, others)}`;
      });
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors, found);
      if (branch) return branch.flatMap((inner) => describe(inner, path, whole));
      return [`${source.at(path)}: ${place(path)}: ${wrongKind(kindsOf(issue.errors), found)}`];
    }
    case 'invalid_type':
      return [`${source.at(path)}: ${place(path)}: ${wrongKind([typeName(issue.expected)], found)}`];
    case 'invalid_value':
      return [`${source.at(path)}: ${place(path)}: ${unknownValue(issue, found)}`];
    default:
      return [`${source.at(path)}: ${place(path)}: ${issue.message}`];
  }
}

type Branches = readonly (readonly z.core.$ZodIssue[])[];

/** Of the alternatives, the one for values of this kind, be they text, a list or a mapping. */
function nearestBranch(branches: Branches, found: unknown): Branches[number] | undefined {
  const fitting = branches.filter((issues) => !issues.some((issue) => isForAnotherKind(issue, found)));
  const [best] = fitting.sort((a, b) => slipsIn(a) - slipsIn(b));
  return best;
}

/** Each key that a mapping does not have counts: they are all told in one issue. */
const slipsIn = (issues: Branches[number]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

function isForAnotherKind(issue: z.core.$ZodIssue, found: unknown): boolean {
  if (issue.path.length > 0) return false;
  switch (issue.code) {
    case 'invalid_type':
      return true;
    case 'invalid_value':
      return typeof found !== 'string';
    case 'invalid_union':
      return issue.errors.every((branch) => branch.some((inner) => isForAnotherKind(inner, found)));
    default:
      return false;
  }
}

/** The kinds that the alternatives are for. */
const kindsOf = (branches: Branches): string[] =>
  branches.flatMap(([issue]) => {
    switch (issue?.code) {
      case 'invalid_type':
        return [typeName(issue.expected)];
      case 'invalid_value':
        return ['text'];
      case 'invalid_union':
        return kindsOf(issue.errors);
      default:
        return [];
    }
  });

function unknownValue(issue: z.core.$ZodIssueInvalidValue, found: unknown): string {
  const names = issue.values.map(String);
  if (found === undefined) return 'is missing';
  return typeof found === 'string' ? `no "${found}" here${hint(found, names)}` : `must be one of ${names.join(', ')}`;
}

function wrongKind(expected: readonly string[], found: unknown): string {
  if (found === undefined) return 'is missing';
  return `must be ${[...new Set(expected)].join(' or ')}, not ${nameOf(found)}`;
}

function nameOf(found: unknown): string {
  if (found === null) return 'empty';
  if (typeof found === 'number') return String(found);
  return typeName(Array.isArray(found) ? 'array' : typeof found);
}

const typeName = (type: string): string =>
  ({
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
  })[type] ?? type;

/** `tasks[0].grade` */
const asText = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text ? `${text}.` : ''}${String(key)}`),
    '',
  );

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** The keys that the JSON Schema allows at a path. */
function keysAt(schema: JsonSchema, path: Path): string[] {
  const alternatives = (one: JsonSchema): JsonSchema[] => [
    one,
    ...[...(one.anyOf ?? []), ...definitionOf(one, schema)].flatMap(alternatives),
  ];
  let here: JsonSchema[] = [schema];
  for (const key of path) {
    here = here
      .flatMap(alternatives)
      .flatMap((one) => (typeof key === 'number' ? one.items : one.properties?.[String(key)]) ?? []);
  }
  return here.flatMap(alternatives).flatMap((one) => Object.keys(one.properties ?? {}));
}

/** What a schema refers to. */
const definitionOf = ({ $ref }: JsonSchema, { $defs }: JsonSchema): JsonSchema[] =>
  [$defs?.[$ref?.replace('#/$defs/', '') ?? ''] ?? []].flat();
