import { UserError } from '../domain/errors.ts';
import type { TaskSpec } from '../domain/suite.ts';
import { type Path, pathOf } from '../lib/about.ts';
import type { SuiteSource } from './source.ts';

/** `file:line:column: task law: `, for one of a task's keys or of what lies below it. */
export type PlaceInTask = (path: Path) => string;

export function placesOf({ name }: TaskSpec, source: SuiteSource): PlaceInTask {
  const tasks = (source.value as { tasks: { name: string }[] }).tasks;
  const index = tasks.findIndex((task) => task.name.trim() === name);
  return (path) => `${source.at(['tasks', index, ...path])}: task ${name}: `;
}

/** A UserError with the place of the key that it is about, or of `key` where it does not say; other errors as they are. */
export function placed(error: unknown, at: PlaceInTask, key: keyof TaskSpec, words = ''): unknown {
  if (!(error instanceof UserError)) return error;
  return new UserError(`${at(pathOf(error) ?? [key])}${words}${error.message}`);
}

/** Does something, and puts the place into a UserError that comes of it; `words` stand between the two. */
export function blame<T>(at: PlaceInTask, key: keyof TaskSpec, action: () => T, words?: string): T {
  try {
    const result = action();
    if (!(result instanceof Promise)) return result;
    return result.catch((error) => Promise.reject(placed(error, at, key, words))) as T;
  } catch (error) {
    throw placed(error, at, key, words);
  }
}
