type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How the fields of an object compare with the target's. */
export interface FieldCount {
  readonly right: number;
  /** The target's fields, and those that only the answer has. */
  readonly total: number;
  /** Where the first few stand that are not right: `customer.name`, `items[0].price`. */
  readonly wrong: readonly string[];
}

const MOST_NAMED = 5;

/**
 * Compares field by field: a field is a value that holds no further ones, by its path; items of a list are compared by
 * their places. A missing field and one too many count as wrong, and an empty object or list counts as one field.
 */
export function compareFields(target: object, said: object, same: (a: string, b: string) => boolean): FieldCount {
  let [right, total] = [0, 0];
  const wrong: string[] = [];
  const tell = (path: Path) => {
    if (wrong.length < MOST_NAMED) wrong.push(asText(path));
  };

  const compare = (a: Json | undefined, b: Json | undefined, path: Path): void => {
    if (isObject(a) && isObject(b) && isAlike(a, b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        compare(own(a, key), own(b, key), { above: path, key, isIndex: Array.isArray(a) });
      }
    } else if (isOneField(a) && isOneField(b)) {
      total++;
      if (isSame(a, b, same)) right++;
      else tell(path);
    } else {
      total += fieldsIn(a) + fieldsIn(b);
      tell(path);
    }
  };

  compare(target as Json, said as Json, undefined);
  return { right, total, wrong };
}

type JsonObject = Readonly<Record<string, Json>>;

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null;

const isFilled = (value: Json | undefined): value is JsonObject => isObject(value) && Object.keys(value).length > 0;

const isOneField = (value: Json | undefined): value is Json => value !== undefined && !isFilled(value);

/** Whether the fields of both can be compared one by one. */
const isAlike = (a: JsonObject, b: JsonObject): boolean =>
  (isFilled(a) || isFilled(b)) && Array.isArray(a) === Array.isArray(b);

const own = (value: JsonObject, key: string): Json | undefined => (Object.hasOwn(value, key) ? value[key] : undefined);

function isSame(a: Json, b: Json, same: (a: string, b: string) => boolean): boolean {
  if (typeof a === 'string' && typeof b === 'string') return same(a, b);
  return isObject(a) && isObject(b) ? Array.isArray(a) === Array.isArray(b) : a === b;
}

function fieldsIn(value: Json | undefined): number {
  if (!isFilled(value)) return value === undefined ? 0 : 1;
  return Object.values(value).reduce<number>((sum, one) => sum + fieldsIn(one), 0);
}

/** A path as a chain, so that only those which are told become text. */
type Path = { readonly above: Path; readonly key: string; readonly isIndex: boolean } | undefined;

function asText(path: Path): string {
  if (path === undefined) return 'the whole';
  const above = path.above === undefined ? '' : asText(path.above);
  const key = path.key.length > MOST_SHOWN ? `${path.key.slice(0, MOST_SHOWN)}…` : path.key;
  return path.isIndex ? `${above}[${key}]` : `${above}${above && '.'}${key}`;
}

/** Letters of a key. */
const MOST_SHOWN = 40;

/** Whether something lies deeper in a value than so many levels. */
export const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1)));
