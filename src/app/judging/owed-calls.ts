import type { Task } from '../../domain/task.ts';
import { recallJudges } from '../../engine/judge.ts';
import { LateGrading, type Ungraded } from '../../engine/late-grading.ts';
import type { Plan } from '../../engine/plan.ts';
import type { RunPlanInput } from '../../engine/run.ts';

interface OwedCallsInput extends Pick<RunPlanInput, 'judging' | 'backlog' | 'pairs'> {
  readonly plan: Plan;
  readonly tasks: ReadonlyMap<string, Task>;
}

/** What late graders are to do. */
export interface OwedCalls {
  /** Answers that stand to be scored anew by a judge or a program. */
  readonly late: number;
  /** What judges will be asked for that at most, tries again not counted. */
  readonly calls: number;
  /** The same on cases with a known verdict. */
  readonly probes: number;
}

/** How often judges will be asked: graders judge by what is on disk alone, and where that ends, a call is owed. */
export async function countOwedCalls({ plan, tasks, judging, backlog, pairs }: OwedCallsInput): Promise<OwedCalls> {
  let [late, missing] = [0, 0];
  const never = new AbortController().signal;
  const asksJudges = ({ answer }: Ungraded, place: number) =>
    tasks.get(answer.task)?.spec.grade[place]?.judges !== undefined;
  const recalling = new LateGrading({
    ...{ plan, tasks, stop: never, drop: never, keep() {}, onMark() {} },
    ...(judging?.probed && { probed: judging.probed }),
    askJudge: recallJudges({
      judges: judging?.judges ?? [],
      ...(judging?.recorded && { recorded: judging.recorded }),
      onMissing: () => {
        missing += 1;
      },
    }),
  });
  for (const all of [backlog, pairs]) {
    for await (const ungraded of all?.() ?? []) {
      const before = missing;
      const judged = ungraded.places.filter((place) => asksJudges(ungraded, place));
      await recalling.grade({ ...ungraded, places: judged });
      if (missing > before || judged.length < ungraded.places.length) late += 1;
    }
  }
  const calls = missing;
  await recalling.probe();
  return { late, calls, probes: missing - calls };
}
