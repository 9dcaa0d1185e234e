import { messageOf, UserError } from '../domain/errors.ts';
import { letterAt, type Message, type Prompt, type Sample } from '../domain/sample.ts';
import { about, type Path } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import { builtInPrompts } from './index.ts';
import { compileTemplate, type Template } from './template.ts';

/** The prompt of a task before any sample is put in. */
export interface PromptTemplate {
  readonly usesShots: boolean;
  readonly chainOfThought: boolean;
  /** The messages as templates: what makes this prompt itself. */
  readonly source: readonly Message[];
  /** `extra`: variables that do not come from the sample. Throws a UserError for a variable that is not there. */
  build(sample: Sample, shots: readonly Sample[], extra: Readonly<Record<string, unknown>>): Prompt;
}

/** The parts of a task that make its prompt: `prompt` (a built-in name, or a template if it holds `{{`) or `messages`. */
export interface PromptSource {
  readonly prompt?: string | undefined;
  readonly system?: string | undefined;
  readonly messages?: readonly Message[] | undefined;
}

/** Throws a UserError for an unknown built-in name or a template that cannot be read. */
export function compilePrompt({ prompt = '', system, messages }: PromptSource): PromptTemplate {
  const builtIn = messages || isTemplate(prompt) ? undefined : findBuiltIn(prompt);
  const parts: Part[] = [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system, key: ['system'] }]),
    ...(messages ?? []).map((message, index) => ({ ...message, key: ['messages', index, 'content'] })),
    ...(messages ? [] : [{ role: 'user' as const, content: builtIn?.template ?? prompt, key: ['prompt'] }]),
  ];
  const compiled = parts.map((part) => ({ ...part, template: inPart(part, () => compileTemplate(part.content)) }));

  return {
    usesShots: compiled.some(({ template }) => template.variables.includes('shots')),
    chainOfThought: builtIn?.chainOfThought ?? false,
    source: parts.map(({ role, content }) => ({ role, content })),
    build(sample, shots, extra) {
      const scope = { ...scopeOf(sample), ...extra, shots: shots.map(shotScope) };
      return compiled.map((part) => ({
        role: part.role,
        content: inPart(part, () => rendered(part.template, scope)),
      }));
    },
  };
}

/** A message as a template, and the key of the task that gives it. */
interface Part extends Message {
  readonly key: Path;
}

/** Lets a UserError say which key it is about. */
function inPart<T>({ key }: Part, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof UserError ? new UserError(error.message, about(...key)) : error;
  }
}

const isTemplate = (prompt: string): boolean => prompt.includes('{{');

function findBuiltIn(name: string) {
  const found = builtInPrompts.find((builtIn) => builtIn.name === name.trim());
  if (found) return found;
  const names = builtInPrompts.map((builtIn) => builtIn.name);
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  throw new UserError(
    `no built-in prompt ${JSON.stringify(shown)}${hint(name, names)} (a prompt of your own has {{ input }} in it)`,
  );
}

function rendered(template: Template, scope: Readonly<Record<string, unknown>>): string {
  try {
    return template.render(scope);
  } catch (error) {
    if (!('labels' in scope) && messageOf(error).includes('"labels"')) {
      throw new UserError('this prompt needs labels: give the task grade: { label: { labels: [...] } }');
    }
    throw error;
  }
}

/** What a template sees of a sample: its columns, but not its target. A column may be called `group` or `category`. */
const scopeOf = ({ metadata, input, choices, group, category }: Sample) => ({
  ...metadata,
  input,
  group: group ?? metadata['group'] ?? null,
  category: category ?? metadata['category'] ?? null,
  ...(choices && { choices: choices.map((text, index) => ({ letter: letterAt(index), text })) }),
});

const shotScope = (shot: Sample) => ({ ...scopeOf(shot), target: [shot.target].flat()[0] });
