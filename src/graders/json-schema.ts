import { z } from 'zod';
import { messageOf } from '../domain/errors.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const typeName = z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
const size = z.int().nonnegative().exactOptional();
const bound = z.number().exactOptional();

/** What says nothing of a value. */
const notes = {
  $schema: z.string().exactOptional(),
  $id: z.string().exactOptional(),
  $comment: z.string().exactOptional(),
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  default: z.unknown().exactOptional(),
  examples: z.array(z.unknown()).exactOptional(),
};

/** Which kinds of value a keyword is about. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems'],
  string: ['minLength', 'maxLength', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

const DEFS = '#/$defs/';

interface Node {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/**
 * The part of JSON Schema that zod turns into checks of the same meaning. It reads more, but passes over some of it (items
 * counted without `items`, a key required that has no schema, what stands beside `$ref` or `enum`), so that is refused.
 * `pattern` is too: an answer could make one run for ever.
 */
const node: z.ZodType<object> = z.lazy(() =>
  z
    .strictObject({
      ...notes,
      type: z.union([typeName, z.array(typeName).min(1)]).exactOptional(),
      properties: z.record(z.string(), node).exactOptional(),
      required: z.array(z.string()).exactOptional(),
      additionalProperties: z.union([z.boolean(), node]).exactOptional(),
      items: node.exactOptional(),
      minItems: size,
      maxItems: size,
      enum: z.array(scalar).min(1).exactOptional(),
      const: scalar.exactOptional(),
      minLength: size,
      maxLength: size,
      format: z.enum(['date', 'date-time', 'time', 'email', 'uri', 'uuid']).exactOptional(),
      minimum: bound,
      maximum: bound,
      exclusiveMinimum: bound,
      exclusiveMaximum: bound,
      multipleOf: z.number().positive().exactOptional(),
      anyOf: z.array(node).min(1).exactOptional(),
      $ref: z.string().startsWith(DEFS).exactOptional(),
      $defs: z.record(z.string(), node).exactOptional(),
    })
    .superRefine((schema, context) => {
      const message = problemIn(schema as Node);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
);

function problemIn(schema: Node): string | undefined {
  const said = Object.keys(schema).filter((key) => !(key in notes) && key !== '$defs');
  const lone = ['$ref', 'enum', 'const'].find((key) => said.includes(key));
  const beside = said.filter((key) => key !== lone && (lone === '$ref' || key !== 'type'));
  if (lone !== undefined) return beside.length > 0 ? `"${beside[0]}" beside "${lone}" is not built` : undefined;

  const types = [schema.type ?? []].flat().map((type) => (type === 'integer' ? 'number' : type));
  for (const [type, keywords] of Object.entries(ABOUT)) {
    const keyword = keywords.find((key) => said.includes(key));
    if (keyword !== undefined && !types.includes(type)) return `"${keyword}" needs type: ${type}`;
  }
  if (['minItems', 'maxItems'].some((key) => said.includes(key)) && !said.includes('items'))
    return 'give it items: too';
  const unknown = schema.required?.find((key) => !Object.hasOwn(schema.properties ?? {}, key));
  return unknown === undefined ? undefined : `required "${unknown}" is not among its properties`;
}

/** A schema as a suite writes it. */
export const jsonSchema = node
  .superRefine((schema, context) => {
    const circle = circleIn(schema);
    if (circle !== undefined) {
      const message = `"${circle}" leads back to itself before any value is looked at`;
      return context.addIssue({ code: 'custom', message });
    }
    try {
      checkOf(schema).safeParse({});
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
    }
  })
  .meta({ id: 'json_schema', description: 'JSON Schema, in common keywords' });

interface Referring {
  readonly $ref?: string;
  readonly anyOf?: readonly Referring[];
  readonly $defs?: Readonly<Record<string, Referring>>;
}

/** A reference that comes to itself through references and alternatives alone: no check of a value by it would end. */
function circleIn({ $defs = {} }: Referring): string | undefined {
  const endless = new Map<string, boolean>();
  const isEndless = ($ref: string): boolean => {
    const known = endless.get($ref);
    if (known !== undefined) return known;
    endless.set($ref, true);
    const is = referredBy($defs[$ref.slice(DEFS.length)] ?? {}).some(isEndless);
    endless.set($ref, is);
    return is;
  };
  return Object.keys($defs)
    .map((name) => `${DEFS}${name}`)
    .find(isEndless);
}

/** What has to be looked up before a value is looked into. */
const referredBy = ({ $ref, anyOf = [] }: Referring): readonly string[] =>
  $ref === undefined ? anyOf.flatMap(referredBy) : [$ref];

const compiled = new WeakMap<object, z.ZodType>();

/** A schema's check, made once. */
function checkOf(schema: object): z.ZodType {
  const check =
    compiled.get(schema) ?? z.fromJSONSchema(withoutNotes(schema) as Parameters<typeof z.fromJSONSchema>[0]);
  compiled.set(schema, check);
  return check;
}

/** zod would take a missing field with a default for one that is there. */
function withoutNotes(schema: object): object {
  const inner = (value: unknown): unknown => (isNode(value) ? withoutNotes(value) : value);
  const kept = Object.entries(schema).filter(([key]) => !(key in notes));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (key === 'anyOf') return [key, (value as unknown[]).map(inner)];
      if (key !== 'properties' && key !== '$defs') return [key, inner(value)];
      return [key, Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, inner(one)]))];
    }),
  );
}

const isNode = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a value does not fit a schema, and how; nothing where it fits. */
export function misfit(schema: object, value: unknown): string | undefined {
  const issue = checkOf(schema).safeParse(value).error?.issues[0];
  return issue && `${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`;
}
