import { expect, test } from 'vitest';
import { hint, nearest } from './suggest.ts';

test.each([
  ['exactt', ['exact', 'choice'], 'exact'],
  ['inptu', ['input', 'target'], 'input'],
  ['mmul', ['mmlu', 'mmlu-cot'], 'mmlu'],
  ['temprature', ['temperature', 'top_p'], 'temperature'],
  ['EXACT', ['exact'], 'exact'],
  ['ab', ['b', 'abc'], 'b'],
])('%s is near one of %j', (word, names, near) => expect(nearest(word, names)).toBe(near));

test.each([
  ['x', ['y', 'z']],
  ['judge', ['exact', 'choice', 'label']],
  ['', ['a']],
  ['exact', []],
])('"%s" is near none of %j', (word, names) => expect(nearest(word, names)).toBeUndefined());

test('a hint names the nearest, else what there is, else nothing', () => {
  expect(hint('exactt', ['exact', 'choice'])).toBe('; did you mean "exact"?');
  expect(hint('judge', ['exact', 'choice'])).toBe('; there is: exact, choice');
  expect(hint('judge', [])).toBe('');
});

test('a long list of names is cut', () => {
  const names = Array.from({ length: 15 }, (_, n) => `name${n}`);
  expect(hint('quite another', names)).toBe(
    '; there is: name0, name1, name2, name3, name4, name5, name6, name7, name8, name9, name10, name11 and 3 more',
  );
});
