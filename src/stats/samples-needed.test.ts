import { expect, test } from 'vitest';
import { samplesNeeded } from './samples-needed.ts';

test('Connor’s figure for 20 of 100 that differ and a difference of 5', () => {
  const differences = [...Array<number>(800).fill(0), ...Array<number>(75).fill(-1), ...Array<number>(125).fill(1)];
  expect(samplesNeeded(differences)?.toFixed(2)).toBe('625.55');
});

test('of no difference there is no number', () => {
  expect(samplesNeeded([0, 0])).toBeNull();
});
