import type { Complete } from '../domain/complete.ts';
import { ProviderError, UserError } from '../domain/errors.ts';
import type { Completion } from '../domain/outcome.ts';
import { harmless } from '../lib/harmless.ts';
import { hide, hidePieces, spellings, toHide } from '../lib/hide.ts';
import type { World } from './define.ts';

const LONGEST_MESSAGE = 2000;

const LONGEST_DEBUG_LINE = 4096;

/** A part of a secret URL that is shorter is a word (`completions`), which an answer may well say. */
const SHORTEST_PART = 12;

const NO_PASSWORD = 'base_url: a name and a password in it are not sent; give them in headers, as Authorization';

/** The values that must not be seen: a key, and whatever `${NAME}` put into a URL or a header. */
export class Secrets {
  readonly #env: World['env'];
  #values = toHide([]);
  /** What error messages and debug lines do not say either: where a secret URL leads. */
  #places = toHide([]);

  constructor(env: World['env']) {
    this.#env = env;
  }

  /** The value of a variable, trimmed. Throws a UserError that names it where it is not set. */
  take(name: string, usedBy: string): string {
    const value = this.#env[name]?.trim();
    if (!value) throw new UserError(`${usedBy} needs ${name}, which is set neither in the environment nor in .env`);
    this.#values = toHide([...this.#values.texts, ...spellings(value)]);
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
    if (url.username || url.password) throw new UserError(`${usedBy}: ${NO_PASSWORD}`);
    for (const name of variablesIn(text)) this.#takeParts(this.#env[name] ?? '');
    if (variablesIn(text).length > 0) this.#takePlaces(url);
    return url;
  }

  /** A URL is echoed in parts: its path without its host, one of its segments. */
  #takeParts(value: string): void {
    const parts = value.split(/[/?&=#:@\s]+/).filter(({ length }) => length >= SHORTEST_PART);
    this.#values = toHide([...this.#values.texts, ...parts.flatMap(spellings)]);
  }

  #takePlaces({ host, hostname, pathname, search }: URL): void {
    this.#places = toHide([...this.#places.texts, host, hostname, pathname, search]);
  }

  /** The same way to a model, with the values out of all that it says, a vendor's echo of them included. */
  guard(complete: Complete): Complete {
    return async (input, signal) => {
      try {
        return this.#safeCompletion(await complete(input, signal));
      } catch (error) {
        throw error instanceof ProviderError && error !== signal.reason ? this.#safe(error) : error;
      }
    };
  }

  /** The same listener, told what is fit to be seen: without the values, on one line, and cut where it goes on for ever. */
  debug(tell: World['debug']): World['debug'] {
    return tell && ((line) => tell(cut(harmless(this.#hideAll(line)))));
  }

  #hide(text: string): string {
    return hide(text, this.#values);
  }

  #hideAll(text: string): string {
    return hide(this.#hide(text), this.#places);
  }

  #safeCompletion(completion: Completion): Completion {
    const { answer, snapshot, request_id, service_tier, logprobs, warnings } = completion;
    return {
      ...completion,
      answer: this.#hide(answer),
      snapshot: snapshot && this.#hide(snapshot),
      request_id: request_id && this.#hide(request_id),
      ...(service_tier !== undefined && { service_tier: this.#hide(service_tier) }),
      ...(logprobs && { logprobs: hidePieces(logprobs, 'token', this.#values) }),
      warnings: warnings.map((warning) => this.#hide(warning)),
    };
  }

  /** Without its cause, which holds the request; cut only after hiding, so that no half of a value is left. */
  #safe({ kind, message, status, retryAfterMs, maybeBilled, tookMs }: ProviderError): ProviderError {
    const words = this.#hideAll(message).slice(0, LONGEST_MESSAGE);
    return new ProviderError(kind, words, { status, retryAfterMs, maybeBilled, tookMs });
  }
}

const VARIABLE = /\$\{(\w+)\}/g;

/** The names of the variables that a text asks for. */
export const variablesIn = (text: string): string[] => [...text.matchAll(VARIABLE)].map(([, name = '']) => name);

const cut = (line: string): string =>
  line.length > LONGEST_DEBUG_LINE
    ? `${line.slice(0, LONGEST_DEBUG_LINE)} … ${line.length - LONGEST_DEBUG_LINE} letters more`
    : line;
