import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { row, scorecard, taskFacts } from './records.ts';

/** id, quality, half its interval, USD per 1,000 tasks and its limits, p50 and p95 in ms, on the frontier or not. */
type Entry = readonly [
  model: string,
  quality: number | null,
  half: number,
  usd: readonly [value: number | null, low: number | null, high: number | null],
  latency: readonly [p50: number | null, p95: number | null],
  pareto: boolean | null,
];

const LAW: readonly Entry[] = [
  ['gpt-4-turbo', 0.864, 0.031, [6.2, 5.9, 6.6], [2400, 6100], true],
  ['claude-3-opus', 0.858, 0.032, [12.4, 11.7, 13.3], [3900, 9800], false],
  ['llama-3-70b-together', 0.802, 0.036, [0.41, 0.4, 0.43], [900, 2100], false],
  ['llama-3-70b-groq', 0.799, 0.036, [0.35, 0.34, 0.36], [310, 480], true],
  ['mixtral-8x22b', 0.778, 0.038, [0.72, 0.7, 0.75], [1100, 3000], false],
  ['deepseek-v2', 0.79, 0.037, [0.081, 0.078, 0.085], [2800, 8800], true],
  ['our_bayes', 0.552, 0.045, [0, 0, 0], [0.4, 0.9], true],
  ['majority', 0.31, 0.042, [0, 0, 0], [0.02, 0.05], false],
  ['house-model', 0.731, 0.041, [null, null, null], [1500, null], null],
  ['not-asked-yet', null, 0, [null, null, null], [null, null], null],
];

const SUMMARIES: readonly Entry[] = LAW.map(([model, quality, half, usd, latency, pareto]) => [
  model,
  quality === null ? null : Number((quality * 0.55).toFixed(4)),
  half,
  [usd[0] === null ? null : usd[0] * 3, null, null],
  latency,
  pareto,
]);

const rowOf =
  (facts: Partial<Row>) =>
  ([model, value, half, [usd, low, high], [p50, p95], pareto]: Entry): Row =>
    row({
      ...{ model, ...facts, asked: value === null ? 0 : 480, pareto },
      ...{ usd_per_1k_tasks: usd, usd_per_1k_low: low, usd_per_1k_high: high },
      ...{ cost_usd: usd === null ? null : 0.48 * usd, cost_estimated: model === 'mixtral-8x22b' },
      ...{ latency_p50_ms: p50, latency_p95_ms: p95, ttft_p50_ms: model.startsWith('llama') ? 0.4 * (p50 ?? 0) : null },
      quality: { value, low: value && value - half, high: value && value + half, n: value === null ? 0 : 480 },
    });

/** Ten models on two tasks of different metrics: cheap and dear, free and of unknown cost, crowded and alone. */
export const chartedScorecard = (): Scorecard =>
  scorecard({
    suite: 'support-swap',
    models: LAW.map(([model]) => model),
    tasks: [
      taskFacts({ name: 'law', metric: 'choice', samples: 480, protocol: '5-shot, generated' }),
      taskFacts({ name: 'summaries', metric: 'rouge', samples: 480 }),
    ],
    rows: [
      ...LAW.map(rowOf({ task: 'law', metric: 'choice' })),
      ...SUMMARIES.map(rowOf({ task: 'summaries', metric: 'rouge' })),
    ],
    judging: [
      {
        ...{ task: 'summaries', grader: 'faithful', kin: [], probes: [] },
        judges: [
          {
            ...{ model: 'gpt-4o', snapshot: null, calls: 4320, failed: 3, input_tokens: 4e6, output_tokens: 2e5 },
            ...{ cost_usd: 3.1, spent_usd: 3.1, cost_estimated: false },
          },
        ],
      },
    ],
  });
