import { pairsOf } from '../analysis/pairs.ts';
import { type Pilot, type PowerFigures, pilotOf, powerOf } from '../analysis/power.ts';
import type { Standings } from '../analysis/scorecard.ts';
import { UserError } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import type { GateSpec, MaxDrop, Suite } from '../domain/suite.ts';
import { listRuns } from '../results/folder.ts';
import { leastSamples } from '../stats/sample-size.ts';
import { readStandings } from './scorecard.ts';

/** Supposed where no past run has the pair. */
const SUPPOSED = [0.1, 0.2] as const;

/** What the suite's samples can show by one gate on one task. */
export interface GatePower {
  readonly candidate: string;
  readonly baseline: string;
  readonly task: string;
  /** In points of the scale: a relative one is taken of the baseline's past quality, or of 1, which no model exceeds. */
  readonly margin: number;
  readonly confidence: number;
  /** That the suite asks. */
  readonly samples: number;
  /** Fewer cannot pass, even where the two never differ. */
  readonly least_samples: number;
  /** By how often the two differ: as they did in a past run, else as is supposed. */
  readonly suppositions: readonly (PowerFigures & { readonly flip_rate: number; readonly pilot: PastPair | null })[];
}

interface PastPair {
  readonly run_id: string;
  /** Samples that both were scored on. */
  readonly n: number;
}

/** A task as it would be asked. */
export interface PlannedTask {
  readonly name: string;
  readonly prompt_sha256: string;
  readonly samples: number;
}

/** For each gate that bounds a loss, on each task that is asked. Throws a UserError where there is none. */
export async function gatePowers(
  suite: Suite,
  { tasks, results }: { readonly tasks: readonly PlannedTask[]; readonly results: string },
): Promise<GatePower[]> {
  const asked = (suite.gates ?? []).flatMap((gate) =>
    tasks.flatMap((task) => {
      const drop = gate.max_drop?.[task.name];
      return drop ? [{ gate, task, drop }] : [];
    }),
  );
  if (asked.length === 0)
    throw new UserError('--power: the suite has no gate with max_drop, so nothing can be planned');
  const past = new PastRuns(results, suite);
  const powers: GatePower[] = [];
  for (const { gate, task, drop } of asked)
    powers.push(powerOn(gate, { task, drop, found: await past.find(gate, task) }));
  return powers;
}

interface OnTask {
  readonly task: PlannedTask;
  readonly drop: MaxDrop;
  readonly found: (Pilot & PastPair) | null;
}

function powerOn({ candidate, baseline, confidence }: GateSpec, { task, drop, found }: OnTask): GatePower {
  const alpha = 1 - confidence;
  const margin = 'absolute' in drop ? drop.absolute : drop.relative * (found?.baseline || 1);
  const suppositions = found === null ? SUPPOSED.map((flip_rate) => ({ flip_rate, pilot: null })) : [asSeen(found)];
  return {
    ...{ candidate, baseline, task: task.name, margin, confidence, samples: task.samples },
    least_samples: leastSamples(margin, alpha),
    suppositions: suppositions.map(({ flip_rate, pilot }) => ({
      ...{ flip_rate, pilot },
      ...powerOf({ flipRate: flip_rate, margin, alpha, samples: task.samples }),
    })),
  };
}

const asSeen = ({ flip_rate, run_id, n }: Pilot & PastPair) => ({ flip_rate, pilot: { run_id, n } });

/** Past runs of a suite's models; each is read once. */
class PastRuns {
  readonly #results: string;
  readonly #suite: Suite;
  readonly #read = new Map<string, Promise<Standings>>();

  constructor(results: string, suite: Suite) {
    this.#results = results;
    this.#suite = suite;
  }

  /** How the two did in the newest run that asked both this task with this prompt; null where none did. */
  async find(gate: GateSpec, task: PlannedTask): Promise<(Pilot & PastPair) | null> {
    const metric = this.#suite.tasks.find(({ name }) => name === task.name)?.metric ?? '';
    for (const { path, manifest } of await listRuns(this.#results)) {
      if (!this.#isLike(manifest, gate, task)) continue;
      const standings = await this.#standings(path, manifest);
      const side = (model: string) => standings.side(model, task.name, metric);
      const [candidate, baseline] = [side(gate.candidate), side(gate.baseline)];
      const pilot = candidate && baseline ? pilotOf(pairsOf(candidate, baseline)) : null;
      if (pilot) return { ...pilot, run_id: manifest.run_id };
    }
    return null;
  }

  #isLike({ suite, tasks }: Manifest, { candidate, baseline }: GateSpec, task: PlannedTask): boolean {
    const isSame = (id: string) => {
      const now = this.#suite.models.find((model) => model.id === id);
      return suite.models.some((model) => model.id === id && model.model === (now?.model ?? model.model));
    };
    const isAsked = tasks.some(({ name, prompt_sha256 }) => name === task.name && prompt_sha256 === task.prompt_sha256);
    return isAsked && isSame(candidate) && isSame(baseline);
  }

  #standings(path: string, manifest: Manifest): Promise<Standings> {
    const known = this.#read.get(path) ?? readStandings(path, manifest);
    this.#read.set(path, known);
    return known;
  }
}
