import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { ProviderError, UserError } from '../domain/errors.ts';
import { always } from '../domain/model.ts';
import type { Completion } from '../domain/outcome.ts';
import type { Prompt } from '../domain/sample.ts';
import { processors } from '../lib/own-process.ts';
import { completion, type Provider, toMicroseconds, type World } from './define.ts';
import { endGroup } from './exec/end-group.ts';
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
    await findProgram(program, world.directory, env['PATH']);
    const secrets = new Secrets(world.env);
    const keys = (spec.env ?? []).filter((name) => IS_KEY.test(name) && world.env[name]?.trim());
    for (const name of keys) secrets.take(name, `model ${spec.id}`);
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
      const why = result.isMaxBuffer ? `${program} printed more than 16 MB` : whyItFailed(program, result);
      throw new ProviderError('crashed', why, { tookMs: toMicroseconds(result.durationMs) });
    };
    return {
      complete: secrets.guard(({ messages }, signal) => ask(asText(messages), signal)),
      identity: { command: spec.command },
    };
  },
};

/** A variable whose value is a key, going by its name. */
const IS_KEY = /key|token|secret|passw|credential/i;

/** PATH, HOME, LANG and what the suite lists. */
const environmentFor = (listed: readonly string[], env: World['env']): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'LANG', ...listed].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );

/** Throws a UserError where there is no such program, before anything is asked. */
async function findProgram(program: string, directory: string, path = ''): Promise<void> {
  const isFile = program.includes('/') || isAbsolute(program);
  const places = isFile ? [resolve(directory, program)] : path.split(delimiter).map((folder) => join(folder, program));
  const found = await Promise.all(places.map(isProgram));
  if (found.includes(true)) return;
  throw new UserError(`no program ${program}${isFile ? ` in ${directory} that may be run` : ' on the PATH'}`);
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** One message as it is; several with their roles, a blank line between. */
const asText = (messages: Prompt): string =>
  messages.length === 1
    ? (messages[0]?.content ?? '')
    : messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n');

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly stderr: string;
  readonly originalMessage?: string | undefined;
}

function whyItFailed(program: string, result: Ended): string {
  const how =
    result.exitCode !== undefined
      ? `ended with exit code ${result.exitCode}`
      : result.signal
        ? `was ended by ${result.signal}`
        : `could not be run (${result.originalMessage ?? 'unknown reason'})`;
  const lastWords = result.stderr.trim().split('\n').slice(-3).join(' | ').slice(-500);
  return `${program} ${how}${lastWords ? `: ${lastWords}` : ''}`;
}
