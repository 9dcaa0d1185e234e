import type { Call } from '../domain/call.ts';
import type { Answered, Failed, FailureKind, Usage } from '../domain/outcome.ts';
import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { CriterionVerdict, PairFigures, Ruling, TaskVerdict, Verdict } from '../domain/verdict.ts';

/** Things that a run leaves behind, of which a test says only what matters to it. */

export const usage = (facts: Partial<Usage> = {}): Usage => ({
  input: 0,
  input_cached: 0,
  input_cache_write: 0,
  output: 0,
  reasoning: 0,
  ...facts,
});

const asked = {
  schema_version: 1,
  key: 'key',
  generation_key: 'generation',
  role: 'answer',
  model: 'm',
  task: 't',
  sample: '1',
  epoch: 1,
  started_at: '2026-11-21T19:20:31.120Z',
} as const;

export const answered = (facts: Partial<Answered> = {}): Answered => ({
  ...asked,
  answer: 'it',
  finish_reason: 'stop',
  usage: usage({ input: 10, output: 2 }),
  snapshot: null,
  request_id: null,
  latency_ms: null,
  ttft_ms: null,
  warnings: [],
  attempts: [{ status: 200 }],
  ...facts,
});

export const failed = (kind: FailureKind, facts: Partial<Failed> = {}): Failed => ({
  ...asked,
  failure: { kind, message: kind },
  attempts: [{ failure: kind }],
  ...facts,
});

export const call = (facts: Partial<Call> = {}): Call => ({
  role: 'answer',
  model: 'm',
  task: 't',
  sample: '1',
  epoch: 1,
  attempt: 1,
  status: 200,
  failure: null,
  started_at: asked.started_at,
  waited_ms: null,
  latency_ms: null,
  ttft_ms: null,
  finish_reason: 'stop',
  snapshot: null,
  request_id: null,
  usage: null,
  price: null,
  cost: { femtoUsd: null, estimated: false },
  service_tier: null,
  reused_from: null,
  ...facts,
});

export const row = (facts: Partial<Row> = {}): Row => ({
  model: 'm',
  provider: 'openai-compatible',
  snapshot: null,
  task: 't',
  metric: 'exact',
  level: 'all',
  group: '*',
  quality: { value: null, low: null, high: null, n: 0 },
  asked: 0,
  cost_usd: null,
  spent_usd: null,
  cost_estimated: false,
  usd_per_1k_tasks: null,
  usd_per_1k_low: null,
  usd_per_1k_high: null,
  usd_per_correct: null,
  usd_per_correct_low: null,
  usd_per_correct_high: null,
  input_tokens: null,
  output_tokens: null,
  eff_usd_per_1m_tokens: null,
  input_per_output: null,
  latency_p50_ms: null,
  latency_p95_ms: null,
  ttft_p50_ms: null,
  output_tokens_per_s: null,
  decode_tokens_per_s: null,
  wrong: 0,
  unparsed: 0,
  refused: 0,
  truncated: 0,
  failed: 0,
  unscored: 0,
  pareto: null,
  dominated_by: null,
  near_tie: null,
  ...facts,
});

export const coverage = (facts: Partial<Scorecard['coverage'][number]> = {}): Scorecard['coverage'][number] => ({
  model: 'm',
  task: 't',
  planned: 0,
  asked: 0,
  answered: 0,
  coverage: null,
  min_coverage: 0.99,
  failures: {},
  warnings: {},
  ...facts,
});

export const taskFacts = (facts: Partial<Scorecard['tasks'][number]> = {}): Scorecard['tasks'][number] => ({
  name: 't',
  samples: 0,
  dataset_sha256: 'd'.repeat(64),
  prompt_sha256: 'p'.repeat(64),
  protocol: '0-shot, generated',
  graders: [{ name: 'exact', grader: 'exact', version: 1, digest: 'e'.repeat(64), binary: true, parts: [] }],
  metric: 'exact',
  ...facts,
});

export const scorecard = (facts: Partial<Scorecard> = {}): Scorecard => ({
  schema_version: 1,
  run_id: '20261121T192031Z-swap-0a1b2c3d',
  suite: 'swap',
  status: 'complete',
  started_at: asked.started_at,
  tool_version: '0.1.0',
  seed: 7,
  tasks: [taskFacts()],
  models: ['m'],
  prices: [{ model: 'm', price: null, origin: null, row: null }],
  repriced_on: null,
  rows: [],
  coverage: [],
  ...facts,
});

export const pairFigures = (facts: Partial<PairFigures> = {}): PairFigures => ({
  ...{ margin: { absolute: 0.06 }, quality: { candidate: 0.55, baseline: 0.59 }, flip_rate: 0.1475 },
  ...{ gains: 86, losses: 150, missing: 0, method: 'tango', mcnemar_mid_p: 0.00003 },
  ...facts,
});

/** Of max_drop, as it comes out for (794,86,150,570) at 6 points. */
export const maxDrop = (facts: Partial<CriterionVerdict> = {}): CriterionVerdict => ({
  ...{ criterion: 'max_drop', ruling: 'pass', limit: 0.06, value: -0.04, low: -0.0559, high: -0.0244, n: 1600 },
  ...{ alpha: 0.05, samples_to_decide: null, why: 'within the margin of 6.0 points', change: null },
  pairs: pairFigures(),
  ...facts,
});

export const onTask = (task: string, ruling: Ruling, ...criteria: CriterionVerdict[]): TaskVerdict => ({
  ...{ task, metric: 'exact', ruling, criteria },
});

export const verdict = (facts: Partial<Verdict> = {}): Verdict => ({
  gate: { candidate: 'cheap', baseline: 'dear', tasks: ['law'], confidence: 0.95 },
  ...{ ruling: 'pass', counts_as: facts.ruling ?? 'pass', no_ruling: null },
  tasks: [onTask('law', 'pass', maxDrop())],
  ...facts,
});
