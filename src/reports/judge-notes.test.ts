import { expect, test } from 'vitest';
import type { JudgedGrader, JudgeFigures } from '../domain/scorecard.ts';
import { judgeNotes } from './judge-notes.ts';

const judge = (facts: Partial<JudgeFigures> = {}): JudgeFigures => ({
  model: 'openai/gpt-4o',
  snapshot: null,
  calls: 40,
  failed: 0,
  input_tokens: null,
  output_tokens: null,
  cost_usd: 0.12,
  spent_usd: 0.12,
  cost_estimated: false,
  ...facts,
});

const judged = (facts: Partial<JudgedGrader> = {}): JudgedGrader => ({
  task: 'summaries',
  grader: 'faithful',
  judges: [judge()],
  kin: [],
  probes: [],
  ...facts,
});

test('who judged and what that cost', () => {
  const judges = [
    judge({ snapshot: 'gpt-4o-2024-08-06', failed: 2 }),
    judge({ model: 'x/y', calls: 1, cost_usd: null }),
  ];
  expect(judgeNotes(judged({ judges }))).toEqual([
    "faithful on summaries: judged by openai/gpt-4o (gpt-4o-2024-08-06): 40 calls, $0.120, 2 failed; x/y: 1 call, cost unknown. Their cost stands apart from the models'.",
  ]);
});

test('known cases that the judges fell for, and those without a verdict', () => {
  const probes = [
    { name: 'empty answer', passed: false, explanation: '' },
    { name: 'bad answer', passed: true, explanation: '' },
    { name: ':', passed: null, explanation: '' },
  ];
  expect(judgeNotes(judged({ probes })).slice(1)).toEqual([
    'faithful on summaries: do not trust it; shown an answer that is known to be bad, the judges fell for: empty answer.',
    'faithful on summaries: the judges gave no verdict on known cases: :.',
  ]);
});

test('a judge of the family of what it judges', () => {
  expect(judgeNotes(judged({ kin: ['openai/gpt-4o-mini'] }))[1]).toBe(
    'faithful on summaries: a judge is of the family of openai/gpt-4o-mini, and judges favour their own.',
  );
});
