import { UserError } from '../domain/errors.ts';

/** What a user is told when this fails, without the way to the test's folder. Anything but a UserError is thrown on. */
export async function problemOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(/[^\s"]*llm-bench-test-[^/\s"]+\//g, '');
    throw error;
  }
  throw new Error('expected a UserError, but all went well');
}
