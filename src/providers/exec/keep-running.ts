import { z } from 'zod';
import type { CompleteInput } from '../../domain/complete.ts';
import { ProviderError } from '../../domain/errors.ts';
import type { Completion } from '../../domain/outcome.ts';
import { LineProgram } from '../../lib/line-program.ts';
import { ProgramFailed } from '../../lib/program-failed.ts';
import { completion, type OpenModel, toMicroseconds } from '../define.ts';
import { usageAsGiven } from '../usage-as-given.ts';
import type { Started } from './once.ts';

const replyLine = z.union([
  z.strictObject({ answer: z.string(), usage: usageAsGiven.optional() }),
  z.strictObject({ error: z.string().min(1) }),
]);

/**
 * Keeps the program running: a JSON line for each prompt, a JSON line for each answer. Each call in flight has a copy of
 * the program to itself, which then serves the next.
 */
export function keepRunning(started: Started): Pick<OpenModel, 'complete'> & Required<Pick<OpenModel, 'close'>> {
  const all: LineProgram[] = [];
  const idle: LineProgram[] = [];
  const start = () => {
    const program = new LineProgram(started);
    all.push(program);
    return program;
  };
  return {
    async complete(input, signal) {
      const program = idle.pop() ?? start();
      try {
        return await askProgram(program, input, signal);
      } finally {
        idle.push(program);
      }
    },
    close: async () => void (await Promise.all(all.map((program) => program.close()))),
  };
}

async function askProgram(program: LineProgram, input: CompleteInput, signal: AbortSignal): Promise<Completion> {
  const { messages, task, sample, epoch } = input;
  const line = JSON.stringify({ messages, task, sample, epoch });
  const { value, tookMs } = await program.ask(line, { read, signal }).catch((error) => {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new ProviderError('crashed', error.message, { tookMs: toMicroseconds(error.tookMs) });
  });
  if ('error' in value) throw new ProviderError('rejected', value.error, { tookMs: toMicroseconds(tookMs) });
  return completion(value.answer, { usage: value.usage ?? null, latency_ms: toMicroseconds(tookMs) });
}

function read(line: string): z.infer<typeof replyLine> {
  const { data } = replyLine.safeParse(jsonOf(line));
  if (!data) throw new ProgramFailed(`not a line {"answer": "…"} or {"error": "…"}: ${line.slice(0, 100)}`);
  return data;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
