import { expect, test } from 'vitest';
import { goesOn } from './border.ts';

test.each([
  ['Oslo', 'ans'],
  ['caf', 'é'],
  ['e', '\u0301'],
  ['x', '_y'],
  ['𝒜', '𝒷'],
  ['3', '.14'],
  ['3.', '14'],
  ['1', ',000'],
])('%s|%s goes on', (before, after) => expect(goesOn(before, after)).toBe(true));

test.each([
  ['Oslo', ''],
  ['', 'Oslo'],
  ['Oslo', '.'],
  ['Oslo', ', or'],
  ['Oslo', '-based'],
  ['5.', 'Oslo'],
  ['3', '.'],
  ['x', '\0y'],
  ['C++', '11'],
  ['東京', 'です'],
  ['กรุงเทพ', 'ครับ'],
])('%s|%s does not', (before, after) => expect(goesOn(before, after)).toBe(false));
