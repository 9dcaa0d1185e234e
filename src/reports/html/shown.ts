import type { AnsweredSample, SampleAnswer } from '../../domain/answered-sample.ts';
import { toUsd } from '../../domain/money.ts';
import { isFailed, totalInput } from '../../domain/outcome.ts';
import { targetsOf } from '../../domain/sample.ts';
import type { Score } from '../../domain/score.ts';
import { shortened } from './shortened.ts';

/** How an answer can have ended. Their order is part of the page: the index holds places in it. */
export const STATES = ['scored', 'unparsed', 'truncated', 'refused', 'failed', 'unscored'] as const;

export type ShownState = (typeof STATES)[number];

/** The texts of a sample as the page shows them when it is opened. */
export interface ShownSample {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly targets: readonly string[];
  readonly answers: readonly ShownAnswer[];
}

export interface ShownAnswer {
  /** The model's place in the scorecard's list. */
  readonly model: number;
  readonly epoch: number;
  readonly state: ShownState;
  /** By the task's metric. */
  readonly value: number | null;
  /** Null where there is none. */
  readonly answer: string | null;
  /** Why there is none. */
  readonly failure: string | null;
  readonly finish_reason: string | null;
  readonly snapshot: string | null;
  readonly latency_ms: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cost_usd: number | null;
  readonly cost_estimated: boolean;
  readonly tries: number;
  readonly reused_from: string | null;
  readonly warnings: readonly string[];
  readonly scores: readonly ShownScore[];
}

type ShownScore = Pick<Score, 'grader' | 'state' | 'value' | 'extracted' | 'explanation' | 'parts'>;

/** A sample's texts, long ones shortened; `metric` is its task's. */
export const shownSample = (
  { sample, answers }: AnsweredSample,
  models: readonly string[],
  metric: string,
): ShownSample => ({
  messages: sample.messages.map(({ role, content }) => ({ role, content: shortened(content) })),
  targets: targetsOf(sample).map(shortened),
  answers: answers.map((answer) => shownAnswer(answer, models, metric)),
});

function shownAnswer({ outcome, scores, cost }: SampleAnswer, models: readonly string[], metric: string): ShownAnswer {
  const answered = isFailed(outcome) ? null : outcome;
  return {
    model: models.indexOf(outcome.model),
    epoch: outcome.epoch,
    state: stateBy({ outcome, scores }, metric),
    value: valueBy(scores, metric),
    answer: answered && shortened(answered.answer),
    failure: isFailed(outcome) ? shortened(`${outcome.failure.kind}: ${outcome.failure.message}`) : null,
    finish_reason: answered?.finish_reason ?? null,
    snapshot: answered?.snapshot ?? null,
    latency_ms: answered?.latency_ms ?? null,
    input_tokens: answered?.usage ? totalInput(answered.usage) : null,
    output_tokens: answered?.usage?.output ?? null,
    cost_usd: cost.femtoUsd === null ? null : toUsd(cost.femtoUsd),
    cost_estimated: cost.estimated,
    tries: outcome.attempts.length,
    reused_from: answered?.reused_from ?? null,
    warnings: (answered?.warnings ?? []).map(shortened),
    scores: scores.map(shownScore),
  };
}

const shownScore = ({ grader, state, value, extracted, explanation, parts }: Score): ShownScore => ({
  ...{ grader, state, value, parts },
  extracted: extracted === null ? null : shortened(extracted),
  explanation: shortened(explanation),
});

/** The score that a metric is of: a grader's own, or one of its parts. */
const scoreOf = (scores: readonly Score[], metric: string): Score | undefined =>
  scores.find(({ grader }) => metric === grader || metric.startsWith(`${grader}.`));

/** How an answer ended by a metric. */
export const stateBy = ({ outcome, scores }: Omit<SampleAnswer, 'cost'>, metric: string): ShownState =>
  isFailed(outcome) ? 'failed' : (scoreOf(scores, metric)?.state ?? 'unscored');

/** Its value by a metric; null where it has none. */
export function valueBy(scores: readonly Score[], metric: string): number | null {
  const score = scoreOf(scores, metric);
  if (!score) return null;
  return score.grader === metric ? score.value : (score.parts[metric.slice(score.grader.length + 1)] ?? null);
}
