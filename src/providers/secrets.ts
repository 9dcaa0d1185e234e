import type { Complete } from '../domain/complete.ts';
import { ProviderError, UserError } from '../domain/errors.ts';
import type { World } from './define.ts';

const HIDDEN = '[secret]';

/** A shorter value (a port, a region) is no secret, and hiding it would tear holes into answers. */
const SHORTEST = 6;

/** The values that must not be seen: a key, and whatever `${NAME}` put into a URL or a header. */
export class Secrets {
  readonly #env: World['env'];
  readonly #values = new Set<string>();

  constructor(env: World['env']) {
    this.#env = env;
  }

  /** The value of a variable. Throws a UserError that names it where it is not set. */
  take(name: string, usedBy: string): string {
    const value = this.#env[name];
    if (!value) throw new UserError(`${usedBy} needs ${name}, which is set neither in the environment nor in .env`);
    if (value.length >= SHORTEST) this.#values.add(value);
    return value;
  }

  /** A text with `${NAME}` replaced by the variables' values. */
  expand(text: string, usedBy: string): string {
    return text.replace(/\$\{(\w+)\}/g, (_, name: string) => this.take(name, usedBy));
  }

  /** A text without any of the values. */
  hide(text: string): string {
    let safe = text;
    for (const value of this.#values) {
      if (safe.includes(value)) safe = safe.replaceAll(value, HIDDEN);
    }
    return safe;
  }

  /** The same way to a model, with the values out of all that it says, a vendor's echo of them included. */
  guard(complete: Complete): Complete {
    return async (input, signal) => {
      try {
        const completion = await complete(input, signal);
        return {
          ...completion,
          answer: this.hide(completion.answer),
          snapshot: completion.snapshot && this.hide(completion.snapshot),
          request_id: completion.request_id && this.hide(completion.request_id),
          warnings: completion.warnings.map((warning) => this.hide(warning)),
        };
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        const { kind, status, retryAfterMs, maybeBilled } = error;
        throw new ProviderError(kind, this.hide(error.message), { status, retryAfterMs, maybeBilled });
      }
    };
  }
}
