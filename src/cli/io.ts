import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** What the command line has to do with the world: three streams, the environment, and how to write on them. */
export interface Io {
  /** Answers of a person come from here. A getter: to open it costs time, and few commands ask. */
  readonly stdin: NodeJS.ReadStream;
  /** Results go here. */
  readonly stdout: NodeJS.WriteStream;
  /** Words for people go here. */
  readonly stderr: NodeJS.WriteStream;
  /** The environment and, below it, `.env` of the working directory. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether results are shown in colour. */
  readonly colour: boolean;
}

export function openIo(arguments_: readonly string[]): Io {
  const { stdout, stderr } = process;
  // A reader that has seen enough (`| head`) closes the pipe: no error, nothing more to say.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
  stderr.on('error', () => {});
  const env = { ...dotEnv(), ...process.env };
  const colour =
    stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb' && !arguments_.includes('--no-color');
  return {
    get stdin() {
      return process.stdin;
    },
    ...{ stdout, stderr, env, colour },
  };
}

function dotEnv(): Record<string, string | undefined> {
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')) };
  } catch {
    return {};
  }
}

/** Writes and waits where the reader is slow. */
export async function print(
  stream: NodeJS.WriteStream,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  for await (const piece of pieces) {
    if (!stream.write(piece)) await new Promise<void>((resolve) => stream.once('drain', resolve));
  }
}
