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
});

/** Throws a UserError with line and column inside the template where it cannot be read. */
export function compileTemplate(source: string): Template {
  let parsed: LiquidTemplate[];
  try {
    parsed = liquid.parse(source);
  } catch (error) {
    throw new UserError(messageOf(error));
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

function renderProblem(error: unknown, scope: Readonly<Record<string, unknown>>): string {
  const name = /undefined variable: ([^,\s]+)/.exec(messageOf(error))?.[1];
  if (!UndefinedVariableError.is(error) || name === undefined) return messageOf(error);
  return `no variable "${name}"${hint(name, Object.keys(scope))}`;
}
