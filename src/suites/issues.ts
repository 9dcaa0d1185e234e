import type { z } from 'zod';
import { hint } from '../lib/suggest.ts';
import type { Path, SuiteSource } from './source.ts';

/** What zod found, in words: `suite.yaml:12:5: tasks[0]: unknown key "shotz"; did you mean "shots"?` */
export const describeIssues = (issues: readonly z.core.$ZodIssue[], source: SuiteSource, schema: object): string[] =>
  issues.flatMap((issue) => describe(issue, [], source, schema));

function describe(issue: z.core.$ZodIssue, above: Path, source: SuiteSource, schema: object): string[] {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const place = path.length === 0 ? '' : `${asText(path)}: `;
        return `${source.atKey([...path, key])}: ${place}unknown key "${key}"${hint(key, keysAt(schema, path))}`;
      });
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors);
      if (branch) return branch.flatMap((inner) => describe(inner, path, source, schema));
      return [`${source.at(path)}: ${asText(path)}: ${unionMessage(issue.errors)}`];
    }
    case 'invalid_value':
      return [`${source.at(path)}: ${asText(path)}: ${unknownValue(issue, valueAt(source.value, path))}`];
    default:
      return [`${source.at(path)}: ${asText(path)}: ${plainMessage(issue, valueAt(source.value, path))}`];
  }
}

/** Of the alternatives, the one that fits the value's own type: its problems lie deeper than at the value itself. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const fitting = branches.filter(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  const [best] = fitting.sort((a, b) => a.length - b.length);
  return best;
}

const unionMessage = (branches: readonly (readonly z.core.$ZodIssue[])[]): string => {
  const expected = branches.flatMap(([issue]) => (issue?.code === 'invalid_type' ? [issue.expected] : []));
  return `must be ${[...new Set(expected)].map(typeName).join(' or ')}`;
};

function unknownValue(issue: z.core.$ZodIssueInvalidValue, found: unknown): string {
  const names = issue.values.map(String);
  return typeof found === 'string' ? `no "${found}" here${hint(found, names)}` : `must be one of ${names.join(', ')}`;
}

function plainMessage(issue: z.core.$ZodIssue, found: unknown): string {
  if (issue.code !== 'invalid_type') return issue.message;
  if (found === undefined) return 'is missing';
  return `must be ${typeName(issue.expected)}, not ${found === null ? 'empty' : nameOfTypeOf(found)}`;
}

const nameOfTypeOf = (found: unknown): string => typeName(Array.isArray(found) ? 'array' : typeof found);

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
export const asText = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text ? `${text}.` : ''}${String(key)}`),
    '',
  ) || 'the suite';

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** The keys that the JSON Schema allows at a path. */
function keysAt(schema: JsonSchema, path: Path): string[] {
  let here: JsonSchema[] = [schema];
  for (const key of path) {
    here = here
      .flatMap(alternatives)
      .flatMap((one) => (typeof key === 'number' ? one.items : one.properties?.[String(key)]) ?? []);
  }
  return here.flatMap(alternatives).flatMap((one) => Object.keys(one.properties ?? {}));
}

const alternatives = (schema: JsonSchema): JsonSchema[] => [schema, ...(schema.anyOf ?? []).flatMap(alternatives)];
