import type { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Long enough to read what a program printed last. */
const GRACE_MS = 200;

interface Program {
  once(event: 'exit', listener: () => void): unknown;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/**
 * Closes a program's output soon after it has exited: what it left behind may hold that open for ever. `end` is told to
 * end the rest of its group; what has left that too goes on by itself.
 */
export function closeAfterExit(program: Program, end: () => unknown): void {
  const { stdout, stderr } = program;
  program.once('exit', async () => {
    await sleep(GRACE_MS, undefined, { ref: false });
    // Where this process was busy all the while, what there is to read comes first.
    await nextTurn();
    if (stdout.closed && stderr.closed) return;
    end();
    stdout.destroy();
    stderr.destroy();
  });
}
