import { Liquid, type Template as LiquidTemplate, UndefinedVariableError } from 'liquidjs';
import { messageOf, UserError } from '../domain/errors.ts';
import { hint } from '../lib/suggest.ts';

/** A text with holes: https://liquidjs.com. An unknown variable or filter is an error, never an empty text. */
export interface Template {
  /** The names that it takes from outside, without their parts: `shots`, `input`. */
  readonly variables: readonly string[];
  /** Throws a UserError for a variable that `scope` does not have. */
  render(scope: Readonly<Record<string, unknown>>): string;
}

/** The limits stop a template that loops for ever; ownPropertyOnly keeps it away from what objects inherit. */
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  renderLimit: 1000,
  memoryLimit: 1e7,
  parseLimit: 1e6,
  greedy: false,
  outputEscape: onlyText,
});

/** Read other files: a suite could put `.env` into a prompt. */
for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];
/** Give another text at another hour, in another place or by chance; `raw` would go past `onlyText`. */
for (const filter of Object.keys(liquid.filters).filter((name) => /^(date.*|sample|raw)$/.test(name))) {
  delete liquid.filters[filter];
}

function onlyText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  throw new Error(`a ${Array.isArray(value) ? 'list' : 'mapping'} is no text; loop over it, or name one of its parts`);
}

/** Throws a UserError with line and column inside the template where it cannot be read. */
export function compileTemplate(source: string): Template {
  let parsed: LiquidTemplate[];
  try {
    parsed = liquid.parse(source);
  } catch (error) {
    throw new UserError(parseProblem(messageOf(error)));
  }
  return {
    variables: liquid.globalVariablesSync(parsed),
    render(scope) {
      try {
        return liquid.renderSync(parsed, scope);
      } catch (error) {
        throw new UserError(renderProblem(error, scope));
      }
    },
  };
}

function parseProblem(message: string): string {
  const filter = /^undefined filter: ([^,]+)/.exec(message)?.[1];
  if (filter !== undefined) return `${message}${hint(filter, Object.keys(liquid.filters))}`;
  const tag = /^tag "([^"]+)" not found/.exec(message)?.[1];
  return tag === undefined ? message : `${message}${hint(tag, Object.keys(liquid.tags))}`;
}

function renderProblem(error: unknown, scope: Readonly<Record<string, unknown>>): string {
  const name = /undefined variable: ([^,\s]+)/.exec(messageOf(error))?.[1];
  if (!UndefinedVariableError.is(error) || name === undefined) return messageOf(error);
  return `no variable "${name}"${hint(name, Object.keys(scope))}`;
}
