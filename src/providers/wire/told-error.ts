/** An error in a vendor's words. */
export interface ToldError {
  readonly message: string;
  /** Whatever the vendor calls it by: code, type, status, reason; in lower case. */
  readonly names: string;
  /** As an HTTP status, also where it came within a reply that began well. */
  readonly status: number | undefined;
}

/** What stands at the end of a path into something unknown. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of path) inner = (inner as Record<string | number, unknown> | null | undefined)?.[key];
  return inner;
}

/** A text that says something; undefined for all else. */
export const textAt = (value: unknown, ...path: readonly (string | number)[]): string | undefined => {
  const text = at(value, ...path);
  return typeof text === 'string' && text !== '' ? text : undefined;
};

/** What a text says in JSON; undefined where it says none. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The error that a body or an event of a stream tells; undefined where it tells none. */
export function errorIn(body: unknown): ToldError | undefined {
  const exception = Object.keys(Object(body)).find((key) => key.endsWith('Exception'));
  const thrown = exception && at(body, exception);
  const error = [at(body, 'error'), at(body, 'response', 'error'), at(body, 'choices', 0, 'error'), thrown].find(
    isError,
  );
  if (error !== undefined) return readError(error, [at(body, 'code'), exception]);
  const isBare = at(body, 'object') === 'error' || ['error', 'response.failed'].includes(String(at(body, 'type')));
  return isBare ? readError(body) : undefined;
}

const isError = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || textAt(value, 'message') !== undefined;

/** An error in any of the forms that vendors give it. */
export function readError(error: unknown, namesBeside: readonly unknown[] = []): ToldError {
  const named = ['code', 'type', 'status', '__type'].map((key) => at(error, key));
  const details = at(error, 'details');
  const reasons = Array.isArray(details) ? details.map((detail) => at(detail, 'reason')) : [];
  const names = [...named, ...reasons, ...namesBeside];
  const words = names
    .filter((name) => typeof name === 'string')
    .join(' ')
    .toLowerCase();
  return {
    message: typeof error === 'string' ? error : (textAt(error, 'message') ?? inJson(error)),
    names: words,
    status: names.map(Number).find((status) => status >= 400 && status < 600) ?? statusNamed(words),
  };
}

/** What nothing is known of, as it came; nothing where it goes deeper than can be told. */
function inJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** The HTTP statuses that vendors give to errors of these names; the first that fits counts. */
const STATUSES: readonly (readonly [name: RegExp, status: number])[] = [
  [/overloaded/, 529],
  [/rate_?limit|quota|throttl|resource_exhausted|too_many_requests/, 429],
  [/authentication|unauthenticated|api_key/, 401],
  [/permission/, 403],
  [/not_found/, 404],
  [/invalid|bad_?request|context_length|validation|precondition/, 400],
  [/timeout|deadline/, 504],
  [/unavailable/, 503],
  [/api_error|server_?error|internal/, 500],
];

const statusNamed = (names: string): number | undefined => STATUSES.find(([name]) => name.test(names))?.[1];
