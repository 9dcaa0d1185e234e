import { type GatedRun, ruleGate } from '../analysis/gate.ts';
import { UserError } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { GateSpec } from '../domain/suite.ts';
import { hint } from '../lib/suggest.ts';
import { findRun } from '../results/folder.ts';
import { readManifest } from '../results/manifest.ts';
import type { GateInput } from '../suites/gate-schema.ts';
import { priced } from './priced.ts';
import { readStandings } from './scorecard.ts';

export interface GateRequest {
  /** One run, or two: folders, run ids, or `latest`. */
  readonly runs: readonly string[];
  readonly results: string;
  /** A gate of the user's own in place of the suite's; empty for those. */
  readonly asked: Readonly<Partial<Record<keyof GateInput, unknown>>>;
  /** What gates that cannot be decided count as, in place of what they say. */
  readonly inconclusive?: 'pass' | 'fail' | undefined;
  /** A price file of the user's own, whose prices to take. */
  readonly priceFile?: string | undefined;
  /** Told of models that have no price then. */
  onWarning?(warning: string): void;
}

/** What gates say of recorded runs: the candidate's scorecard, with their verdicts. */
export interface Gated {
  readonly scorecard: Scorecard & Required<Pick<Scorecard, 'verdicts'>>;
  readonly candidate_run: string;
  readonly baseline_run: string;
}

interface Read {
  readonly manifest: Manifest;
  readonly run: GatedRun;
}

/**
 * Rules on recorded runs by the gates of their suite, or by one of the user's own. Of two runs the candidate is the first's
 * that has it, and the baseline the other's. Throws a UserError where there is no gate, or a model that it names.
 */
export async function gate(request: GateRequest): Promise<Gated> {
  const { runs, results } = request;
  if (runs.length > 2) throw new UserError(`gate takes one run, or two; these are ${runs.length}`);
  const folders = await Promise.all((runs.length === 0 ? ['latest'] : runs).map((run) => findRun(results, run)));
  const read = await Promise.all(folders.map((folder) => readRun(folder, request)));
  const [first, second] = read as [Read, Read | undefined];
  const gates = await gatesOf(read, request);
  const isOne = !second || first.manifest.run_id === second.manifest.run_id;
  const [candidate, baseline] = isOne ? [first, first] : sidesOf(gates, [first, second]);
  const verdicts = gates.map((one) => ruleGate(one, { candidate: candidate.run, baseline: baseline.run }));
  const { economics, ...figures } = candidate.run.scorecard;
  return {
    scorecard: { ...figures, ...(isOne && economics && { economics }), verdicts },
    candidate_run: candidate.manifest.run_id,
    baseline_run: baseline.manifest.run_id,
  };
}

async function readRun(folder: string, request: GateRequest): Promise<Read> {
  const manifest = await priced(await readManifest(folder), request);
  const standings = await readStandings(folder, manifest);
  return { manifest, run: standings.gated(standings.scorecard(manifest.status)) };
}

async function gatesOf(read: readonly Read[], { asked, inconclusive }: GateRequest): Promise<readonly GateSpec[]> {
  const suites = read.map(({ manifest }) => manifest.suite);
  const isAsked = Object.values(asked).some((value) => value !== undefined);
  const gates = isAsked
    ? [await gateAsked(suites, asked)]
    : suites.map(({ gates }) => gates).find((found) => found?.length);
  if (!gates) {
    throw new UserError(
      `${read.map(({ manifest }) => manifest.run_id).join(' and ')}: the suite has no gates; give --candidate, --baseline and a criterion, like --max-drop 0.03`,
    );
  }
  return gates.map((one) => (inconclusive === undefined ? one : { ...one, inconclusive }));
}

type Suites = readonly Manifest['suite'][];

async function gateAsked(suites: Suites, asked: GateRequest['asked']): Promise<GateSpec> {
  if (asked.candidate === undefined) {
    const models = suites[0]?.models.map(({ id }) => id) ?? [];
    throw new UserError(`--candidate: name the model that would take over; there is: ${models.join(', ')}`);
  }
  const { gateSchema } = await import('../suites/gate-schema.ts');
  const { gateProblems, resolveGate } = await import('../suites/gates.ts');
  const { success, data, error } = gateSchema.safeParse({ baseline: 'incumbent', ...withoutUndefined(asked) });
  const flag = (path: readonly PropertyKey[]) => `--${String(path[0] ?? 'candidate').replaceAll('_', '-')}`;
  if (!success) throw new UserError(error.issues.map(({ path, message }) => `${flag(path)}: ${message}`).join('\n'));
  const incumbent = suites.map(({ roles }) => roles?.incumbent).find((id) => id !== undefined);
  const models = suites.flatMap((suite) => suite.models);
  const tasks = suites[0]?.tasks ?? [];
  const known = { models, tasks, mayBeSame: suites.length > 1 };
  const problems = gateProblems({ gates: [data], incumbent }, known, (path) => flag(path.slice(2)));
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return resolveGate(data, { incumbent, tasks });
}

const withoutUndefined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** The candidate's run and the baseline's. Throws a UserError where neither order has both models. */
function sidesOf(gates: readonly GateSpec[], [first, second]: readonly [Read, Read]): readonly [Read, Read] {
  const has = ({ manifest }: Read, id: string) => manifest.models.some((model) => model.id === id);
  const fits = (own: Read, other: Read) => gates.every((one) => has(own, one.candidate) && has(other, one.baseline));
  if (fits(first, second)) return [first, second];
  if (fits(second, first)) return [second, first];
  const names = [first, second].flatMap(({ manifest }) => manifest.models.map(({ id }) => id));
  const wanted = gates.flatMap(({ candidate, baseline }) => [candidate, baseline]);
  const missing = wanted.find((id) => !names.includes(id));
  if (missing !== undefined) throw new UserError(`neither run has a model "${missing}"${hint(missing, names)}`);
  throw new UserError(
    `one of the runs must have asked ${gates.map(({ candidate }) => candidate).join(', ')}, and the other ${gates.map(({ baseline }) => baseline).join(', ')}; to rule within one run, name that run alone`,
  );
}
