import { setTimeout as sleep } from 'node:timers/promises';
import { signalTo } from './own-process.ts';

const GRACE_MS = 2000;
const LOOK_EVERY_MS = 20;

/** Ends all processes of a group: asks first, and kills what is still there 2 s later. Whoever exits must wait for it. */
export async function endGroup(group: number): Promise<void> {
  let isThere = signalTo(-group, 'SIGTERM');
  for (let waited = 0; isThere && waited < GRACE_MS; waited += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS);
    isThere = signalTo(-group, 0);
  }
  if (isThere) signalTo(-group, 'SIGKILL');
}
