import fc from 'fast-check';
import { row, scorecard, taskFacts } from './records.ts';

const HOSTILE = [
  '</text><script>alert(1)</script>',
  '"onload="alert(1)',
  "'&amp;<![CDATA[",
  '\u0000\u001B[31m\uFFFE\uD800',
  'right\u202Eleft',
  '模型模型',
  ...['constructor', '', ' '],
];

/** A name as nobody would wish for. */
export const anyName = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 300 }));
const share = fc.option(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1)));
const amount = fc.option(fc.oneof(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1)));
const anyRow = fc.record({
  ...{
    model: anyName,
    value: share,
    low: share,
    high: share,
    pareto: fc.option(fc.boolean()),
    isEstimated: fc.boolean(),
  },
  ...{ usd: amount, usdLow: amount, usdHigh: amount, p50: amount, p95: amount, ttft: amount },
});

/** A scorecard of one task, with figures known and unknown in any mixture, and limits anywhere. */
export const anyScorecard = fc.array(anyRow, { maxLength: 30 }).map((entries) =>
  scorecard({
    suite: entries[0]?.model ?? '',
    models: entries.map(({ model }) => model),
    tasks: [taskFacts({ name: entries[0]?.model ?? 't' })],
    rows: entries.map(({ model, value, low, high, pareto, isEstimated, usd, usdLow, usdHigh, p50, p95, ttft }) =>
      row({
        ...{ model, pareto, cost_estimated: isEstimated, task: entries[0]?.model ?? 't' },
        ...{ quality: { value, low, high, n: 7 }, cost_usd: usd, usd_per_1k_tasks: usd },
        ...{ usd_per_1k_low: usdLow, usd_per_1k_high: usdHigh },
        ...{ latency_p50_ms: p50, latency_p95_ms: p95, ttft_p50_ms: ttft },
      }),
    ),
  }),
);
