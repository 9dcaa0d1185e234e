import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ComparisonReport, DetailedComparison } from '../domain/comparison.ts';
import type { ErrorBreakEven } from '../domain/economics.ts';
import { comparison, comparisonReport, estimate, lostBy, slice, twoRuns } from '../testing/compared.ts';
import { comparisonFormats } from './comparison.ts';
import { errorCell } from './error-cell.ts';

async function written(format: string, facts: Partial<ComparisonReport> = {}): Promise<string> {
  let text = '';
  for await (const piece of comparisonFormats[format]?.write(comparisonReport(facts), { colour: false }) ?? [])
    text += piece;
  return text;
}

test.each([
  ['terminal', 'compare.txt'],
  ['markdown', 'compare.md'],
  ['csv', 'compare.csv'],
  ['json', 'compare.json.txt'],
])('%s is as it was read by eye', async (format, file) => {
  await expect(await written(format, twoRuns())).toMatchFileSnapshot(join(import.meta.dirname, 'golden', file));
});

describe('a row of a comparison', () => {
  test('says the difference in points, p, what was lost and won, cost, time, and what might tell them apart', async () => {
    const text = await written('markdown');
    expect(text).toContain('## law · exact: against big');
    expect(text).toContain(
      '-2.1 [-4.5 to +0.3] | 100 | 0.160 | 5 / 3 | ×0.031 [0.029–0.034] | \\-1.2 | – | no difference seen (n ≈ 1,300 might tell) |',
    );
  });

  test('names both models where there are several baselines', async () => {
    const text = await written('markdown', { comparisons: [comparison(), comparison({ baseline: 'other' })] });
    expect(text).toContain('law · exact: in pairs');
    expect(text).toContain('| mini | other |');
  });

  test('a difference that the interval alone tells is told as a question', async () => {
    const unsure = comparison({ difference: estimate(0.1, 0.01, 0.2), verdict: 'unclear' });
    expect(await written('markdown', { comparisons: [unsure] })).toContain('better? not by the corrected p');
  });

  test('what is unknown is a dash', async () => {
    const unknown = {
      difference: estimate(null),
      p_holm: null,
      cost_ratio: estimate(null),
      latency_ms: estimate(null),
    };
    const text = await written('markdown', { comparisons: [comparison({ ...unknown, verdict: null, n: 0 })] });
    expect(text).toContain('| mini | – | 0 | – | 5 / 3 | – | – | – | – |');
  });
});

test('notes tell how many were compared, what is missing, and which samples were lost', async () => {
  const lost = Array.from({ length: 12 }, (_, place) => ({ sample: `s${place}`, candidate: 0, baseline: 1 }));
  const text = await written('terminal', {
    comparisons: [comparison({ missing: 4, lost }), comparison({ task: 'tax' })],
  });
  expect(text).toContain('corrected for 2 comparisons');
  expect(text).toContain('mini against big on law: of 104 samples, 4 failed or could not be scored on a side');
  expect(text).toContain('12 samples lost: s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 and 2 more');
});

describe('parts of a task', () => {
  const slices = [slice('wills', -0.2, 0.01), slice('torts', -0.1, 0.5), slice('deeds', 0.1, 0.5)];

  test('are shown where more was lost than won', async () => {
    const text = await written('markdown', { comparisons: [comparison({ slices })] });
    expect(text).toMatch(/where mini loses most against big[\s\S]*wills[\s\S]*torts/);
    expect(text).not.toContain('deeds');
  });

  test('of many pairs, where the loss is told apart; all are in CSV', async () => {
    const comparisons = ['a', 'b', 'c', 'd'].map((candidate) => comparison({ candidate, slices }));
    expect(await written('markdown', { comparisons })).not.toContain('torts');
    expect((await written('csv', { comparisons })).split('\n').filter(Boolean)).toHaveLength(1 + 4 * (1 + 3));
  });
});

test('two runs: what changed, and why the cost did', async () => {
  const text = await written('markdown', {
    baseline_run_id: 'earlier',
    changes: [{ of: 'mini', what: 'price', baseline: '1', candidate: '2', protocol: false }],
    costs: [{ model: 'mini', task: 'law', n: 9, baseline: 1, candidate: 2.5, by_price: 1, by_tokens: 0.5 }],
  });
  expect(text).toContain('| mini | price | 1 | 2 |');
  expect(text).toContain('| mini | law | 9 | $1 | $2.5 | $1 | $0.5 |');
});

test('a terminal folds a narrow column between words, and cuts no figure short', async () => {
  const cheap: Partial<ErrorBreakEven> = { verdict: 'pays_below', usd_per_error: estimate(0.00141, 0.000777, 0.00412) };
  const break_even = { usd_saved_per_1k: estimate(5), ...cheap } as DetailedComparison['break_even'];
  expect(await written('terminal', { comparisons: [comparison({ break_even })] })).toContain(' [0.000777–0.00412] ');
});

describe('a lost sample with what was said', () => {
  test('shows prompt, target and answers with their scores', async () => {
    const text = await written('terminal', { regressions: [lostBy('B')] });
    expect(text).toContain(
      'law s1: lost by mini\nuser:\n  Which?\ntarget:\n  A | a\nmini: score 0 (wrong):\n  B\nbig: no score (no reply)\n',
    );
  });

  test('no answer moves a cursor, breaks out of its block, or fills the screen', async () => {
    const hostile = `\u001B[2J\n# Title\n${'x'.repeat(10_000)}\n${'line\n'.repeat(1000)}`;
    const text = await written('markdown', { regressions: [lostBy(hostile)] });
    expect(text).not.toContain('\u001B');
    expect(text).toContain('\n      # Title\n');
    expect(text.length).toBeLessThan(4000);
  });
});

describe('what a wrong answer may cost', () => {
  const cell = (facts: Partial<ErrorBreakEven>) =>
    errorCell({ verdict: 'unclear', usd_saved_per_1k: estimate(5), usd_per_error: estimate(null), ...facts });

  test.each<[string, Partial<ErrorBreakEven>]>([
    ['always pays', { verdict: 'dominates' }],
    ['never pays', { verdict: 'dominated' }],
    ['$0.310 [0.200–0.500]', { verdict: 'pays_below', usd_per_error: estimate(0.31, 0.2, 0.5) }],
    ['pays above $0.310 [0.200–0.500]', { verdict: 'pays_above', usd_per_error: estimate(0.31, 0.2, 0.5) }],
    ['≥ $0.200', { usd_per_error: estimate(null, 0.2) }],
    ['–', {}],
  ])('%s', (words, facts) => expect(cell(facts)).toBe(words));
});
