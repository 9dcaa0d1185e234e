import { z } from 'zod';
import { ProviderError, UserError } from '../domain/errors.ts';
import { always } from '../domain/model.ts';
import type { Completion } from '../domain/outcome.ts';
import type { Prompt } from '../domain/sample.ts';
import { endGroup } from '../lib/end-group.ts';
import { processors } from '../lib/own-process.ts';
import { environmentFor, howItEnded, keysAmong, programProblem } from '../lib/program.ts';
import { completion, type Provider, toMicroseconds } from './define.ts';
import { Secrets } from './secrets.ts';

const MOST_BYTES = 16 * 1024 * 1024;

/** Any program: the prompt on its standard input, the answer on its standard output. No shell. */
export const exec: Provider = {
  name: 'exec',
  summary: 'a program of yours: prompt on standard input, answer on standard output; needs --allow-exec',
  options: z.strictObject({
    command: z.array(z.string()).min(1),
    env: z.array(z.string()).optional(),
  }),
  pricedBy: ['hour'],
  concurrency: () => always(processors()),

  async open(spec, world) {
    const [program = '', ...args] = spec.command ?? [];
    if (!world.allowExec) {
      throw new UserError(`model ${spec.id} runs the program ${program}; allow it with --allow-exec`);
    }
    const env = environmentFor(spec.env ?? [], world.env);
    const problem = programProblem(program, world.directory, env['PATH']);
    if (problem) throw new UserError(problem);
    const secrets = new Secrets(world.env);
    for (const name of keysAmong(spec.env ?? [], world.env)) secrets.take(name, `model ${spec.id}`);
    const { execa } = await import('execa');

    const ask = async (prompt: string, signal: AbortSignal): Promise<Completion> => {
      signal.throwIfAborted();
      // A group of its own: it can be ended with all that it started, and a Ctrl-C in the terminal leaves it to finish.
      const running = execa(program, args, {
        cwd: world.directory,
        env,
        extendEnv: false,
        input: prompt,
        reject: false,
        detached: true,
        maxBuffer: MOST_BYTES,
        stripFinalNewline: true,
      });
      const end = () => running.pid !== undefined && void endGroup(running.pid);
      signal.addEventListener('abort', end, { once: true });
      const result = await running;
      signal.removeEventListener('abort', end);

      if (signal.aborted) throw signal.reason;
      if (!result.failed) return completion(result.stdout, { latency_ms: toMicroseconds(result.durationMs) });
      end();
      const why = result.isMaxBuffer ? `${program} printed more than 16 MB` : howItEnded(program, result);
      throw new ProviderError('crashed', why, { tookMs: toMicroseconds(result.durationMs) });
    };
    return {
      complete: secrets.guard(({ messages }, signal) => ask(asText(messages), signal)),
      identity: { command: spec.command },
    };
  },
};

/** One message as it is; several with their roles, a blank line between. */
const asText = (messages: Prompt): string =>
  messages.length === 1
    ? (messages[0]?.content ?? '')
    : messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n');
