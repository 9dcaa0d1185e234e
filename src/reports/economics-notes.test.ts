import { describe, expect, test } from 'vitest';
import type { Economics, ErrorBreakEven, ModelEconomics } from '../domain/economics.ts';
import { scorecard } from '../testing/records.ts';
import { economicsNotes } from './economics-notes.ts';

const estimate = (value: number | null, low: number | null = null, high: number | null = null) => ({
  ...{ value, low, high, n: 100 },
});
const dear: ModelEconomics = {
  ...{ model: 'dear', usd_per_1m_tokens: estimate(20, 19, 21), input_per_output: 9.13, estimated: false },
  ...{ usd_saved_per_month: null, usd_net_per_month: null, break_even: [], payback_months: null },
};

const ALONE = {
  ...{ usd_saved_per_month: estimate(635, 500, 700), break_even_requests: 3_163_333.3 },
  break_even_utilisation: 0.286,
};

describe('with a volume a month it is told what is saved', () => {
  const told = (
    facts: Partial<ModelEconomics>,
    migration_usd: number | null = 20_000,
    incumbent_by: Economics['incumbent_by'] = 'cost',
  ) =>
    economicsNotes(
      scorecard({
        economics: {
          ...{ requests_per_month: 2e6, migration_usd, incumbent: 'dear', incumbent_by },
          models: [dear, { ...dear, model: 'm', ...facts }],
        },
      }),
    );
  const saved = { usd_saved_per_month: estimate(5000, 4000, 6000) };

  test('with its interval, and when the change has paid back', () => {
    expect(told({ ...saved, payback_months: { value: 4, low: 3.33, high: 5 } })).toEqual([
      '2,000,000 requests a month, in the mix of this run, against dear, which costs most:',
      'dear: $20.0 [$19.0 to $21.0] per 1M tokens, 9.13 in to 1 out.',
      'm: saves $5,000 [$4,000 to $6,000] a month, n 100; pays back $20,000 in 4 [3.33–5] months, wrong answers not counted; $20.0 [$19.0 to $21.0] per 1M tokens, 9.13 in to 1 out.',
    ]);
  });
  test.each<[string, Partial<ModelEconomics>, string]>([
    ['estimates are marked', { ...saved, estimated: true }, 'saves ~$5,000 ['],
    [
      'GPUs of one’s own are paid by the month',
      { ...saved, hosted: { usd_per_month: 4365.4, utilisation: 0.0904 } },
      '; these requests alone are 9.0 % of what its GPUs can do, which cost $4,370 a month.',
    ],
    [
      'what they would save alone on them',
      { ...saved, hosted: { usd_per_month: 4365.4, utilisation: 0.0904, alone: ALONE } },
      'which cost $4,370 a month, $635 [$500 to $700] less than the incumbent; hosting pays from 3,163,334 requests a month on (28.6 %).',
    ],
    [
      'what they would lose',
      {
        ...saved,
        hosted: {
          ...{ usd_per_month: 4365.4, utilisation: 0.0904 },
          alone: { ...ALONE, usd_saved_per_month: estimate(-635, -700, -500), break_even_utilisation: 1.2 },
        },
      },
      'a month, $635 [$500 to $700] more than the incumbent; hosting never pays: that would take 3,163,334 requests a month (120.0 %).',
    ],
    [
      'more than they can do',
      {
        ...saved,
        hosted: { usd_per_month: 4365.4, utilisation: 1.5, alone: { ...ALONE, usd_saved_per_month: estimate(null) } },
      },
      'a month, too few GPUs; hosting pays from 3,163,334 requests a month on (28.6 %).',
    ],
    [
      'errors of unknown cost, which never say never',
      { ...saved, usd_net_per_month: estimate(null) },
      'm: saves $5,000 [$4,000 to $6,000] a month, n 100; what wrong answers cost of it is unknown; $20.0',
    ],
    ['unknown costs', { usd_saved_per_month: estimate(null) }, 'm: saves an unknown amount;'],
    ['no interval', { usd_saved_per_month: estimate(5) }, 'saves $5.00 [–] a month'],
    [
      'no saving',
      { usd_saved_per_month: estimate(-5, -6, -4) },
      'saves -$5.00 [-$6.00 to -$4.00] a month, n 100; never',
    ],
    [
      'a change that may never pay back',
      { ...saved, payback_months: { value: 4, low: 3, high: null } },
      'in 4 [3–never] months',
    ],
  ])('%s', (_, facts, words) => {
    expect(told(facts)[2]).toContain(words);
  });
  test('against the incumbent that the suite names', () => {
    expect(told(saved, null, 'suite')[0]).toBe(
      '2,000,000 requests a month, in the mix of this run, against dear, the incumbent:',
    );
  });
  test('of a model by itself, against nobody', () => {
    const economics = {
      requests_per_month: null,
      migration_usd: null,
      incumbent: 'dear',
      incumbent_by: 'cost',
    } as const;
    expect(economicsNotes(scorecard({ economics: { ...economics, models: [dear] } }))[0]).toBe(
      'In the mix of this run:',
    );
  });

  test('against the dearest that is known, where others may be dearer', () => {
    expect(told({ usd_saved_per_month: estimate(null) })[0]).toContain(
      'against dear, which costs most of those whose cost is known:',
    );
  });
  test('nothing of a model of which nothing is known', () => {
    expect(told({ usd_per_1m_tokens: estimate(null) })).toHaveLength(2);
  });
  test('nothing of a change that costs nothing that is known', () => {
    expect(told(saved, null)[2]).not.toContain('pays back');
  });
  test('and what is left of it when wrong answers cost what they cost', () => {
    const net = {
      ...saved,
      usd_net_per_month: estimate(1000, 500, 1500),
      payback_months: { value: 20, low: 13.3, high: 40 },
    };
    expect(told(net)[2]).toContain(
      'n 100; with wrong answers at their cost $1,000 [$500 to $1,500], n 100; pays back $20,000 in 20 [13.3–40] months;',
    );
  });
});

describe('on each task it is told what a wrong answer may cost', () => {
  const even: ErrorBreakEven = {
    ...{ task: 't', verdict: 'pays_below', samples_needed: null, error_cost_usd: null, pays: null },
    ...{ usd_saved_per_1k: estimate(18.2, 18, 18.4), wrong_per_1k: estimate(58, 30, 86) },
    usd_per_error: { value: 0.313, low: 0.21, high: 0.6 },
  };
  const unclear = { ...even, verdict: 'unclear', usd_per_error: { value: null, low: 0.21, high: null } } as const;
  const told = (facts: Partial<ErrorBreakEven>, estimated = false) =>
    economicsNotes(
      scorecard({
        economics: {
          ...{ requests_per_month: null, migration_usd: null, incumbent: 'dear', incumbent_by: 'suite' },
          models: [dear, { ...dear, model: 'm', estimated, break_even: [{ ...even, ...facts }] }],
        },
      }),
    );

  test('with all that it follows from', () => {
    expect(told({})).toEqual([
      'In the mix of this run, against dear, the incumbent:',
      'dear: $20.0 [$19.0 to $21.0] per 1M tokens, 9.13 in to 1 out.',
      'm: $20.0 [$19.0 to $21.0] per 1M tokens, 9.13 in to 1 out.',
      'm on t: saves $18.2 [$18.0 to $18.4] and gets 58 [30 to 86] more wrong per 1,000, n 100: pays while a wrong answer costs less than $0.313 [$0.210 to $0.600].',
    ]);
  });
  test('estimates are marked', () => expect(told({}, true)[3]).toContain('m on t: saves ~$18.2 ['));
  test.each<[string, Partial<ErrorBreakEven>, string]>([
    ['that it pays', { error_cost_usd: 0.1, pays: true }, '; at $0.100 it pays.'],
    ['that it does not', { error_cost_usd: 40, pays: false }, '; at $40.0 it does not pay.'],
    ['that nobody can tell', { error_cost_usd: 0.3, pays: null }, '; at $0.300 that cannot be told.'],
    [
      'a better one that is cheaper',
      { verdict: 'dominates' },
      'cheaper and better, pays whatever a wrong answer costs.',
    ],
    ['a worse one that is dearer', { verdict: 'dominated' }, 'dearer and worse, never pays.'],
    [
      'a better one that is dearer',
      { verdict: 'pays_above', usd_saved_per_1k: estimate(-18.2, -18.4, -18), wrong_per_1k: estimate(-58, -86, -30) },
      'costs $18.2 [$18.0 to $18.4] more and gets 58 [30 to 86] fewer wrong per 1,000, n 100: pays once a wrong answer costs more than $0.313 [$0.210 to $0.600].',
    ],
    [
      'a lower bound',
      { ...unclear, samples_needed: 1234 },
      'quality not distinguishable at n = 100 (some 1,300 samples might tell), pays at least up to $0.210 a wrong answer.',
    ],
    [
      'a lower bound of one that is dearer',
      { ...unclear, usd_saved_per_1k: estimate(-18.2, -18.4, -18) },
      'quality not distinguishable at n = 100, pays, if at all, from $0.210 a wrong answer on.',
    ],
    [
      'no bound',
      { ...unclear, usd_per_error: { value: null, low: null, high: null } },
      'quality not distinguishable at n = 100.',
    ],
    [
      'the same cost and more wrong',
      { ...unclear, usd_saved_per_1k: estimate(0), wrong_per_1k: estimate(70, 8, 132) },
      ': as dear and worse, never pays.',
    ],
    [
      'the same cost and fewer wrong',
      { ...unclear, usd_saved_per_1k: estimate(0), wrong_per_1k: estimate(-70, -132, -8), error_cost_usd: 0.4 },
      ': as dear and better, pays whatever a wrong answer costs.',
    ],
    [
      'the same cost and as many wrong, for all one knows',
      { ...unclear, usd_saved_per_1k: estimate(0), wrong_per_1k: estimate(9, -52, 67) },
      ': as dear, and quality not distinguishable at n = 100.',
    ],
    ['equal costs', { ...unclear, usd_saved_per_1k: estimate(1, -1, 3) }, 'which is cheaper cannot be told.'],
  ])('%s', (_, facts, words) => {
    expect(told(facts)[3]).toContain(words);
  });
});
