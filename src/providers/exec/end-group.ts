import { kill } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 2000;

/** Ends all processes of a group: asks first, and kills what is still there 2 s later. */
export async function endGroup(group: number): Promise<void> {
  if (!tell(group, 'SIGTERM')) return;
  await sleep(GRACE_MS, undefined, { ref: false });
  tell(group, 'SIGKILL');
}

/** False where there is no such group any more. */
function tell(group: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return kill(-group, signal);
  } catch {
    return false;
  }
}
