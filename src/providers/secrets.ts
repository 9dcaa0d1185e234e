import type { Complete } from '../domain/complete.ts';
import { ProviderError, UserError } from '../domain/errors.ts';
import type { World } from './define.ts';

const HIDDEN = '[secret]';

/** A shorter value (a port, a region) is no secret, and hiding it would tear holes into answers. */
const SHORTEST = 6;

const LONGEST_MESSAGE = 2000;

/** The values that must not be seen: a key, and whatever `${NAME}` put into a URL or a header. */
export class Secrets {
  readonly #env: World['env'];
  /** The longest first: a value may lie inside another. */
  #values: readonly string[] = [];
  /** What only error messages say: the host that a secret URL leads to. */
  #hosts: readonly string[] = [];

  constructor(env: World['env']) {
    this.#env = env;
  }

  /** The value of a variable, trimmed. Throws a UserError that names it where it is not set. */
  take(name: string, usedBy: string): string {
    const value = this.#env[name]?.trim();
    if (!value) throw new UserError(`${usedBy} needs ${name}, which is set neither in the environment nor in .env`);
    this.#values = longestFirst([...this.#values, ...spellings(value)]);
    return value;
  }

  /** A text with `${NAME}` replaced by the variables' values. */
  expand(text: string, usedBy: string): string {
    return text.replace(VARIABLE, (_, name: string) => this.take(name, usedBy));
  }

  /** A URL with `${NAME}` replaced. Throws a UserError, without the values, where that makes no http URL. */
  expandUrl(text: string, usedBy: string): URL {
    const expanded = this.expand(text, usedBy);
    const url = URL.canParse(expanded) ? new URL(expanded) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) throw new UserError(`${usedBy}: base_url ${text} is no http(s) URL`);
    if (variablesIn(text).length > 0) this.#hosts = longestFirst([...this.#hosts, url.host, url.hostname]);
    return url;
  }

  /** The same way to a model, with the values out of all that it says, a vendor's echo of them included. */
  guard(complete: Complete): Complete {
    return async (input, signal) => {
      try {
        const completion = await complete(input, signal);
        return {
          ...completion,
          answer: this.#hide(completion.answer),
          snapshot: completion.snapshot && this.#hide(completion.snapshot),
          request_id: completion.request_id && this.#hide(completion.request_id),
          warnings: completion.warnings.map((warning) => this.#hide(warning)),
        };
      } catch (error) {
        throw error instanceof ProviderError && error !== signal.reason ? this.#safe(error) : error;
      }
    };
  }

  #hide(text: string): string {
    return without(text, this.#values);
  }

  /** Without its cause, which holds the request; cut only after hiding, so that no half of a value is left. */
  #safe({ kind, message, status, retryAfterMs, maybeBilled, tookMs }: ProviderError): ProviderError {
    const words = without(this.#hide(message), this.#hosts).slice(0, LONGEST_MESSAGE);
    return new ProviderError(kind, words, { status, retryAfterMs, maybeBilled, tookMs });
  }
}

const VARIABLE = /\$\{(\w+)\}/g;

/** The names of the variables that a text asks for. */
export const variablesIn = (text: string): string[] => [...text.matchAll(VARIABLE)].map(([, name = '']) => name);

/** A value as it is, as a URL writes it, and as JSON does, with its slashes escaped or not. */
function spellings(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  return [value, encodeURI(value), encodeURIComponent(value), inJson, inJson.replaceAll('/', '\\/')];
}

const longestFirst = (values: readonly string[]): string[] =>
  [...new Set(values)].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);

const without = (text: string, values: readonly string[]): string =>
  values.reduce((safe, value) => (safe.includes(value) ? safe.replaceAll(value, HIDDEN) : safe), text);
