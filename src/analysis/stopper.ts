import { askingOrder, type Sourced } from '../domain/order.ts';
import { type Manifest, metricsOf } from '../domain/run.ts';
import type { GateSpec } from '../domain/suite.ts';
import { SequentialRuling } from './sequential.ts';
import type { TrialTable } from './trial-table.ts';

export interface SequentialGates {
  readonly manifest: Manifest;
  /** In the order of `samples.jsonl`: the task of each sample, and the source that it shares with others. */
  readonly samples: Sourced;
  tableOf(model: string, task: string): TrialTable;
}

/** The ruling of a gate on one of its tasks, of a suite that stops early; it has read nothing yet. */
export function sequentialRuling(gate: GateSpec, task: string, { manifest, samples, tableOf }: SequentialGates) {
  const metric = manifest.suite.tasks.find(({ name }) => name === task)?.metric ?? '';
  const graders = manifest.tasks.find(({ name }) => name === task)?.graders ?? [];
  const margin = gate.max_drop?.[task];
  if (!margin) throw new Error(`the gate of ${gate.candidate} names no max_drop for ${task}`);
  return new SequentialRuling({
    candidate: tableOf(gate.candidate, task),
    incumbent: tableOf(gate.baseline, task),
    metric,
    grader: graders.findIndex((grader) => metricsOf(grader).includes(metric)),
    units: unitsOf(task, samples, manifest.suite.seed),
    margin,
    alpha: 1 - gate.confidence,
  });
}

/** A task's samples in the order in which they are asked, those of one source together, by their places in the task. */
function unitsOf(task: string, samples: Sourced, seed: number): number[][] {
  const { tasks, clusters } = samples;
  const first = tasks.indexOf(task);
  const units = new Map<string | number, number[]>();
  for (const line of askingOrder(samples, seed)) {
    if (tasks[line] !== task) continue;
    const source = clusters[line] ?? line;
    const unit = units.get(source);
    if (unit) unit.push(line - first);
    else units.set(source, [line - first]);
  }
  return [...units.values()];
}

interface TaskRuling {
  readonly task: string;
  readonly ruling: SequentialRuling;
}

interface GateRuling {
  readonly gate: GateSpec;
  readonly tasks: readonly TaskRuling[];
}

/** Knows which trials the gates of a suite that stops early still need; a gate of models that are not asked stops nothing. */
export class Stopper {
  readonly #gates: readonly GateRuling[];
  readonly #givenUp = new Set<string>();

  constructor(input: SequentialGates) {
    const models = input.manifest.models.map(({ id }) => id);
    const asked = (gate: GateSpec) => models.includes(gate.candidate) && models.includes(gate.baseline);
    this.#gates = (input.manifest.suite.gates ?? []).filter(asked).map((gate) => ({
      gate,
      tasks: gate.tasks.map((task) => ({ task, ruling: sequentialRuling(gate, task, input) })),
    }));
    for (const { tasks } of this.#gates) for (const { ruling } of tasks) ruling.advance();
  }

  /** Reads what has come of a model on a task. */
  note(model: string, task: string): void {
    for (const { gate, tasks } of this.#gates) {
      if (gate.candidate !== model && gate.baseline !== model) continue;
      for (const one of tasks) if (one.task === task) one.ruling.advance();
    }
  }

  /** A model is asked no more: its gates stay open, and nothing is bought for them. */
  giveUp(model: string): void {
    this.#givenUp.add(model);
  }

  /** True once every gate is decided, or cannot be within the suite. */
  get isDecided(): boolean {
    return this.#gates.length > 0 && this.#gates.every(isDecided);
  }

  /** Whether a model is still to be asked a task's samples: models of no gate are until all are decided. */
  wants(model: string, task: string): boolean {
    const own = this.#gates.filter(({ gate }) => gate.candidate === model || gate.baseline === model);
    const ruled = own.filter(({ gate }) => gate.tasks.includes(task));
    if (ruled.length === 0) return !this.isDecided;
    return ruled.some(
      (one) =>
        !isDecided(one) &&
        !this.#isGivenUp(one) &&
        one.tasks.some((part) => part.task === task && !part.ruling.isDecided),
    );
  }

  #isGivenUp({ gate }: GateRuling): boolean {
    return this.#givenUp.has(gate.candidate) || this.#givenUp.has(gate.baseline);
  }
}

/** One task that fails decides a gate; else all of them do. */
const isDecided = ({ tasks }: GateRuling): boolean =>
  tasks.some(({ ruling }) => ruling.ruling === 'fail') || tasks.every(({ ruling }) => ruling.isDecided);
