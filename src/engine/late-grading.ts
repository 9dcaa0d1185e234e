import { Interrupted } from '../domain/errors.ts';
import type { Mark } from '../domain/graded.ts';
import { judgeKey, probeScoreKey } from '../domain/keys.ts';
import type { Answered } from '../domain/outcome.ts';
import { type PlannedSample, targetsOf } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import { type AskJudge, isLate, type Judgement, type LateTaskGrader, type Probe, type Task } from '../domain/task.ts';
import { allEnded } from '../lib/all-ended.ts';
import { asScore } from './grade.ts';
import type { Judged } from './judge.ts';
import type { Plan } from './plan.ts';

/** An answer that late graders of its task have not judged yet. */
export interface Ungraded {
  readonly answer: Answered;
  /** Where its sample stands in `samples.jsonl`, from 0. */
  readonly line: number;
  /** Which of the task's graders, by their places. */
  readonly places: readonly number[];
  /** Its scores of before, by the places of the graders; absent where it has none. */
  readonly marks?: readonly (Mark | undefined)[];
  /** What another model answered to the same; undefined where it has no answer. */
  beside?(model: string): Answered | undefined;
}

/** A score that came after its outcome. */
export interface LateMark {
  readonly answer: Answered;
  readonly line: number;
  /** The grader's place in the task. */
  readonly place: number;
  readonly mark: Mark;
}

interface LateGradingInput {
  readonly plan: Pick<Plan, 'readSample' | 'order'> & { readonly planned: Pick<Plan['planned'], 'targetOf' | 'tasks'> };
  readonly tasks: ReadonlyMap<string, Task>;
  readonly askJudge: (judged: Judged) => AskJudge;
  readonly stop: AbortSignal;
  readonly drop: AbortSignal;
  /** The score of a probe that is on disk, by its score key. */
  probed?(score_key: string): Score | undefined;
  /** Keeps a score; throws when it cannot be kept. */
  keep(score: Score): void;
  onMark(late: LateMark): void;
}

/** How many answers are with late graders at once, of those that were asked before. */
const AT_ONCE = 256;

/** Has answers judged by what takes its time: judges, programs. Knows whether a score is still owed. */
export class LateGrading {
  readonly #input: LateGradingInput;
  /** True once a score was not given that another start of the run is to give. */
  owes = false;

  constructor(input: LateGradingInput) {
    this.#input = input;
  }

  /** The places of a task's late graders: those that judge an answer by itself, or those that compare it. */
  static places(task: Task, { compare }: { readonly compare: boolean }): number[] {
    return task.graders.flatMap((grader, place) =>
      isLate(grader) && (grader.baseline !== undefined) === compare ? [place] : [],
    );
  }

  /** Resolves when all scores are given, or cannot be; rejects with a bug, or where a line cannot be kept. */
  async grade(ungraded: Ungraded): Promise<void> {
    await Promise.all(ungraded.places.map((place) => this.#gradeBy(place, ungraded)));
  }

  /** Judges recorded answers, a bounded number at once. */
  async gradeAll(all: AsyncIterable<Ungraded>): Promise<void> {
    const answers = all[Symbol.asyncIterator]();
    const work = async () => {
      for (let next = await answers.next(); !next.done; next = await answers.next()) {
        if (this.#input.stop.aborted) {
          this.owes = true;
          return;
        }
        await this.grade(next.value);
      }
    };
    await allEnded(Array.from({ length: AT_ONCE }, work));
  }

  /** Shows each task's judges what they must not fall for; each once in a run. */
  async probe(): Promise<void> {
    const probing = [...this.#input.tasks.values()].flatMap((task) =>
      task.graders.filter(isLate).map((grader) => this.#probeGrader(task, grader)),
    );
    await Promise.all(probing);
  }

  async #gradeBy(place: number, { answer, line, beside, marks }: Ungraded): Promise<void> {
    const { plan, tasks, askJudge, drop, keep, onMark } = this.#input;
    const grader = tasks.get(answer.task)?.graders[place] as LateTaskGrader;
    const sample = plan.readSample(line);
    const other = grader.baseline === undefined ? undefined : beside?.(grader.baseline);
    if (grader.baseline !== undefined && !other) return;

    const ask = askJudge({
      role: 'judge',
      sample,
      epoch: answer.epoch,
      grader: grader.facts.name,
      of: other ? [answer.key, other.key] : [answer.key],
    });
    const judging =
      grader.baseline === answer.model
        ? Promise.resolve(AS_ITSELF)
        : grader.gradeLater({ sample, answer, ask, signal: drop, ...(other && { beside: other }) });
    const judgement = await this.#unlessStopped(judging);
    if (!judgement || isNothingNew(judgement, marks?.[place])) return;
    const score = asScore(judgement, { answer, target: plan.planned.targetOf(line) }, grader);
    keep(score);
    onMark({ answer, line, place, mark: score });
  }

  async #probeGrader(task: Task, grader: LateTaskGrader): Promise<void> {
    const { plan } = this.#input;
    const line = plan.order.find((one) => plan.planned.tasks[one] === task.spec.name);
    if (line === undefined) return;
    const sample = plan.readSample(line);
    await Promise.all((grader.probes ?? []).map((probe) => this.#probeWith(probe, sample, grader)));
  }

  async #probeWith(probe: Probe, sample: PlannedSample, grader: LateTaskGrader): Promise<void> {
    const { askJudge, drop, keep, probed } = this.#input;
    const { facts } = grader;
    const score_key = probeScoreKey(sample.task, probe.name, facts.digest);
    const before = probed?.(score_key);
    if (before && before.value !== null) return;
    const beside = probe.isBesideTarget ? targetsOf(sample)[0] : probe.beside;
    const of = beside === undefined ? [probe.name] : [probe.name, 'beside'];
    const about = { role: 'probe', grader: facts.name, of, epoch: 1 } as const;
    const judgement = await this.#unlessStopped(
      grader.gradeLater({
        sample,
        answer: said(probe.answer),
        ...(beside !== undefined && { beside: said(beside) }),
        ask: askJudge({ ...about, sample }),
        signal: drop,
      }),
    );
    if (!judgement || isNothingNew(judgement, before)) return;
    const names = { ...about, model: '*', task: sample.task, sample: sample.sample, attempt: 0 };
    keep({
      schema_version: 1,
      score_key,
      key: judgeKey(names),
      grader: facts.name,
      probe: { task: sample.task, name: probe.name },
      ...judgement,
      value: judgement.value === null ? null : Number(probe.isPassedBy(judgement)),
      parts: {},
    });
  }

  /** Undefined where the user, or the end of the money, came first. */
  async #unlessStopped(judging: Promise<Judgement>): Promise<Judgement | undefined> {
    try {
      return await judging;
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      this.owes = true;
      return undefined;
    }
  }
}

/** True where no score can be given for the same reason as before. */
const isNothingNew = (now: Judgement, before: Pick<Mark, 'state' | 'explanation'> | undefined): boolean =>
  now.state === 'unscored' && before?.state === 'unscored' && before.explanation === now.explanation;

const said = (answer: string) => ({ answer, finish_reason: 'stop' }) as const;

const AS_ITSELF: Judgement = {
  state: 'scored',
  value: 0.5,
  extracted: null,
  explanation: 'the baseline itself',
  parts: {},
};
