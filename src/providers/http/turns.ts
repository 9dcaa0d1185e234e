/** Enough for a busy loop to lose nothing by it, and few enough for a reply that waits at a socket to be seen at once. */
const PER_TURN = 16;

const waiting: (() => void)[] = [];

/**
 * Does some work a few turns of the event loop later. What is done with one reply takes longer than to receive the next;
 * done in turns, it lets the loop look at all sockets in between, so that each reply gets the time at which it came.
 */
export function inTurn(work: () => void): void {
  if (waiting.push(work) === 1) setImmediate(doSome);
}

function doSome(): void {
  for (const work of waiting.splice(0, PER_TURN)) work();
  if (waiting.length > 0) setImmediate(doSome);
}
