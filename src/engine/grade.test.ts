import { expect, test } from 'vitest';
import { targetDigest } from '../domain/keys.ts';
import type { Answered } from '../domain/outcome.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Task, TaskGrader } from '../domain/task.ts';
import { planned } from '../testing/builders.ts';
import { byMetric, gradeAll, metricGrader } from './grade.ts';

const grader = (name: string, parts: string[] = []): TaskGrader => ({
  facts: { name, grader: name, version: 1, digest: name, binary: true, parts },
  grade: (_, { answer }) => ({ state: 'scored', value: 1, extracted: answer, explanation: 'because', parts: {} }),
});

const isFour = grader('four');

const taskOf = (graders: readonly TaskGrader[], metric = ''): Task =>
  ({ spec: { metric }, graders }) as unknown as Task;

const gradable = (answer: object, sample: PlannedSample) => ({
  answer: answer as Answered,
  sample,
  target: targetDigest(sample),
});

test.each([
  ['rouge', 'rouge'],
  ['rouge.rougeL', 'rouge'],
  ['rouge-2', 'rouge-2'],
  ['rouge.strict', 'rouge.strict'],
])('the metric %s belongs to the grader %s', (metric, expected) => {
  const graders = [grader('rouge', ['rougeL']), grader('rouge-2'), grader('rouge.strict')];
  expect(metricGrader(taskOf(graders, metric))).toEqual({ grader: expected, binary: metric === expected });
});

test('a metric that is a part of a grader has the part’s value, 0 where nothing was read, and none where nothing was given', () => {
  const mark = { state: 'scored', value: 0.75, parts: { exact: 0 } } as const;
  const [part, whole] = [taskOf([grader('json', ['exact'])], 'json.exact'), taskOf([grader('json')], 'json')];
  expect(byMetric(part, 'json', mark)).toEqual({ value: 0 });
  expect(byMetric(part, 'json', { ...mark, parts: { exact: 1 } })).toEqual({ value: 1 });
  expect(byMetric(part, 'json', { state: 'unparsed', value: 0, parts: {} })).toEqual({ value: 0 });
  expect(byMetric(part, 'json', { state: 'unscored', value: null, parts: {} })).toEqual({ value: null });
  expect(byMetric(whole, 'json', mark)).toEqual({ value: 0.75 });
});

test('a score’s key tells the trial, the answer, the target and the grader', () => {
  const outcome = { key: 'k', answer: '4', finish_reason: 'stop' } as never;
  const keyOf = (facts: object, target = '4', of = isFour) =>
    gradeAll(gradable({ ...(outcome as object), ...facts }, planned({ target })), [of])[0]?.score_key;
  const keys = [
    keyOf({}),
    keyOf({ key: 'l' }),
    keyOf({ answer: '5' }),
    keyOf({ finish_reason: 'length' }),
    keyOf({}, '5'),
    keyOf({}, '4', grader('five')),
  ];
  expect(new Set(keys).size).toBe(6);
  expect(keyOf({ latency_ms: 5 })).toBe(keys[0]);
});
