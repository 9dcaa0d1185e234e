import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { tempFolder } from '../temp.ts';
import { llmBench, onlyRun, readRun } from './llm-bench.ts';
import { plainCsv } from './plain-csv.ts';

/** What somebody may have a model say, or call a sample: each does harm somewhere. */
const WORDS = {
  tag: '</script><script>alert(1)</script><img src=x onerror=alert(1)>',
  formula: "=cmd|' /C calc'!A0",
  minus: '-1+cmd|x',
  screen: '\u001B[31mred\u001B]0;title\u0007\u009B2J',
  direction: 'left\u202Etfel\u2067\u200F',
  zero: 'zero\0byte',
  half: 'half\uD800pair',
  lines: 'one\r\ntwo\u2028three,"four"',
  markup: '| cell | [x](javascript:alert(1)) `code` # head',
};
const hostile = Object.values(WORDS);
const MEGABYTE = 1 << 20;
const long = ['x'.repeat(MEGABYTE), '<'.repeat(MEGABYTE), 'a,"\n'.repeat(MEGABYTE / 4), '\u001B['.repeat(MEGABYTE / 2)];
const answers = [...hostile, ...long];

const idOf = (place: number) => `${hostile[place % hostile.length]} ${place}`;
const jsonl = (of: (answer: string, place: number) => object) =>
  `${answers.map((answer, place) => JSON.stringify(of(answer, place))).join('\n')}\n`;

/** Names in a suite are text without halves of letters. */
const names = hostile.filter((word) => !/\p{Cs}/u.test(word));
const CONTROL = /(?!\n)\p{Cc}|\p{Bidi_Control}/u;

const SECONDS = 1000;

describe('a run in which everything is hostile', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let ran: Awaited<ReturnType<typeof llmBench>>;
  const bench = async (...words: string[]) => {
    const began = performance.now();
    const ended = await llmBench(words, folder.path);
    expect(performance.now() - began).toBeLessThan(20 * SECONDS);
    return ended;
  };

  beforeAll(async () => {
    folder = await tempFolder();
    const [one, other] = [`${WORDS.formula} one`, `${WORDS.tag} ${WORDS.screen} other`];
    await folder.write(
      'data.jsonl',
      jsonl((_, place) => ({
        id: idOf(place),
        input: answers[place]?.slice(0, 4096),
        target: names[place % names.length],
        part: names[place % 3],
      })),
    );
    await folder.write(
      'one.jsonl',
      jsonl((answer, place) => ({ id: idOf(place), answer, cost_usd: 0.01, latency_ms: 5 })),
    );
    await folder.write(
      'other.jsonl',
      jsonl((_, place) => ({ id: idOf(place), answer: names[place % names.length], cost_usd: 0.001 })),
    );
    const task = (name: string, grade: unknown) => ({
      ...{ name, dataset: './data.jsonl', prompt: '{{ input }}', group: 'part', fields: { target: 'target' }, grade },
    });
    const suite = {
      name: `${WORDS.tag} ${WORDS.screen}`,
      models: [
        { id: one, model: 'recorded/one', file: './one.jsonl' },
        { id: other, model: 'recorded/other', file: './other.jsonl' },
      ],
      roles: { incumbent: one },
      tasks: [
        task(`${WORDS.formula} ${WORDS.direction}`, 'exact'),
        task(WORDS.markup, { label: { labels: names } }),
        task(WORDS.zero, { regex: { pattern: 'x+' } }),
      ],
    };
    await folder.write('suite.yaml', JSON.stringify(suite));
    ran = await bench('run', 'suite.yaml');
    return () => folder[Symbol.asyncDispose]();
  }, 60 * SECONDS);

  test('ends well, with nothing that a terminal would obey', async () => {
    expect(ran.stderr).toContain('Results:');
    expect(ran.exitCode).toBe(0);
    for (const text of [ran.stdout, ran.stderr]) expect(text).not.toMatch(CONTROL);
  });

  test('keeps every answer as it was said, to the letter', async () => {
    const { outcomes } = await readRun(await onlyRun(folder.path));
    const said = outcomes
      .filter(({ model }) => model.endsWith('one'))
      .map((outcome) => 'answer' in outcome && outcome.answer);
    expect(new Set(said)).toEqual(new Set(answers));
  });

  test(
    'shows it harmlessly in every report, and none is forgotten',
    async () => {
      const listed: { name: string }[] = JSON.parse((await bench('list', 'reports', '--json')).stdout);
      expect(listed.length).toBeGreaterThan(6);
      for (const { name } of listed) {
        const { exitCode, stdout, stderr } = await bench('report', '--format', name);
        expect([name, exitCode, stderr]).toEqual([name, 0, '']);
        expect(stdout, name).not.toMatch(CONTROL);
        expect(stdout.length, name).toBeLessThan(MEGABYTE);
      }
    },
    60 * SECONDS,
  );

  test.each(['csv', 'calls', 'comparisons', 'confusion'])(
    '%s reads back the same by two parsers, and no cell is a formula',
    async (format) => {
      const { stdout } = await bench('report', '--format', format);
      const rows: string[][] = parse(stdout);
      expect(plainCsv(`${stdout}\n`)).toEqual(rows);
      expect(rows.length).toBeGreaterThan(2);
      expect(rows.flat().filter((cell) => /^[=+@]|^-(?![\d.]+$)/.test(cell))).toEqual([]);
    },
  );

  test.each([['report'], ['report', '--table', 'landscape'], ['compare']])(
    '%s %s %s: Markdown makes no tag and no link',
    async (...words) => {
      const { stdout } = await bench(...words.filter(Boolean), '--format', 'markdown');
      expect(stdout).toContain('script');
      expect(stdout).not.toMatch(/(?<!\\)<|(?<!\\)\]\(/);
      expect(stdout).not.toMatch(CONTROL);
    },
  );

  test('what was said to lost samples is shown on short lines', async () => {
    const { stdout, exitCode } = await bench('compare', '--regressions', '20');
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(CONTROL);
    const shown = stdout.slice(stdout.indexOf('lost by'));
    expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThan(1000);
  });

  test.each([['report'], ['compare'], ['compare', '--regressions', '20'], ['list', 'runs']])(
    '%s %s %s: JSON stays JSON',
    async (...words) => {
      const { stdout } = await bench(...words.filter(Boolean), '--json');
      expect(stdout).not.toMatch(CONTROL);
      expect(JSON.parse(stdout)).toBeTruthy();
    },
  );

  test.each(['table', 'csv', 'markdown'])('list runs as %s', async (format) => {
    const { stdout, exitCode } = await bench('list', 'runs', '--format', format);
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(CONTROL);
  });

  test('an error that names what was typed is one harmless line', async () => {
    for (const words of [
      ['report', WORDS.screen],
      ['report', '--columns', WORDS.screen],
      ['compare', '--models', WORDS.direction],
    ]) {
      const { stderr, exitCode } = await bench(...words);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^error: [^\n]*$/);
      expect(stderr).not.toMatch(CONTROL);
    }
  });
});
