import { describe, expect, test } from 'vitest';
import type { Calibration, JudgedGrader, JudgeFigures } from '../domain/judged.ts';
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
  expect(judgeNotes(judged({ judges })).slice(0, 1)).toEqual([
    "faithful on summaries: judged by openai/gpt-4o (gpt-4o-2024-08-06): 40 calls, $0.120, 2 failed; x/y: 1 call, cost unknown. Their cost stands apart from the models'.",
  ]);
});

test('known cases that the judges fell for, and those without a verdict', () => {
  const probes = [
    { name: 'empty answer', passed: false, explanation: '' },
    { name: 'bad answer', passed: true, explanation: '' },
    { name: ':', passed: null, explanation: '' },
  ];
  expect(judgeNotes(judged({ probes })).slice(2)).toEqual([
    'faithful on summaries: do not trust it; shown an answer that is known to be bad, the judges fell for: empty answer.',
    'faithful on summaries: the judges gave no verdict on known cases: :.',
  ]);
});

test('a judge of the family of what it judges', () => {
  expect(judgeNotes(judged({ kin: ['openai/gpt-4o-mini'] }))[2]).toBe(
    'faithful on summaries: a judge is of the family of openai/gpt-4o-mini, and judges favour their own.',
  );
});

describe('whether people have checked it', () => {
  const none = { value: null, low: null, high: null, n: 0 };
  const calibration: Calibration = {
    ...{ n: 80, unjudged: 0, unknown: 0, agreement: none, grades: [], confusion: [], right_from: 0.5 },
    kappa: { plain: { value: 0.612, low: 0.45, high: 0.77, n: 80 }, linear: none, quadratic: none },
    ...{ sensitivity: none, specificity: none, youden: { value: 0.7, low: 0.52, high: 0.81, n: 80 } },
    ...{ position: null, by_length: [], people: null },
    models: [
      {
        ...{ model: 'a', labels: 40, judged: none },
        by_labels: { value: 0.8125, low: 0.7, high: 0.9, n: 200, clipped: false, lambda: 0.4 },
        right: { ...none, clipped: false },
      },
    ],
  };

  test.each<[Calibration | undefined, string]>([
    [undefined, 'not calibrated: no human labels.'],
    [{ ...calibration, n: 0 }, 'not calibrated: none of the human labels is of a judged answer of this run.'],
    [
      calibration,
      'calibrated on 80 human labels: J 0.70 [0.52…0.81], κ 0.61 [0.45…0.77]; quality by labels: a 81.3 % [70.0–90.0].',
    ],
  ])('%#', (found, words) => {
    expect(judgeNotes(judged(found && { calibration: found }))[1]).toBe(`faithful on summaries: ${words}`);
  });
});

test('what would be won at equal length', () => {
  const equal_length = [
    { model: 'a', win_rate: { value: 0.42, low: 0.35, high: 0.49, n: 200 } },
    { model: 'b', win_rate: { value: null, low: null, high: null, n: 200 } },
  ];
  expect(judgeNotes(judged({ equal_length }))[2]).toBe(
    'faithful on summaries: win rate at equal length: a 42.0 % [35.0–49.0].',
  );
});
