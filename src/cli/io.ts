import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { EXIT } from './exit-codes.ts';

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
  /** How many letters a line of results has room for; absent where nothing is to be cut: in a pipe or a file. */
  readonly width: number | undefined;
}

export function openIo(arguments_: readonly string[]): Io {
  const { stdout, stderr } = process;
  // A reader that has seen enough (`| head`) closes the pipe: no error, nothing more to say.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(endOfOutput(error, stderr)));
  stderr.on('error', () => {});
  const env = { ...dotEnv(), ...process.env };
  const colour =
    stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb' && !arguments_.includes('--no-color');
  return {
    get stdin() {
      return process.stdin;
    },
    ...{ stdout, stderr, env, colour, width: widthOf(stdout, env) },
  };
}

/** Where results can go no further; a full disk is the user's to mend. */
function endOfOutput({ code, message }: NodeJS.ErrnoException, stderr: NodeJS.WriteStream): number {
  if (code === 'EPIPE') return EXIT.well;
  stderr.write(`error: standard output takes no more (${message}); make room there, or write elsewhere\n`);
  return EXIT.userCanMend;
}

/** Of terminals that do not tell. */
const USUAL_WIDTH = 80;

/** Of a terminal its own; elsewhere only what COLUMNS says. */
function widthOf({ isTTY, columns }: NodeJS.WriteStream, env: Io['env']): number | undefined {
  if (isTTY) return columns || USUAL_WIDTH;
  const told = Number(env['COLUMNS']);
  return Number.isSafeInteger(told) && told > 0 ? told : undefined;
}

function dotEnv(): Record<string, string | undefined> {
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')) };
  } catch {
    return {};
  }
}

/** What tables are drawn on. */
export const screenOf = ({ colour, width }: Io) => ({ colour, width });

/** Writes and waits where the reader is slow. */
export async function print(
  stream: NodeJS.WriteStream,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  for await (const piece of pieces) {
    if (!stream.write(piece)) await new Promise<void>((resolve) => stream.once('drain', resolve));
  }
}
