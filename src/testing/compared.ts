import type { ComparisonReport, DetailedComparison, Regression, Slice } from '../domain/comparison.ts';
import type { Estimate } from '../domain/estimate.ts';

/** What `compare` finds, of which a test says only what matters to it. */

export const estimate = (value: number | null, low: number | null = null, high: number | null = null): Estimate => ({
  ...{ value, low, high, n: 100 },
});

export const comparison = (facts: Partial<DetailedComparison> = {}): DetailedComparison => ({
  ...{ task: 'law', metric: 'exact', candidate: 'mini', baseline: 'big', n: 100, missing: 0 },
  ...{ difference: estimate(-0.021, -0.045, 0.003), method: 'tango', p: 0.08, p_holm: 0.16, test: 'mcnemar' },
  ...{ gains: 3, regressions: 5, quality: { candidate: 0.8, baseline: 0.821 }, flip_rate: 0.08, mcnemar_p: 0.08 },
  ...{ verdict: 'unclear', samples_needed: 1234, cost_ratio: estimate(0.031, 0.029, 0.034), cost_estimated: false },
  ...{ latency_ms: estimate(-1200, -1300, -1100), break_even: null, lost: [], won: [], slices: [], ...facts },
});

export const comparisonReport = (facts: Partial<ComparisonReport> = {}): ComparisonReport => ({
  ...{ schema_version: 1, suite: 'swap', run_id: 'later', baseline_run_id: null },
  ...{ comparisons: [comparison()], changes: [], costs: [], regressions: [], notes: [], ...facts },
});

export const slice = (name: string, value: number, p_holm: number): Slice => ({
  ...{ level: 'group', name, n: 10, missing: 0, difference: estimate(value, value - 0.1, value + 0.1) },
  ...{ method: 'tango', p: p_holm, p_holm, test: 'mcnemar', gains: 0, regressions: 2 },
});

/** A sample that was lost by this answer. */
export const lostBy = (answer: string): Regression => ({
  ...{ task: 'law', sample: 's1', candidate: 'mini', baseline: 'big', target: ['A', 'a'] },
  prompt: [{ role: 'user', content: 'Which?' }],
  answers: {
    candidate: [{ epoch: 1, answer, value: 0, explanation: 'wrong' }],
    baseline: [{ epoch: 1, answer: null, value: null, explanation: 'no reply' }],
  },
});

/** Two runs with something of everything: parts, changes, costs, and a sample that was lost. */
export const twoRuns = (): ComparisonReport =>
  comparisonReport({
    baseline_run_id: 'earlier',
    comparisons: [
      comparison({ slices: [slice('wills', -0.2, 0.01), slice('torts', -0.1, 0.5)], missing: 4 }),
      comparison({ task: 'tax', verdict: 'worse', p_holm: 0.001, difference: estimate(-0.2, -0.3, -0.1) }),
    ],
    changes: [{ of: 'mini', what: 'price', baseline: '1', candidate: '2', protocol: false }],
    costs: [{ model: 'mini', task: 'law', n: 9, baseline: 1, candidate: 2.5, by_price: 1, by_tokens: 0.5 }],
    regressions: [lostBy('B <b>bold</b>')],
    notes: ['A note.'],
  });
