import type { Cost } from '../domain/call.ts';
import { familyOf } from '../domain/family.ts';
import type { FormerJudging, JudgedGrader, JudgeFigures } from '../domain/judged.ts';
import { addKnown, toUsd } from '../domain/money.ts';
import { isDropped, isFailed, type Outcome, totalInput } from '../domain/outcome.ts';
import type { Manifest } from '../domain/run.ts';
import type { Score } from '../domain/score.ts';
import { judgesOf, type Suite } from '../domain/suite.ts';

interface JudgeSums {
  calls: number;
  failed: number;
  input: number;
  output: number;
  femtoUsd: bigint | null;
  femtoSpent: bigint | null;
  estimated: boolean;
  readonly snapshots: Set<string>;
}

/** A judge, in a grader of a task. */
interface JudgedBy {
  readonly task: string;
  readonly grader: string;
  readonly model: string;
}

/** What a run's judges were asked and cost so far, and how they did with cases of known verdict. */
export class JudgeTallies {
  readonly #manifest: Manifest;
  readonly #sums = new Map<string, JudgeSums>();
  readonly #probes = new Map<string, Score>();

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  /** Adds an outcome of a judge with what it costs by the list, and what this run paid. */
  add(outcome: Outcome, { cost, spent }: { readonly cost: Cost; readonly spent: Cost }): void {
    const sums = this.#sumsOf(outcome.task, outcome.judging?.grader ?? '', outcome.model);
    sums.femtoUsd = addKnown(sums.femtoUsd, cost.femtoUsd);
    sums.femtoSpent = addKnown(sums.femtoSpent, spent.femtoUsd);
    sums.estimated ||= cost.estimated;
    if (isDropped(outcome)) return;
    sums.calls += 1;
    if (isFailed(outcome)) {
      sums.failed += 1;
      return;
    }
    sums.input += outcome.usage ? totalInput(outcome.usage) : Number.NaN;
    sums.output += outcome.usage?.output ?? Number.NaN;
    if (outcome.snapshot) sums.snapshots.add(outcome.snapshot);
  }

  /** Adds how the judges of a grader did with a case of known verdict; of several the last counts. */
  addProbe(score: Score): void {
    this.#probes.set(score.score_key, score);
  }

  /** Undefined where no grader asks a judge. */
  figures(): JudgedGrader[] | undefined {
    const { suite } = this.#manifest;
    const graders = judgedIn(suite);
    if (graders.length === 0) return undefined;
    const families = new Set(judgesOf(suite).map(familyOf));
    const kin = suite.models.filter((model) => families.has(familyOf(model))).map(({ id }) => id);
    return graders.map(({ task, grader, judges }) => ({
      ...{ task, grader, kin },
      judges: judges.map(({ id }) => figuresOf(id, this.#sumsOf(task, grader, id))),
      probes: this.#probesOf(task, grader),
    }));
  }

  /** What was asked of judges that the graders no longer ask. */
  former(): FormerJudging[] {
    const now = judgedIn(this.#manifest.suite);
    return [...this.#sums].flatMap(([key, sums]) => {
      const { task, grader, model } = JSON.parse(key) as JudgedBy;
      const isNow = now.some(
        (one) => one.task === task && one.grader === grader && one.judges.some(({ id }) => id === model),
      );
      return isNow ? [] : [{ task, grader, judges: [figuresOf(model, sums)] }];
    });
  }

  #probesOf(task: string, grader: string): JudgedGrader['probes'] {
    return [...this.#probes.values()]
      .filter((score) => score.probe?.task === task && score.grader === grader)
      .map(({ probe, value, explanation }) => ({
        name: probe?.name ?? '',
        passed: value === null ? null : value === 1,
        explanation,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #sumsOf(task: string, grader: string, model: string): JudgeSums {
    const key = JSON.stringify({ task, grader, model } satisfies JudgedBy);
    const sums = this.#sums.get(key) ?? {
      ...{ calls: 0, failed: 0, input: 0, output: 0, femtoUsd: 0n, femtoSpent: 0n, estimated: false },
      snapshots: new Set(),
    };
    this.#sums.set(key, sums);
    return sums;
  }
}

/** The graders that ask judges. */
const judgedIn = ({ tasks }: Suite) =>
  tasks.flatMap(({ name: task, grade }) =>
    grade.flatMap(({ name, judges }) => (judges === undefined ? [] : [{ task, grader: name, judges }])),
  );

function figuresOf(model: string, { calls, failed, input, output, ...sums }: JudgeSums): JudgeFigures {
  const tokens = (count: number) => (calls === failed || Number.isNaN(count) ? null : count);
  return {
    ...{ model, calls, failed },
    snapshot: [...sums.snapshots].sort().join(' ') || null,
    input_tokens: tokens(input),
    output_tokens: tokens(output),
    cost_usd: sums.femtoUsd === null ? null : toUsd(sums.femtoUsd),
    spent_usd: sums.femtoSpent === null ? null : toUsd(sums.femtoSpent),
    cost_estimated: sums.estimated,
  };
}
