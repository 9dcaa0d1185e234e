import type { Complete } from '../../domain/complete.ts';
import { ProviderError } from '../../domain/errors.ts';
import type { Prompt } from '../../domain/sample.ts';
import { closeAfterExit } from '../../lib/after-exit.ts';
import { endGroup } from '../../lib/end-group.ts';
import { howItEnded } from '../../lib/program.ts';
import { completion, toMicroseconds } from '../define.ts';

const MOST_BYTES = 16 * 1024 * 1024;

/** A program as it is started. */
export interface Started {
  readonly command: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the program anew for each prompt, which stands on its standard input; what it prints is the answer. */
export async function runOnce({ command, directory, env }: Started): Promise<Complete> {
  const [program = '', ...args] = command;
  const { execa } = await import('execa');

  return async ({ messages }, signal) => {
    signal.throwIfAborted();
    // A group of its own: it can be ended with all that it started, and a Ctrl-C in the terminal leaves it to finish.
    const running = execa(program, args, {
      cwd: directory,
      env,
      extendEnv: false,
      input: asText(messages),
      reject: false,
      detached: true,
      maxBuffer: MOST_BYTES,
      stripFinalNewline: true,
    });
    let ending: Promise<void> | undefined;
    const end = () => {
      if (running.pid !== undefined) ending ??= endGroup(running.pid);
    };
    closeAfterExit(running, end);
    signal.addEventListener('abort', end, { once: true });
    const result = await running;
    signal.removeEventListener('abort', end);

    if (result.failed) end();
    await ending;
    if (signal.aborted) throw signal.reason;
    if (!result.failed) return completion(result.stdout, { latency_ms: toMicroseconds(result.durationMs) });
    const why = result.isMaxBuffer ? `${program} printed more than 16 MB` : howItEnded(program, result);
    throw new ProviderError('crashed', why, { tookMs: toMicroseconds(result.durationMs) });
  };
}

/** One message as it is; several with their roles, a blank line between. */
const asText = (messages: Prompt): string =>
  messages.length === 1
    ? (messages[0]?.content ?? '')
    : messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n');
