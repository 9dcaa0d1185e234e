import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../testing/arbitrary.ts';
import { filtered } from './page/filter.js';
import { hashWith, placeOf, sampleName } from './page/place.js';
import { compareKeys, sortKey } from './page/sort-key.js';
import { Store } from './page/store.js';
import { visible } from './page/visible.js';
import { outcomeWords, STATES } from './page/words.js';
import { STATES as SHOWN_STATES } from './shown.ts';

test('the page and its program name the states in the same order', () => {
  expect(STATES).toEqual(SHOWN_STATES);
});

describe('what cannot be seen is written out', () => {
  test.each([
    ['a plain line\n\twith a tab\r\nand another', 'a plain line\n\twith a tab\r\nand another'],
    ['right\u202Eleft\u2067', 'right⟨U+202E⟩left⟨U+2067⟩'],
    ['\u001B[31mred', '⟨U+001B⟩[31mred'],
    ['zero\0', 'zero⟨U+0000⟩'],
    ['half \uD800 and 😀', 'half ⟨U+D800⟩ and 😀'],
    ['over\rwritten', 'over⟨U+000D⟩written'],
    ['=cmd|"/C calc"!A0', '=cmd|"/C calc"!A0'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('whatever the text', () =>
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(visible(text)).not.toMatch(/(?![\n\t\r])\p{Cc}|\p{Bidi_Control}|\p{Cs}/u);
      }),
    ));
});

describe('filters', () => {
  const store = new Store(2);
  store.add({
    ids: ['law/1', 'law/2', 'Law/3', 'sums/1'],
    tasks: [0, 0, 0, 1],
    groups: ['a', 'b', 'a', null],
    pages: [0, 0, 1, -1],
    values: [
      [1, 1, 0, 0.5],
      [1, 0, null, 0.7],
    ],
    states: [
      [1, 1, 2, 1],
      [1, 1, 16, 0],
    ],
  });
  const all = { task: null, group: null, model: null, result: null, than: null, against: 0, find: '' };

  test.each([
    ['nothing', {}, [0, 1, 2, 3]],
    ['a task', { task: 1 }, [3]],
    ['a group', { group: 'a' }, [0, 2]],
    ['a part of an id, whatever the case', { find: 'LAW' }, [0, 1, 2]],
    ['what any model had right', { result: 'right' }, [0, 1]],
    ['what one model had wrong', { model: 1, result: 'wrong' }, [1]],
    ['a state', { result: 'unparsed' }, [2]],
    ['what was not asked', { result: 'not asked' }, [3]],
    ['what one lost against the other', { model: 1, than: 'worse' }, [1]],
    ['what one won', { model: 1, than: 'better' }, [3]],
    ['where models differ', { than: 'different' }, [1, 3]],
    ['two at once, of the same model', { than: 'worse', result: 'failed' }, []],
  ])('by %s', (_, query, rows) => {
    expect(filtered(store, { ...all, ...query })).toEqual(rows);
  });

  test('know the place of each sample on its page', () => {
    expect(store.places).toEqual([0, 1, 0, -1]);
  });
});

describe('columns are sorted', () => {
  const sorted = (cells: readonly string[], way: 1 | -1) =>
    [...cells].sort((one, other) => compareKeys(sortKey(one), sortKey(other), way));

  test('by the number that a cell begins with, what is unknown last', () => {
    const cells = ['$1,230 [1,000–1,500]', '–', '~$0.5 [–]', '$6.45', '−2.1 points', '-3'];
    expect(sorted(cells, 1)).toEqual(['-3', '−2.1 points', '~$0.5 [–]', '$6.45', '$1,230 [1,000–1,500]', '–']);
    expect(sorted(cells, -1).at(0)).toBe('$1,230 [1,000–1,500]');
    expect(sorted(cells, -1).at(-1)).toBe('–');
  });

  test('by words where there are none', () => {
    expect(sorted(['yes', 'No', '–'], 1)).toEqual(['No', 'yes', '–']);
  });
});

describe('how a model did', () => {
  test.each([
    [1, 1, true, 'right'],
    [0, 1, true, 'wrong'],
    [0.5, 1, true, '0.500'],
    [1, 1, false, '1.000'],
    [0, 2, true, 'unparsed'],
    [Number.NaN, 16, true, 'failed'],
    [Number.NaN, 0, true, 'not asked'],
    [0.5, 3, true, '0.500 (unparsed)'],
  ])('%d with the states %d of a task with values 0 and 1 only: %s', (value, states, isBinary, words) => {
    expect(outcomeWords(value, states, isBinary)).toBe(words);
  });
});

describe('the address', () => {
  test('gives back any sample that it was given', () =>
    fc.assert(
      fc.property(anyText(), anyText(), (task, id) => {
        const hash = hashWith(placeOf('#task=0'), { sample: sampleName(task, id) });
        expect(placeOf(hash).get('sample')).toBe(sampleName(task, id));
        expect(placeOf(hash).get('task')).toBe('0');
      }),
    ));

  test('of a heading is no place among the samples', () => {
    expect([...placeOf('#figures')]).toEqual([]);
    expect(hashWith(placeOf('#task=0'), { task: null })).toBe('#samples');
  });
});
