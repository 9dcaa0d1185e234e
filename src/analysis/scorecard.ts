import type { Cost } from '../domain/call.ts';
import type { Comparison } from '../domain/difference.ts';
import type { Graded, Mark } from '../domain/graded.ts';
import type { JudgedGrader } from '../domain/judged.ts';
import type { Outcome } from '../domain/outcome.ts';
import { billedAt, type Manifest, metricsOf, type TaskFacts } from '../domain/run.ts';
import type { Score } from '../domain/score.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { GateSpec, GraderSpec } from '../domain/suite.ts';
import type { Verdict } from '../domain/verdict.ts';
import { AnswerLengths, atEqualLength, baselineOf } from './answer-lengths.ts';
import { calibrate } from './calibration.ts';
import { type Contender, comparisonsOf, couplesOf, tasksOf } from './comparisons.ts';
import { coverageOf, readingsOf, stoppedEarly } from './coverage.ts';
import { economicsOf } from './economics.ts';
import type { MetricChoice } from './figures.ts';
import { type GatedRun, ruleGate } from './gate.ts';
import { JudgeTallies } from './judging.ts';
import { LabelledAnswers } from './labelled.ts';
import { labelledValues } from './labelled-values.ts';
import { classifiedOfTask } from './labelling.ts';
import { type Side, sideOf, type TaskSamples } from './pairs.ts';
import { repeatedOfTask } from './repeated.ts';
import { overallRows, rowsOfTask, withFrontier } from './rows.ts';
import { type SequentialGates, Stopper, sequentialRuling } from './stopper.ts';
import { emptyTables, metricChoices, type RunSamples, specOf, type Tables, tableOf } from './tables.ts';
import { withoutLimits } from './without-limits.ts';

export interface ScorecardInput extends RunSamples {
  /** What an outcome costs at list price, and what this run paid for it. */
  readonly costsOf: (outcome: Outcome) => { readonly cost: Cost; readonly spent: Cost };
}

/** What a run has brought so far, as a scorecard needs it: some 90 bytes a trial. */
export class Standings {
  readonly #input: ScorecardInput;
  readonly #tables: Tables;
  readonly #firstLines: ReadonlyMap<string, number>;
  readonly #taskSamples = new Map<string, TaskSamples>();
  readonly #judges: JudgeTallies;
  readonly #labelled: LabelledAnswers;
  readonly #lengths: AnswerLengths;

  constructor(input: ScorecardInput) {
    const { manifest, samples } = input;
    this.#input = input;
    this.#tables = emptyTables(manifest);
    this.#judges = new JudgeTallies(manifest);
    this.#labelled = new LabelledAnswers(manifest.suite);
    this.#lengths = new AnswerLengths(manifest);
    this.#firstLines = new Map(manifest.tasks.map(({ name }) => [name, samples.tasks.indexOf(name)]));
  }

  /** Adds an outcome with its marks. Of several for one trial the last counts, but each has cost what it cost. */
  add({ outcome, line, marks }: Graded): void {
    if (outcome.role !== 'answer') {
      this.#judges.add(outcome, this.#input.costsOf(outcome));
      return;
    }
    const table = this.#tables.get(outcome.model)?.get(outcome.task);
    if (!table || line === undefined) return;
    const place = line - (this.#firstLines.get(outcome.task) ?? 0);
    this.#labelled.add(outcome, place);
    this.#lengths.add(outcome, place);
    table.set(place, outcome.epoch - 1, { outcome, marks, ...this.#input.costsOf(outcome) });
  }

  /** Adds a score that came after its outcome; `place` is its grader's in the task. */
  mark(
    { task, model, epoch }: Pick<Outcome, 'task' | 'model' | 'epoch'>,
    line: number,
    place: number,
    mark: Mark,
  ): void {
    const table = this.#tables.get(model)?.get(task);
    table?.mark(line - (this.#firstLines.get(task) ?? 0), epoch - 1, place, mark);
  }

  /** Which trials the gates still need, by what has come so far. */
  stopper(): Stopper {
    return new Stopper(this.#sequentialGates());
  }

  /** True where the suite stops early, and what has come decides every gate. */
  get isDecided(): boolean {
    return this.#input.manifest.suite.stop_early === true && this.stopper().isDecided;
  }

  #sequentialGates(): SequentialGates {
    const { manifest, samples } = this.#input;
    return { manifest, samples, tableOf: (model, task) => tableOf(this.#tables, model, task) };
  }

  /** Adds how judges did with a case of known verdict. */
  addProbe(score: Score): void {
    this.#judges.addProbe(score);
  }

  /** A model as it is compared. */
  contender(model: string): Contender {
    const sides = new Map<string, Side | undefined>();
    return {
      model,
      side: (task, metric) => {
        const key = JSON.stringify([task, metric]);
        if (!sides.has(key)) sides.set(key, this.side(model, task, metric));
        return sides.get(key);
      },
    };
  }

  /** How a model did on a task by a metric, as pairs are made of; undefined where the run has no such thing. */
  side(model: string, task: string, metric: string): Side | undefined {
    const facts = this.#input.manifest.tasks.find(({ name }) => name === task);
    const table = this.#tables.get(model)?.get(task);
    if (!facts || !table || !facts.graders.flatMap(metricsOf).includes(metric)) return undefined;
    const side = sideOf(table, metric, this.#samplesOf(facts));
    const spec = specOf(this.#input.manifest, task).grade.find(({ name }) => name === metric);
    if (!spec?.labels) return side;
    const [labels, answers, baseline] = [spec.labels, this.#labelled.found(), baselineOf(spec)];
    return { ...side, labelled: labelledValues({ ...{ model, metric, labels, answers, table }, baseline }) };
  }

  /** Read once a task: all models are asked the same samples. */
  #samplesOf({ name, samples: n }: TaskFacts): TaskSamples {
    const known = this.#taskSamples.get(name);
    if (known) return known;
    const { samples, groups, categories, clusters } = this.#input.samples;
    const first = this.#firstLines.get(name) ?? 0;
    // A run of one task keeps one list of its samples.
    const own = <T>(column: readonly T[]) => (n === column.length ? column : column.slice(first, first + n));
    const found = { ids: own(samples), groups: own(groups), categories: own(categories), clusters: own(clusters) };
    this.#taskSamples.set(name, found);
    return found;
  }

  /** The judges' figures, each with what length does, and beside what people say of the same answers. */
  #judging(): JudgedGrader[] | undefined {
    const { manifest } = this.#input;
    const answers = this.#labelled.found();
    return this.#judges.figures()?.map((judged) => {
      const { task, grader } = judged;
      const spec = specOf(manifest, task).grade.find(({ name }) => name === grader) as GraderSpec;
      const { labels } = spec;
      const baseline = baselineOf(spec);
      const tables = new Map(manifest.models.map(({ id }) => [id, tableOf(this.#tables, id, task)]));
      const choice = choiceOf(manifest, task, grader);
      return {
        ...judged,
        ...(baseline !== undefined && {
          equal_length: atEqualLength({ task, grader, baseline, tables, lengths: this.#lengths }),
        }),
        ...(labels && { calibration: calibrate({ choice, baseline, labels, answers, tables }) }),
      };
    });
  }

  /** Every figure of the run. */
  scorecard(status: Manifest['status']): Scorecard {
    const { manifest } = this.#input;
    const tables = this.#tables;
    const judging = this.#judging();
    const former = this.#judges.former();
    const classification = manifest.tasks.flatMap((task) => classifiedOfTask(task, tables, this.#input));
    const readings = manifest.tasks.flatMap((task) => readingsOf(task, tables, manifest));
    const repeats = manifest.tasks.flatMap((task) => repeatedOfTask(task, tables, manifest));
    const params = manifest.models.flatMap(({ id, params }) => (params ? [{ model: id, ...params }] : []));
    const recorded = manifest.suite.models.flatMap(({ id, recorded_from: from }) =>
      from ? [{ model: id, from }] : [],
    );
    const coverage = manifest.models.flatMap(({ id }) =>
      manifest.tasks.map((task) => coverageOf(id, task, manifest, tables)),
    );
    const taskRows = manifest.tasks.flatMap((task) =>
      rowsOfTask(task, tables, { ...this.#input, classification, repeats }),
    );
    const rows = [...taskRows, ...overallRows(this.#input, tables)];
    const stopped_early = manifest.suite.stop_early && status === 'complete' ? stoppedEarly(coverage, rows) : undefined;
    const honest = stopped_early ? withoutLimits : <T>(figures: T) => figures;
    const comparisons = honest(this.#comparisons());
    const economics = economicsOf(
      manifest,
      manifest.models.map(({ id }) => ({
        model: id,
        tables: manifest.tasks.map(({ name }) => tableOf(tables, id, name)),
        clusters: manifest.tasks.map((task) => this.#samplesOf(task).clusters),
      })),
    );
    const scorecard: Scorecard = {
      schema_version: 1,
      run_id: manifest.run_id,
      suite: manifest.suite.name,
      status,
      started_at: manifest.started_at,
      tool_version: manifest.tool_version,
      seed: manifest.suite.seed,
      tasks: manifest.tasks.map((task) => ({ ...task, metric: specOf(manifest, task.name).metric })),
      models: manifest.models.map(({ id }) => id),
      ...(params.length > 0 && { params }),
      ...(recorded.length > 0 && { recorded }),
      prices: billedAt(manifest),
      repriced_on: manifest.repriced_on ?? null,
      rows: withFrontier(honest(rows), comparisons),
      coverage,
      ...(stopped_early && { stopped_early }),
      ...(economics && { economics: honest(economics) }),
      ...(comparisons.length > 0 && { comparisons }),
      ...(judging && { judging }),
      ...(former.length > 0 && { former_judging: former }),
      ...(classification.length > 0 && { classification: honest(classification) }),
      ...(readings.length > 0 && { readings }),
      ...(repeats.length > 0 && { repeats: honest(repeats) }),
    };
    const { gates } = manifest.suite;
    return gates ? { ...scorecard, verdicts: this.#verdicts(gates, scorecard) } : scorecard;
  }

  #verdicts(gates: readonly GateSpec[], scorecard: Scorecard): Verdict[] {
    const run = this.gated(scorecard);
    return gates.map((gate) => ruleGate(gate, { candidate: run, baseline: run }));
  }

  /** The run as gates read it. */
  gated(scorecard: Scorecard): GatedRun {
    const { gates = [], stop_early } = this.#input.manifest.suite;
    const figures = (gate: GateSpec, task: string) => {
      const ruling = sequentialRuling(gate, task, this.#sequentialGates());
      ruling.advance();
      return ruling.figures();
    };
    return {
      scorecard,
      side: ({ model, task, metric }) => this.side(model, task, metric),
      ...(stop_early && { mayStop: { gates, figures } }),
    };
  }

  /** Figures that are had at once: what takes long draws is left to a comparison of its own. */
  #comparisons(): Comparison[] {
    const { manifest } = this.#input;
    const { suite, models } = manifest;
    const baseline = suite.roles?.incumbent;
    const isNamed = models.some(({ id }) => id === baseline);
    if (!isNamed && models.length > MOST_COMPARED) return [];
    const couples = couplesOf(
      models.map(({ id }) => this.contender(id)),
      baseline,
    );
    return comparisonsOf({ couples, tasks: tasksOf(manifest), seed: suite.seed, drawsFor: fewDraws }, (one) => one);
  }
}

/** Of more models without an incumbent, each pair is compared only when asked for. */
const MOST_COMPARED = 6;
/** At the end of a run nobody waits for draws of large samples, whose normal intervals say the same. */
const fewDraws = (n: number): number => (n > 500 ? 0 : 2000);

const choiceOf = ({ tasks }: Manifest, task: string, metric: string): MetricChoice =>
  metricChoices(tasks.find(({ name }) => name === task)?.graders ?? []).find(
    (one) => one.metric === metric,
  ) as MetricChoice;
