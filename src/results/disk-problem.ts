import { messageOf, UserError } from '../domain/errors.ts';

/** What the system refused at a path, as a UserError; anything else that was thrown, as it is. */
export function diskProblem(path: string, error: unknown): unknown {
  if (typeof (error as NodeJS.ErrnoException | null)?.errno !== 'number') return error;
  return new UserError(`${path} cannot be written: ${messageOf(error)}`, { cause: error });
}
