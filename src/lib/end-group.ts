import { setTimeout as sleep } from 'node:timers/promises';
import { signalTo } from './own-process.ts';

const GRACE_MS = 2000;

/** Ends all processes of a group: asks first, and kills what is still there 2 s later. */
export async function endGroup(group: number): Promise<void> {
  if (!signalTo(-group, 'SIGTERM')) return;
  await sleep(GRACE_MS, undefined, { ref: false });
  signalTo(-group, 'SIGKILL');
}
