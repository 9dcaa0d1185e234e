import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { readLabelRows } from './label-file.ts';

async function read(text: string) {
  await using folder = await tempFolder();
  const rows = await collect(readLabelRows(await folder.write('l.csv', text)));
  return rows.map(({ id, label, label_2 }) => [id, label, label_2]);
}

test.each([
  ['as it was printed', 'id,question,answer,label\na1,"Why,\nso?",Yes,good\n'],
  [
    'with semicolons, a byte order mark and line ends of Windows',
    '\uFEFFid;question;answer;label\r\na1;"Why; so?";Yes, no;good\r\n',
  ],
  ['with tabs', 'id\tquestion\tanswer\tlabel\na1\tWhy, so; really?\tYes\tgood\n'],
  ['with columns in another order, renamed in case', 'Label,ID\n good ,a1\n'],
  ['with rows cut short or too long', 'id,label,answer\na1,good\na2,good,Yes,,,\n'],
  ['with empty lines', '\nid,label\n\na1,good\n\n'],
])('a sheet comes back %s', async (_, text) => {
  expect((await read(text))[0]).toEqual(['a1', 'good', '']);
});

test('a number with a comma of its own is not read by half', async () => {
  expect(await read('id,label\na1,"0,75"\n')).toEqual([['a1', '0,75', '']]);
  expect(await problemOf(() => read('id,label\na1,good\na2,0,75\n'))).toMatch(
    /l\.csv:3: more cells than the header has; what holds a "," stands in quotes$/,
  );
});

test('what was not filled in is empty', async () => {
  expect(await read('id,label,label_2\na1,,\na2,good\na3,,bad\n')).toEqual([
    ['a1', '', ''],
    ['a2', 'good', ''],
    ['a3', '', 'bad'],
  ]);
});

test('any text of answers leaves ids and labels as they are, with any separator', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.constantFrom(',', ';', '\t'),
      async (answers, sign) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = answers.map((answer, index) => [`a${index}`, quoted(answer), 'good'].join(sign));
        const rows = await read([['id', 'answer', 'label'].join(sign), ...lines].join('\n'));
        expect(rows).toEqual(answers.map((_, index) => [`a${index}`, 'good', '']));
      },
    ),
    { numRuns: 50 },
  ));
