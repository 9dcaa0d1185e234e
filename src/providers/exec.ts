import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { always } from '../domain/model.ts';
import { processors } from '../lib/own-process.ts';
import { environmentFor, keysAmong, programProblem } from '../lib/program.ts';
import type { Provider } from './define.ts';
import { keepRunning } from './exec/keep-running.ts';
import { runOnce } from './exec/once.ts';
import { Secrets } from './secrets.ts';

/** Any program: the prompt on its standard input, the answer on its standard output; or JSON lines both ways. No shell. */
export const exec: Provider = {
  name: 'exec',
  summary: 'a program of yours: prompt on standard input, answer on standard output; needs --allow-exec',
  options: z.strictObject({
    command: z.array(z.string()).min(1),
    env: z.array(z.string()).optional(),
    protocol: z.enum(['jsonl']).describe('keeps the program running: a JSON line in, a JSON line out').optional(),
  }),
  pricedBy: ['hour'],
  concurrency: () => always(processors()),

  async open({ id, command = [], env: listed = [], protocol }, world) {
    const [program = ''] = command;
    if (!world.allowExec) throw new UserError(`model ${id} runs the program ${program}; allow it with --allow-exec`);
    const env = environmentFor(listed, world.env);
    const problem = programProblem(program, world.directory, env['PATH']);
    if (problem) throw new UserError(problem);
    const secrets = new Secrets(world.env);
    for (const name of keysAmong(listed, world.env)) secrets.take(name, `model ${id}`);

    const started = { command, directory: world.directory, env };
    if (protocol === undefined) return { complete: secrets.guard(await runOnce(started)), identity: { command } };
    const { complete, close } = keepRunning(started);
    return { complete: secrets.guard(complete), identity: { command, protocol }, close };
  },
};
