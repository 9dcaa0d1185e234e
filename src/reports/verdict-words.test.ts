import { expect, test } from 'vitest';
import type { Economics } from '../domain/economics.ts';
import type { CriterionVerdict } from '../domain/verdict.ts';
import { maxDrop, onTask, pairFigures, verdict } from '../testing/records.ts';
import { verdictSection } from './markdown.ts';
import { verdictPage } from './terminal.ts';
import { verdictNotes, verdictWords } from './verdict-words.ts';

const slow: CriterionVerdict = {
  ...maxDrop({ criterion: 'max_latency_p95_ms', ruling: 'fail', why: 'its p95 latency is 9 ms, and 5 ms is allowed' }),
  ...{ value: 9, limit: 5, low: null, high: null, alpha: null },
};

test('a pass says who may replace whom, and by which figures', () => {
  expect(verdictWords(verdict())).toEqual({
    ruling: 'PASS',
    headline: 'cheap may replace dear.',
    figures: [
      'law: quality 55.0 % against 59.0 %, -4.0 points [-5.6 to -2.4] at 90 %, n 1,600, 86 gained and 150 lost (14.8 % differ); within the margin of 6.0 points.',
    ],
    change: null,
  });
});

test('a fail names each reason once, with the tasks that it holds on', () => {
  const worse = maxDrop({ ruling: 'fail', change: 'it would take a margin of 5.6 points, or fewer losses' });
  const words = verdictWords(
    verdict({
      ruling: 'fail',
      tasks: [onTask('law', 'fail', worse, slow), onTask('tickets', 'fail', worse), onTask('sums', 'pass', maxDrop())],
    }),
  );
  expect(words).toMatchObject({
    ruling: 'FAIL',
    headline: 'cheap may not replace dear: too much quality is lost on law, tickets; it is too slow on law.',
    change:
      'What would change it: max_drop on law: it would take a margin of 5.6 points, or fewer losses; max_drop on tickets: it would take a margin of 5.6 points, or fewer losses.',
  });
  expect(words.figures).toHaveLength(3);
});

test('what cannot be decided says so, also where it counts as something', () => {
  const open = onTask('law', 'inconclusive', maxDrop({ ruling: 'inconclusive' }));
  const words = verdictWords(verdict({ ruling: 'inconclusive', counts_as: 'pass', tasks: [open] }));
  expect(words.ruling).toBe('INCONCLUSIVE, counted as a pass');
  expect(words.headline).toBe(
    'it cannot be told yet whether cheap may replace dear: it is open how much quality is lost on law.',
  );
});

test('where nothing is ruled the reason stands', () => {
  const words = verdictWords(verdict({ ruling: null, counts_as: null, no_ruling: 'it is not complete', tasks: [] }));
  expect(words).toMatchObject({
    ruling: 'NO VERDICT',
    headline: 'nothing is ruled yet on whether cheap may replace dear: it is not complete.',
    figures: [],
  });
});

test('a relative margin is named as what it is', () => {
  const relative = maxDrop({ limit: 0.05, pairs: pairFigures({ margin: { relative: 0.05 } }) });
  expect(verdictWords(verdict({ tasks: [onTask('law', 'pass', relative)] })).figures[0]).toContain(
    '-4.0 points from 95.0 % of the baseline’s [-5.6 to -2.4] at 90 %',
  );
});

test('qualities that a judge gave are told as judged', () => {
  const judged = maxDrop({
    judge: { labelled: 60, judged: -0.02, turns_at: null },
    pairs: pairFigures({ method: 'ppi' }),
  });
  expect(verdictWords(verdict({ tasks: [onTask('law', 'pass', judged)] })).figures[0]).toMatch(
    /^law: quality 55\.0 % against 59\.0 % as judged, -4\.0 points \[/,
  );
});

test('what the change is worth stands at the end, where savings count against the same baseline', () => {
  const economics = (incumbent: string): Economics => ({
    ...{ requests_per_month: 1000, migration_usd: 20_000, incumbent, incumbent_by: 'suite' },
    models: [
      {
        ...{ model: 'cheap', usd_per_1m_tokens: { value: null, low: null, high: null, n: 0 }, input_per_output: null },
        usd_saved_per_month: { value: 5000, low: 4000, high: 6000, n: 100 },
        ...{ usd_net_per_month: null, break_even: [], estimated: false },
        payback_months: { value: 4, low: 3.33, high: 5 },
      },
    ],
  });
  expect(verdictWords(verdict(), economics('dear')).change).toBe(
    'Replacing dear: saves $5,000 [$4,000 to $6,000] a month, n 100; pays back $20,000 in 4 [3.33–5] months, wrong answers not counted.',
  );
  expect(verdictWords(verdict(), economics('another')).change).toBeNull();
});

test('several tests are told of; one needs no word', () => {
  const two = onTask('law', 'pass', maxDrop(), maxDrop({ criterion: 'min_quality' }));
  expect(verdictNotes([verdict()])).toEqual([]);
  expect(verdictNotes([verdict({ tasks: [onTask('law', 'pass', maxDrop(), slow)] })])).toEqual([]);
  expect(verdictNotes([verdict({ tasks: [two] }), verdict()])).toEqual([
    '3 tests were made for 2 gates, each at the gate’s confidence: that holds for a PASS, which needs all of a gate’s; a FAIL by one among many may be chance.',
  ]);
});

test('the several tests are told wherever verdicts stand by themselves', () => {
  const verdicts = [verdict(), verdict()];
  const told = '2 tests were made for 2 gates';
  expect([...verdictPage({ verdicts }, false)].at(-1)).toContain(`! ${told}`);
  expect([...verdictSection({ verdicts })].at(-1)).toContain(told);
});
