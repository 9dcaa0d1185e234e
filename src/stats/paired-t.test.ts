import { expect, test } from 'vitest';
import { DARWINS_MAIZE, printed } from '../testing/paired.ts';
import { pairedT, pairedTInterval } from './paired-t.ts';

test('Darwin’s maize (Fisher 1935) has this t, this p and this interval', () => {
  const { n, t, p } = pairedT(DARWINS_MAIZE);
  expect([n, printed(t), printed(p)]).toEqual([15, '2.147987', '0.049703']);
  const { low, high } = pairedTInterval(DARWINS_MAIZE, 0.95) as { low: number; high: number };
  expect([low, high].map(printed)).toEqual(['0.031193', '41.835473']);
});

test('differences that are all the same have no test, one has no error, none no mean', () => {
  expect(pairedT([0.5, 0.5])).toEqual({ n: 2, d: 0.5, se: 0, t: null, p: null });
  expect(pairedT([0.5])).toEqual({ n: 1, d: 0.5, se: null, t: null, p: null });
  expect(pairedT([])).toEqual({ n: 0, d: null, se: null, t: null, p: null });
  for (const some of [[0.5, 0.5], [0.5], []]) expect(pairedTInterval(some, 0.9)).toBeNull();
});
