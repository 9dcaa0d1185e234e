import { type JudgedGrader, LEAST_YOUDEN } from '../domain/judged.ts';
import { metricsOf, type TaskFacts } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { GateSpec } from '../domain/suite.ts';
import { CRITERIA, type CriterionVerdict, type Ruling, type TaskVerdict, type Verdict } from '../domain/verdict.ts';
import { percent } from '../lib/format.ts';
import { type Contest, pairsByName, undecided } from './contest.ts';
import { RULES } from './criteria.ts';
import type { Side } from './pairs.ts';
import type { SequentialFigures } from './sequential.ts';

/** A run as a gate reads it. */
export interface GatedRun {
  /** Its figures; verdicts are not read. */
  readonly scorecard: Scorecard;
  /** How a model did on a task by a metric; undefined where the run has no such thing. */
  side(of: { readonly model: string; readonly task: string; readonly metric: string }): Side | undefined;
  /** Of a run that may stop early: the gates that it stops by, and how they stand in the order in which it asked. */
  readonly mayStop?: {
    readonly gates: readonly GateSpec[];
    figures(gate: GateSpec, task: string): SequentialFigures;
  };
}

/** Where the two models of a gate were asked: as a rule in one run. */
export interface GatedRuns {
  readonly candidate: GatedRun;
  readonly baseline: GatedRun;
}

/** Rules on one gate: on each task by itself, and all are needed. Nothing is ruled on a run that is not whole. */
export function ruleGate(gate: GateSpec, runs: GatedRuns): Verdict {
  const no_ruling = whyNone(gate, runs);
  if (no_ruling !== null) return { gate, ruling: null, counts_as: null, no_ruling, tasks: [] };
  const tasks = gate.tasks.map((task) => ruleTask(task, gate, runs));
  const ruling = worst(tasks);
  const counts_as = ruling === 'inconclusive' ? (gate.inconclusive ?? ruling) : ruling;
  return { gate, ruling, counts_as, no_ruling, tasks };
}

function whyNone({ candidate, baseline, tasks }: GateSpec, runs: GatedRuns): string | null {
  for (const [run, model] of [[runs.candidate, candidate] as const, [runs.baseline, baseline] as const]) {
    const { status, coverage, run_id } = run.scorecard;
    if (status !== 'complete') return `the run ${run_id} is not complete; the command that started it goes on`;
    const under = coverage.find(
      (one) => one.model === model && tasks.includes(one.task) && (one.coverage ?? 1) < one.min_coverage,
    );
    if (under)
      return `${model} answered only ${percent(under.coverage ?? 0)} of ${under.task}, and the floor is ${percent(under.min_coverage)}; ask the failures again with --retry-failed`;
  }
  return null;
}

const worst = (parts: readonly { readonly ruling: Ruling }[]): Ruling =>
  (['fail', 'inconclusive'] as const).find((ruling) => parts.some((part) => part.ruling === ruling)) ?? 'pass';

function ruleTask(task: string, gate: GateSpec, runs: GatedRuns): TaskVerdict {
  const asked = CRITERIA.filter((criterion) => gate[criterion] !== undefined);
  const found = contestOf(task, gate, runs);
  const criteria = asked.map((criterion): CriterionVerdict => {
    if (typeof found === 'string') return undecided({ criterion, gate, task }, { why: found, change: null });
    return RULES[criterion](found);
  });
  return { task, metric: typeof found === 'string' ? null : found.metric, ruling: worst(criteria), criteria };
}

/** What the rules of a task read; in words where a model was not asked it. */
function contestOf(task: string, gate: GateSpec, runs: GatedRuns): Contest | string {
  const facts = (run: GatedRun) => run.scorecard.tasks.find(({ name }) => name === task);
  const [own, other] = [facts(runs.candidate), facts(runs.baseline)];
  if (!own || !other) return `${task} was not asked in this run`;
  const { metric } = own;
  const candidate = runs.candidate.side({ model: gate.candidate, task, metric });
  const baseline = runs.baseline.side({ model: gate.baseline, task, metric });
  if (!candidate) return `${gate.candidate} was not asked ${task} in this run`;
  if (!baseline) return `${gate.baseline} was not asked ${task} in this run`;
  const row = runs.candidate.scorecard.rows.find(
    (one) => one.model === gate.candidate && one.task === task && one.metric === metric && one.level === 'all',
  );
  const judged = [runs.candidate, runs.baseline].map((run) => judgingOf(run, task, metric));
  return {
    ...{ gate, task, metric, candidate, baseline, row, pairs: pairsByName(candidate, baseline) },
    seed: runs.candidate.scorecard.seed,
    isJudged: judged.some(Boolean),
    distrust: judged.map((one) => one && whyDistrusted(one)).find(Boolean) ?? null,
    mismatch: runs.candidate === runs.baseline ? null : mismatchOf(own, other, metric),
    stopping: stoppingOf(task, gate, runs),
  };
}

/** How a run that may stop early rules: by what it fixed before it asked, and nothing else. */
function stoppingOf(task: string, gate: GateSpec, { candidate, baseline }: GatedRuns): Contest['stopping'] {
  if (!candidate.mayStop && !baseline.mayStop) return null;
  const isOwn = candidate === baseline && candidate.mayStop?.gates.some((own) => isSameQuestion(own, gate, task));
  return (isOwn && gate.max_drop && candidate.mayStop?.figures(gate, task)) || 'other';
}

const isSameQuestion = (own: GateSpec, gate: GateSpec, task: string): boolean =>
  own.tasks.includes(task) &&
  JSON.stringify([own.candidate, own.baseline, own.confidence, own.max_drop?.[task]]) ===
    JSON.stringify([gate.candidate, gate.baseline, gate.confidence, gate.max_drop?.[task]]);

function judgingOf({ scorecard }: GatedRun, task: string, metric: string): JudgedGrader | undefined {
  const grader = graderOf(scorecard.tasks.find(({ name }) => name === task) as TaskFacts, metric);
  return scorecard.judging?.find((one) => one.task === task && one.grader === grader?.name);
}

const graderOf = ({ graders }: TaskFacts, metric: string) =>
  graders.find((grader) => metricsOf(grader).includes(metric));

/** Why a judge's verdicts decide nothing; null where they may. */
function whyDistrusted({ grader, probes, calibration }: JudgedGrader): string | null {
  const open = probes.length === 0 || probes.some(({ passed }) => passed === null);
  const failed = probes.filter(({ passed }) => passed === false).map(({ name }) => name);
  if (failed.length > 0)
    return `the judges of ${grader} fell for answers that are known to be bad: ${failed.join(', ')}`;
  if (open) return `the judges of ${grader} did not rule on all the answers that are known to be bad`;
  const youden = calibration?.youden.value ?? null;
  if (youden !== null && youden <= LEAST_YOUDEN)
    return `the judges of ${grader} tell right from wrong hardly better than chance: J ${youden.toFixed(2)} by people’s labels`;
  return null;
}

/** What two runs asked or graded differently on a task; null where nothing that a difference could come from. */
function mismatchOf(one: TaskFacts, other: TaskFacts, metric: string): string | null {
  const grader = (facts: TaskFacts) => graderOf(facts, metric)?.digest;
  const differing = [
    ...(one.protocol === other.protocol ? [] : [`the protocol (${one.protocol}; ${other.protocol})`]),
    ...(one.prompt_sha256 === other.prompt_sha256 ? [] : ['the prompt']),
    ...(one.dataset_sha256 === other.dataset_sha256 ? [] : ['the dataset']),
    ...(grader(one) === grader(other) ? [] : ['the grader']),
  ];
  return differing.length === 0 ? null : `the two runs differ in ${differing.join(' and ')}`;
}
