import { expect, test } from 'vitest';
import { scoreKey, targetDigest, trialKey } from '../domain/keys.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Manifest } from '../domain/run.ts';
import type { Score } from '../domain/score.ts';
import { planned } from '../testing/builders.ts';
import { collect } from '../testing/collect.ts';
import { answered, failed, taskFacts } from '../testing/records.ts';
import { score } from '../testing/report-page.ts';
import { tempFolder } from '../testing/temp.ts';
import { readAnswered } from './answered.ts';

const SAMPLES = ['one', 'two', 'three'].map((sample) => planned({ task: 't', sample }));
const manifest = {
  suite: { models: [{ id: 'a' }, { id: 'b' }], tasks: [{ name: 't', epochs: 2 }] },
  tasks: [taskFacts()],
} as unknown as Manifest;

const lines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** An answer to a sample, and its score by the task's grader. */
function said(model: string, sample: string, epoch: number, answer: string, given: Partial<Score> = {}) {
  const key = trialKey(model, 't', sample, epoch);
  const outcome = answered({ key, model, sample, epoch, answer });
  const score_key = scoreKey(outcome, targetDigest(SAMPLES[0] as (typeof SAMPLES)[number]), 'e'.repeat(64));
  return { outcome, score: score({ key, score_key, explanation: answer, ...given }) };
}

async function read(outcomes: readonly Outcome[], scores: readonly Score[]) {
  await using folder = await tempFolder();
  await folder.write('samples.jsonl', lines(SAMPLES));
  await folder.write('outcomes.jsonl', lines(outcomes));
  await folder.write('scores.jsonl', lines(scores));
  const all = await collect(readAnswered(folder.path, manifest));
  return all.map(({ sample, answers }) => [
    sample.sample,
    answers.map((one) => [
      `${one.outcome.model}${one.outcome.epoch}`,
      'answer' in one.outcome ? one.outcome.answer : one.outcome.failure.kind,
      ...one.scores.map(({ explanation }) => explanation),
    ]),
  ]);
}

test('answers stand by their sample in the order of models and epochs, whenever they came', async () => {
  const all = [
    said('b', 'two', 1, 'b two'),
    said('a', 'two', 2, 'again'),
    said('a', 'one', 1, 'a one'),
    said('a', 'two', 1, 'first'),
  ];
  const found = await read(
    all.map(({ outcome }) => outcome),
    all.map(({ score }) => score).reverse(),
  );
  expect(found).toEqual([
    ['one', [['a1', 'a one', 'a one']]],
    [
      'two',
      [
        ['a1', 'first', 'first'],
        ['a2', 'again', 'again'],
        ['b1', 'b two', 'b two'],
      ],
    ],
    ['three', []],
  ]);
});

test('of several lines for one trial the last counts, but for a call that was cut short', async () => {
  const [old, now] = [said('a', 'one', 1, 'old'), said('a', 'one', 1, 'now')];
  const cut = failed('dropped', { key: now.outcome.key, model: 'a', sample: 'one' });
  const refused = failed('rejected', { key: trialKey('b', 't', 'one', 1), model: 'b', sample: 'one' });
  const found = await read([old.outcome, refused, now.outcome, cut], [now.score, old.score]);
  expect(found[0]).toEqual([
    'one',
    [
      ['a1', 'now'],
      ['b1', 'rejected'],
    ],
  ]);
});

test('a score counts only where it fits the answer and the grader, and is of no other', async () => {
  const { outcome, score: own } = said('a', 'one', 1, 'it');
  const stray = { ...own, key: trialKey('z', 't', 'one', 1) };
  const probe = { ...own, explanation: 'probe', probe: { task: 't', name: 'p' } };
  const other = { ...own, grader: 'gone', explanation: 'gone' };
  expect(await read([outcome], [own, stray, probe, other])).toContainEqual(['one', [['a1', 'it', 'it']]]);
  expect(await read([outcome], [{ ...own, score_key: 'of another grader' }])).toContainEqual(['one', [['a1', 'it']]]);
});

test('more than is read at once, with a line longer than that, is read whole', async () => {
  const long = said('a', 'two', 1, 'x'.repeat(3_000_000));
  const all = [said('b', 'three', 1, 'late'), long, said('a', 'one', 1, 'first')];
  const found = await read(
    all.map(({ outcome }) => outcome),
    [],
  );
  expect(found.map(([, answers]) => (answers as string[][]).map(([, answer]) => answer?.length))).toEqual([
    [5],
    [3_000_000],
    [4],
  ]);
});
