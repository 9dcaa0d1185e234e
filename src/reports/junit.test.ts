import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ruling, Verdict } from '../domain/verdict.ts';
import { anyText } from '../testing/arbitrary.ts';
import { onTask, scorecard, verdict } from '../testing/records.ts';
import { attributesOf, elementsOf } from '../testing/xml.ts';
import { junitPage } from './junit.ts';

const ruled = (rulings: readonly Ruling[], facts: Partial<Verdict> = {}): Verdict => ({
  ...verdict(),
  gate: { ...verdict().gate, tasks: rulings.map((_, at) => `t${at}`) },
  tasks: rulings.map((ruling, at) => onTask(`t${at}`, ruling)),
  ...facts,
});

const page = (...verdicts: Verdict[]) => elementsOf([...junitPage(scorecard({ verdicts }))].join(''));

test('has a case a gate and task: a fail is a failure, what is open an error', () => {
  const elements = page(ruled(['pass', 'fail', 'inconclusive']), ruled(['pass']));
  const named = (name: string) => elements.filter((one) => one.name === name).map(({ attributes }) => attributes);
  expect(named('testcase').map(({ classname, name }) => [classname, name])).toEqual([
    ['cheap for dear', 't0'],
    ['cheap for dear', 't1'],
    ['cheap for dear', 't2'],
    ['cheap for dear', 't0'],
  ]);
  expect(named('testsuite')).toMatchObject([{ name: 'swap', tests: '4', failures: '1', errors: '1' }]);
  expect(named('failure')).toMatchObject([{ type: 'FAIL' }]);
  expect(named('error')).toMatchObject([{ type: 'INCONCLUSIVE' }]);
});

test('what is open counts as the gate says', () => {
  const mapped = (inconclusive: 'pass' | 'fail') => {
    const open = ruled(['inconclusive']);
    return page({ ...open, gate: { ...open.gate, inconclusive } }).map(({ name }) => name);
  };
  expect(mapped('pass')).not.toContain('error');
  expect(mapped('pass')).not.toContain('failure');
  expect(mapped('fail')).toContain('failure');
});

test('where nothing was ruled every task is an error that says why', () => {
  const none = ruled(['pass'], { ruling: null, counts_as: null, no_ruling: 'the run is not complete', tasks: [] });
  expect(page(none).find(({ name }) => name === 'error')?.attributes).toEqual({
    type: 'NO VERDICT',
    message: 'NO VERDICT: the run is not complete',
  });
});

test('a suite without gates has no cases', () => {
  expect(page().find(({ name }) => name === 'testsuite')?.attributes['tests']).toBe('0');
});

test('a run that is not whole says so, with gates or without', () => {
  const told = elementsOf([...junitPage(scorecard({ status: 'incomplete' }))].join(''));
  expect(told.find(({ name }) => name === 'system-out')?.text).toBe('Partial: the run has not asked everything yet.');
});

test('is well-formed, whatever things are called', () =>
  fc.assert(
    fc.property(anyText(), anyText(), (candidate, task) => {
      const one = ruled(['fail']);
      const elements = page({
        ...one,
        gate: { ...one.gate, candidate },
        tasks: one.tasks.map((of) => ({ ...of, task })),
      });
      expect(elements.map(({ name }) => name)).toEqual([
        'testsuites',
        'testsuite',
        'testcase',
        'failure',
        'system-out',
      ]);
    }),
  ));

test('the reader that these tests go by refuses what is not XML', () => {
  for (const broken of [
    '<a>',
    '<a></b>',
    '<a b="<"/>',
    '<a>&</a>',
    '<a b="1" b="2"/>',
    '<a/><b/>',
    '<a>\u0001</a>',
    '<a>\uD800</a>',
  ])
    expect(() => elementsOf(broken), broken).toThrow();
  expect(attributesOf(' a="1" b="&lt;&amp;&quot;"')).toEqual({ a: '1', b: '<&"' });
});
