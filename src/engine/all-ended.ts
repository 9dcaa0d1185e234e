/** Waits until all have ended, then throws the first problem: nothing goes on behind the caller's back. */
export async function allEnded(works: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(works);
  const problem = ends.find((end) => end.status === 'rejected');
  if (problem) throw problem.reason;
}
