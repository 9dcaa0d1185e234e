import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { tempFolder } from '../temp.ts';
import { llmBench, ROOT } from './llm-bench.ts';

const QUICKSTART = join(ROOT, 'suites/quickstart.yaml');

describe('in a pipe or a file', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  const shell = (line: string, env: Record<string, string> = {}) =>
    execa(`set -o pipefail; ${line}`, {
      ...{
        cwd: folder.path,
        shell: '/bin/bash',
        reject: false,
        env: { ...env, PROGRAM: join(ROOT, 'bin/llm-bench.js') },
      },
    });

  beforeAll(async () => {
    folder = await tempFolder();
    await llmBench(['run', QUICKSTART, '--quiet'], folder.path);
    return () => folder[Symbol.asyncDispose]();
  });

  test.each([
    'report --format csv',
    'report --format calls',
    'report --json',
    'report',
    'compare --format csv',
    'list prices --format csv',
    'list prices --json',
  ])('%s | head ends without a word', async (words) => {
    const { stdout, stderr, exitCode } = await shell(`node "$PROGRAM" ${words} | head -n 1`);
    expect(stdout.split('\n')).toHaveLength(1);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  test.skipIf(!existsSync('/dev/full'))('on a full disk says so, and that it is not ours to mend', async () => {
    const { stderr, exitCode } = await shell('node "$PROGRAM" report --format csv > /dev/full');
    expect(stderr).toMatch(/^error: standard output takes no more \(ENOSPC.*\); make room there, or write elsewhere$/);
    expect(exitCode).toBe(2);
  });

  test.each(['report', 'compare', 'list models', 'estimate suite'])(
    '%s > file has no colour, whatever is forced',
    async (words) => {
      const line = `node "$PROGRAM" ${words.replace('suite', `"${QUICKSTART}"`)} > out.txt`;
      await shell(line, { FORCE_COLOR: '3', CLICOLOR_FORCE: '1' });
      const text = await readFile(join(folder.path, 'out.txt'), 'utf8');
      expect(text.length).toBeGreaterThan(100);
      expect(text).not.toContain('\u001B');
    },
  );

  test.each([
    ['run', QUICKSTART, '--fresh'],
    ['report'],
    ['compare'],
    ['estimate', QUICKSTART],
    ['validate', QUICKSTART],
    ['list', 'prices'],
    ['host', 'llama-3-70b'],
    ['grade'],
  ])('%s --json prints nothing but JSON; what people read is on stderr', async (...words) => {
    const { stdout, exitCode } = await llmBench([...words, '--json'], folder.path);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toBeTruthy();
  });

  test('a table is whole, unless COLUMNS says how wide it may be', async () => {
    const whole = await shell('node "$PROGRAM" report', { COLUMNS: '' });
    expect(whole.stdout).toContain('$/correct');
    const narrow = await shell('node "$PROGRAM" report', { COLUMNS: '80' });
    const drawn = narrow.stdout.split('\n').filter((line) => /^[┌│└├]/.test(line));
    expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(narrow.stdout).toContain('Left out to fit 80 columns: $/correct (usd_per_correct)');
  });

  test('columns and order are chosen in each format, and checked before anything is asked', async () => {
    const { stdout } = await llmBench(
      ['report', '--format', 'csv', '--columns', 'n,model', '--sort', 'model:desc'],
      folder.path,
    );
    const [header, first] = stdout.split('\n');
    expect(header).toBe('n,model');
    expect(first).toContain('baseline/similar');
    for (const words of [['run', QUICKSTART], ['report'], ['grade'], ['compare', '--format', 'csv']]) {
      const { stderr, exitCode, stdout } = await llmBench([...words, '--columns', 'modle'], folder.path);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^error: .* no column "modle"/);
    }
  });

  test('docs/csv.md tells the columns of host', async () => {
    const { stdout } = await llmBench(['host', 'llama-3-70b', '--format', 'csv'], folder.path);
    const docs = await readFile(join(ROOT, 'docs/csv.md'), 'utf8');
    const [, section = ''] = docs.split('## host\n');
    expect([...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name).join(',')).toBe(stdout.split('\n', 1)[0]);
  });
});
