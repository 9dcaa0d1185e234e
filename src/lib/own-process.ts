import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What tells one process from any other, before and after a restart of the machine. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the kernel started it, in clock ticks since boot; null where the system does not say. */
  readonly started: string | null;
  /** Names this boot of the machine; null where the system does not say. */
  readonly boot: string | null;
}

/** The process with this number as it now runs, or null where there is none. */
export function identify(pid: number): ProcessIdentity | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  const stat = statOf(pid);
  if (stat?.[0] === 'Z') return null;
  return { pid, started: stat?.[19] ?? null, boot: firstLine('/proc/sys/kernel/random/boot_id') };
}

export const ownPid: number = process.pid;

export const nodeVersion: string = process.version;

/** How many programs this machine runs at once. */
export const processors = (): number => availableParallelism();

/** The fields of /proc/PID/stat from the third on; the second, in brackets, may itself hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  const stat = firstLine(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function firstLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').split('\n')[0] ?? null;
  } catch {
    return null;
  }
}

/** Sends a signal to a process, or to a whole group by its negative number; false where there is none. 0 only looks. */
export function signalTo(pid: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
