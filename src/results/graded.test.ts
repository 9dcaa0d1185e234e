import { describe, expect, test } from 'vitest';
import { scoreKey, targetDigest, trialKey } from '../domain/keys.ts';
import type { Answered, Outcome } from '../domain/outcome.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { Score } from '../domain/score.ts';
import { planned } from '../testing/builders.ts';
import { collect } from '../testing/collect.ts';
import { tempFolder } from '../testing/temp.ts';
import { readGraded } from './graded.ts';
import { SampleIndex } from './sample-index.ts';

const sample = planned({ target: '4' });
const key = trialKey('m', 'task', '1', 1);

const answered = (facts: Partial<Answered> = {}): Answered =>
  ({
    schema_version: 1,
    key,
    role: 'answer',
    task: 'task',
    sample: '1',
    answer: '4',
    finish_reason: 'stop',
    ...facts,
  }) as Answered;

const failed = { schema_version: 1, key, task: 'task', sample: '1', failure: { kind: 'busy', message: '' } } as Outcome;

const scored = (value: number, { of = answered(), grader = 'exact', digest = 'd1', target = sample } = {}): Score => ({
  schema_version: 1,
  score_key: scoreKey(of, targetDigest(target), digest),
  key: of.key,
  grader,
  state: 'scored',
  value,
  extracted: null,
  explanation: '',
  parts: {},
});

/** A run of one model on one sample. */
const runWith = (graders: readonly GraderFacts[]) =>
  ({
    suite: { models: [{ id: 'm' }], tasks: [] },
    tasks: [{ name: 'task', samples: 1, graders }],
  }) as unknown as Manifest;

/** The values of each outcome's marks. */
async function values(outcomes: Outcome[], scores: Score[], graders: [string, string][] = [['exact', 'd1']]) {
  await using folder = await tempFolder();
  const lines = (all: object[]) => all.map((line) => `${JSON.stringify(line)}\n`).join('');
  await folder.write('samples.jsonl', lines([sample]));
  await folder.write('outcomes.jsonl', lines(outcomes));
  await folder.write('scores.jsonl', lines(scores));
  const facts = graders.map(([name, digest]) => ({ name, digest }) as GraderFacts);
  const graded = await collect(readGraded(folder.path, runWith(facts), await SampleIndex.read(folder.path)));
  return graded.map(({ outcome, line, marks }) => ({ outcome, line, values: marks.map((mark) => mark?.value) }));
}

test('an answer comes with its scores, in the order of its task’s graders', async () => {
  const scores = [scored(0.5, { grader: 'rouge', digest: 'd2' }), scored(1)];
  expect(
    await values([answered()], scores, [
      ['exact', 'd1'],
      ['rouge', 'd2'],
    ]),
  ).toEqual([{ outcome: answered(), line: 0, values: [1, 0.5] }]);
});

test('scores of a grader that the task no longer has are passed over', async () => {
  expect(await values([answered()], [scored(1), scored(0, { grader: 'gone' })])).toMatchObject([{ values: [1] }]);
});

describe('of several scores', () => {
  test('the last counts', async () => {
    expect(await values([answered()], [scored(0), scored(1)])).toMatchObject([{ values: [1] }]);
    expect(await values([answered()], [scored(1), scored(0)])).toMatchObject([{ values: [0] }]);
  });

  test('the last counts even where an earlier one would fit and it does not', async () => {
    const other = answered({ answer: '5' });
    expect(await values([answered()], [scored(1), scored(0, { of: other })])).toMatchObject([{ values: [undefined] }]);
  });
});

describe('a score does not fit', () => {
  test.each<[string, Score]>([
    ['another answer', scored(1, { of: answered({ answer: '5' }) })],
    ['another end', scored(1, { of: answered({ finish_reason: 'length' }) })],
    ['another trial', scored(1, { of: answered({ key: trialKey('m', 'task', '1', 2) }) })],
    ['another target', scored(1, { target: planned({ target: '5' }) })],
    ['another grader', scored(1, { grader: 'number' })],
    ['other options of the grader', scored(1, { digest: 'd9' })],
  ])('that was given for %s', async (_, score) => {
    expect(await values([answered()], [score])).toMatchObject([{ values: [undefined] }]);
  });
});

test('of words only labels are kept, and how a choice was read', async () => {
  await using folder = await tempFolder();
  const kinds = ['label', 'choice', 'exact'];
  const graders = kinds.map((grader) => ({ name: grader, grader, digest: grader }) as GraderFacts);
  const words = { extracted: '4', explanation: 'loose: the whole text' };
  const scores = graders.map(({ name, digest }) => ({ ...scored(1, { grader: name, digest }), ...words }));
  const lines = (all: readonly object[]) => all.map((line) => `${JSON.stringify(line)}\n`).join('');
  await folder.write('samples.jsonl', lines([sample]));
  await folder.write('outcomes.jsonl', lines([answered()]));
  await folder.write('scores.jsonl', lines(scores));
  const [graded] = await collect(readGraded(folder.path, runWith(graders), await SampleIndex.read(folder.path)));
  expect(graded?.marks.map((mark) => [mark?.extracted, mark?.explanation])).toEqual([
    ['4', ''],
    [null, 'loose'],
    [null, ''],
  ]);
});

test('a failure has no scores, and a sample that is not planned has no line', async () => {
  const stray = answered({ sample: 'other', key: trialKey('m', 'task', 'other', 1) });
  expect(await values([failed, stray], [scored(1), scored(1, { of: stray })])).toEqual([
    { outcome: failed, line: 0, values: [] },
    { outcome: stray, line: undefined, values: [] },
  ]);
});

test('a failure that was asked again stands before its answer, each with what is its own', async () => {
  expect(await values([failed, answered()], [scored(1)])).toMatchObject([{ values: [] }, { values: [1] }]);
});

test('a score without its outcome is left aside', async () => {
  expect(await values([], [scored(1)])).toEqual([]);
});
