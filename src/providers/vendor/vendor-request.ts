import { UserError } from '../../domain/errors.ts';

/** What a request gets beside what the AI SDK puts into it. */
interface Additions {
  /** The base URL's. */
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, unknown>> | undefined;
}

/** The same fetch with these additions: maps are merged key by key, all else takes the place of what was there. */
export function adding({ query, params }: Additions, send: typeof fetch): typeof fetch {
  if (query.size === 0 && params === undefined) return send;
  return (url, init) =>
    send(withQuery(String(url), query), {
      ...init,
      ...(params && { body: JSON.stringify(merged(JSON.parse(String(init?.body)), params)) }),
    });
}

function withQuery(text: string, query: URLSearchParams): URL {
  const url = new URL(text);
  for (const [name, value] of query) url.searchParams.set(name, value);
  return url;
}

/** `params` over a body, as they stand. */
export const merged = (body: unknown, params: unknown): unknown =>
  isMap(body) && isMap(params)
    ? {
        ...body,
        ...Object.fromEntries(Object.entries(params).map(([key, value]) => [key, merged(body[key], value)])),
      }
    : params;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Sendable {
  readonly what: string;
  /** Its name, where it is a header of the user's. */
  readonly header?: string;
  readonly value: string;
  readonly usedBy: string;
}

/**
 * What belongs to the connection. A Host beside the URL's would also decide whose certificate is asked for, and so, behind
 * an address that many share, who gets the key.
 */
const CONNECTION = /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer)$/i;

/** Throws a UserError for a header that a suite cannot set. */
export function checkHeaderName(name: string, usedBy: string): void {
  if (!CONNECTION.test(name)) return;
  throw new UserError(
    `${usedBy}: the header ${name} cannot be set: it belongs to the connection, which base_url names`,
  );
}

/** Throws a UserError, without the value, for a header or a key that cannot be sent. */
export function checkSendable({ what, header = 'x-key', value, usedBy }: Sendable): void {
  try {
    new Headers([[header, value]]);
  } catch {
    throw new UserError(`${usedBy}: ${what} cannot be sent: it holds a line end or a letter outside Latin-1`);
  }
}
