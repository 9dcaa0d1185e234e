import { describe, expect, test } from 'vitest';
import { findFormat, findList } from '../list.ts';
import type { List } from './listing.ts';
import { listTable } from './table.ts';
import { findView } from './views.ts';

interface Thing {
  readonly id: string;
  readonly usd: number;
  readonly note: string | null;
}

const THINGS: readonly Thing[] = [
  { id: 'claude-3-opus', usd: 15, note: 'what it costs since the fourteenth of August' },
  { id: 'llama', usd: 0.59, note: null },
];

const list: Pick<List<Thing>, 'columns' | 'shown' | 'narrow' | 'notes'> = {
  columns: { id: ({ id }) => id, usd: ({ usd }) => usd },
  shown: { Model: ({ id }) => id, USD: ({ usd }) => usd, Seen: () => '2026-11-21', Note: ({ note }) => note },
  narrow: { Seen: { leaves: 1 }, Note: { leaves: 2, width: 16 } },
  notes: () => ['Seen by eye.'],
};

const text = (width?: number) => [...listTable(list, THINGS, { width })].join('');

describe('a list on a terminal', () => {
  test('of unknown width, or in a pipe, is whole', () => {
    expect(text()).toBe(
      [
        'Model          USD   Seen        Note',
        'claude-3-opus  15    2026-11-21  what it costs since the fourteenth of August',
        'llama          0.59  2026-11-21',
        'Seen by eye.\n',
      ].join('\n'),
    );
    expect(text(200)).toBe(text());
  });

  test('first folds its cells, as little as it must', () => {
    expect(text(60)).toBe(
      [
        'Model          USD   Seen        Note',
        'claude-3-opus  15    2026-11-21  what it costs since the',
        '                                 fourteenth of August',
        'llama          0.59  2026-11-21',
        'Seen by eye.\n',
      ].join('\n'),
    );
  });

  test('then leaves out what matters least, and says which', () => {
    expect(text(40)).toBe(
      [
        'Model          USD   Seen',
        'claude-3-opus  15    2026-11-21',
        'llama          0.59  2026-11-21',
        'Seen by eye.',
        'Left out to fit 40 columns: Note. --columns names what to show; a pipe or a file has all.\n',
      ].join('\n'),
    );
    expect(text(20)).toContain('Left out to fit 20 columns: Seen, Note.');
  });

  test('never leaves out what has no rank, nor columns that were asked for', () => {
    expect(text(1)).toMatch(/^Model {10}USD\n/);
    const asked = [...(findFormat('table', { columns: ['id', 'usd'] }, { width: 1 })(list, THINGS) as string[])];
    expect(asked.join('')).not.toContain('Left out');
  });

  test('shows names and summaries without a header, and nothing of nothing', () => {
    const named = { shown: { name: ({ id }: Thing) => id, summary: ({ note }: Thing) => note } };
    expect([...listTable(named, THINGS)].join('')).toMatch(/^claude-3-opus {2}what it/);
    expect([...listTable(named, [])]).toEqual([]);
  });

  test('keeps an answer’s line ends and escapes to itself', () => {
    const [table = ''] = listTable({ shown: { Model: () => 'a\u001B[31m\nb' } }, THINGS);
    expect(table.split('\n')).toHaveLength(1 + THINGS.length + 1);
    expect(table).not.toContain('\u001B');
  });
});

describe('each list of the program', () => {
  const views: readonly (readonly [name: string, list: List<unknown>])[] = [
    ...['prices', 'models', 'graders', 'providers', 'prompts', 'reports'].map(
      (what) => [what, findList(what)] as const,
    ),
    ['landscape', findView('models', { table: 'landscape' })],
    ['trend', findView('prices', { trend: 'mmlu>=82' })],
    ['check', findView('prices', { check: true })],
    ['diff', findView('prices', { diff: '2025-01-01' })],
  ];

  test.each(views)('%s fits 80 columns and 100, its notes aside', async (_, view) => {
    const items = await view.items({ results: 'none', at: '2026-11-21' });
    for (const width of [80, 100]) {
      const [table = ''] = listTable(view, items, { width });
      expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
  });

  test.each(views)('%s ranks only columns that it has', (_, { shown, narrow = {} }) => {
    expect(Object.keys(shown)).toEqual(expect.arrayContaining(Object.keys(narrow)));
  });
});
