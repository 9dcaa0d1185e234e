import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trialKey } from '../domain/keys.ts';
import { planned, plannedAs } from '../testing/builders.ts';
import { makePlan, type Plan, trialsOf } from './plan.ts';

const taskNames = ['a', 'b', 'c'];

const tasks = fc
  .array(fc.record({ samples: fc.integer({ min: 0, max: 12 }), epochs: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => all.map((task, index) => ({ name: taskNames[index] as string, ...task })));

type Tasks = { name: string; samples: number; epochs: number }[];

function plan(all: Tasks, seed: number, repeatsAtOnce = false): Plan {
  const samples = all.flatMap(({ name, samples: n }) =>
    Array.from({ length: n }, (_, id) => planned({ task: name, sample: String(id) })),
  );
  return makePlan({
    planned: plannedAs(samples),
    epochs: new Map(all.map(({ name, epochs }) => [name, epochs])),
    readSample: (line) => samples[line] as (typeof samples)[number],
    seed,
    repeatsAtOnce,
  });
}

const names = (of: Plan, model = { id: 'm', identity: 'x' }) =>
  [...trialsOf(of, model)].map(({ sample, epoch }) => `${sample.task}/${sample.sample}/${epoch}`);

test('every sample is asked once in every epoch of its task, and nothing else', () =>
  fc.assert(
    fc.property(tasks, fc.integer(), (all, seed) => {
      const expected = all.flatMap(({ name, samples, epochs }) =>
        Array.from({ length: samples * epochs }, (_, n) => `${name}/${n % samples}/${Math.floor(n / samples) + 1}`),
      );
      const asked = names(plan(all, seed));
      expect(asked.toSorted()).toEqual(expected.toSorted());
      expect(plan(all, seed).trials).toBe(expected.length);
    }),
  ));

test('no two trials share a key, not even those of two models', () =>
  fc.assert(
    fc.property(tasks, (all) => {
      const trials = ['m', 'n'].flatMap((id) => [...trialsOf(plan(all, 1), { id, identity: 'x' })]);
      expect(new Set(trials.map(({ key }) => key)).size).toBe(trials.length);
    }),
  ));

const one: Tasks = [{ name: 'a', samples: 20, epochs: 2 }];

test('the order is the seed’s, and the same for every model', () => {
  expect(names(plan(one, 1))).toEqual(names(plan(one, 1), { id: 'other', identity: 'y' }));
  expect(names(plan(one, 1))).not.toEqual(names(plan(one, 2)));
  expect(names(plan(one, 1)).slice(0, 20)).not.toEqual(Array.from({ length: 20 }, (_, n) => `a/${n}/1`));
});

test('every sample is asked once before any is asked again', () => {
  const epochs = names(plan(one, 1)).map((name) => name.split('/')[2]);
  expect(epochs).toEqual([...Array(20).fill('1'), ...Array(20).fill('2')]);
});

test('or each in all its epochs before the next is asked, in the same order of samples', () => {
  const [apart, atOnce] = [names(plan(one, 1)), names(plan(one, 1, true))];
  expect(atOnce.toSorted()).toEqual(apart.toSorted());
  expect(atOnce.filter((name) => name.endsWith('/1'))).toEqual(apart.slice(0, 20));
  expect(atOnce.map((name) => name.split('/')[2])).toEqual(Array.from({ length: 40 }, (_, n) => String(1 + (n % 2))));
});

test('what could change an answer is in the generation key: identity, messages, epoch', () => {
  const keys = (identity: string, content = 'What?') => {
    const samples = [planned({ messages: [{ role: 'user', content }] })];
    const of = makePlan({
      planned: plannedAs(samples),
      epochs: new Map([['task', 2]]),
      readSample: (line) => samples[line] as (typeof samples)[number],
      seed: 0,
    });
    return [...trialsOf(of, { id: 'm', identity })].map(({ generation_key }) => generation_key);
  };
  expect(new Set([...keys('x'), ...keys('y'), ...keys('x', 'Why?')]).size).toBe(6);
  expect(keys('x')).toEqual(keys('x'));
});

test('trials are made as they are asked for, and what is done is not read', () => {
  const samples = Array.from({ length: 1000 }, (_, id) => planned({ sample: String(id) }));
  const read: number[] = [];
  const large = makePlan({
    planned: plannedAs(samples),
    epochs: new Map([['task', 1]]),
    readSample: (line) => {
      read.push(line);
      return samples[line] as (typeof samples)[number];
    },
    seed: 0,
  });
  const done = new Set([...large.order.subarray(0, 500)].map((line) => trialKey('m', 'task', String(line), 1)));
  const trials = trialsOf(large, { id: 'm', identity: 'x' }, (key) => done.has(key));
  for (let n = 0; n < 3; n++) trials.next();
  expect(read).toEqual([...large.order.subarray(500, 503)]);
  expect(large.trials).toBe(1000);
});
