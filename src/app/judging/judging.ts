import type { Standings } from '../../analysis/scorecard.ts';
import type { Score } from '../../domain/score.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineModel } from '../../engine/model.ts';
import type { RunPlanInput } from '../../engine/run.ts';
import { readProbes } from '../../results/graded.ts';
import type { OutcomeIndex } from '../../results/outcome-index.ts';
import type { SampleIndex } from '../../results/sample-index.ts';
import type { OpenRun } from '../running/open-run.ts';
import { hasLate, openVerdicts, unjudged, unpaired } from './late-scores.ts';

interface OpenJudgingInput {
  readonly judges: readonly EngineModel[];
  readonly tasks: ReadonlyMap<string, Task>;
  readonly standings: Standings;
  readonly index: SampleIndex;
  /** True to give those scores again that no judge could give. */
  readonly retryUnscored: boolean;
}

type Judging = Pick<RunPlanInput, 'judging' | 'backlog' | 'pairs' | 'onMark'>;

/** What late graders need of a run: what their judges have said, which scores are owed, and where new ones are counted. */
export async function openJudging(open: OpenRun, input: OpenJudgingInput): Promise<Judging & Disposable> {
  const { judges, tasks, standings, index, retryUnscored } = input;
  const { path, manifest, journal, resumed } = open;
  const owed = { path, manifest, index, tasks, retryUnscored };
  const known = resumed ? await knownVerdicts(open, judges.length > 0) : NOTHING_KNOWN;
  for (const probe of known.probes.values()) standings.addProbe(probe);
  return {
    judging: {
      judges,
      salt: manifest.salt ?? '',
      recorded: (key) => known.verdicts?.find(key),
      probed: (score_key) => known.probes.get(score_key),
      onOutcome: (outcome) => standings.add({ outcome, line: undefined, marks: [] }),
      onProbe: (score) => standings.addProbe(score),
    },
    ...(resumed && hasLate(tasks.values(), { compare: false }) && { backlog: () => unjudged(owed) }),
    ...(hasLate(tasks.values(), { compare: true }) && {
      async *pairs() {
        await journal.flush();
        yield* unpaired(owed);
      },
    }),
    onMark: ({ answer, line, place, mark }) => standings.mark(answer, line, place, mark),
    [Symbol.dispose]: () => known.verdicts?.[Symbol.dispose](),
  };
}

interface Known {
  readonly verdicts: OutcomeIndex | null;
  readonly probes: ReadonlyMap<string, Score>;
}

const NOTHING_KNOWN: Known = { verdicts: null, probes: new Map() };

const knownVerdicts = async ({ path, manifest }: OpenRun, isJudged: boolean): Promise<Known> => ({
  verdicts: isJudged ? await openVerdicts(path) : null,
  probes: await readProbes(path, manifest),
});
