import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../temp.ts';
import { llmBench } from './llm-bench.ts';

const DAY = ['--at', '2026-11-21'];
const HOST = [...['host', 'llama-3-70b', '--gpu', 'a100-80,l4-24', '--against', 'openai/gpt-4o'], ...DAY];

/** What a user reads, by the file that keeps it. */
const SEEN: Readonly<Record<string, readonly string[]>> = {
  'graders.txt': ['graders'],
  'providers.txt': ['providers'],
  'prompts.txt': ['prompts'],
  'datasets.txt': ['datasets'],
  'reports.txt': ['reports'],
  'landscape.txt': ['models', '--table', 'landscape', ...DAY],
  'landscape.md': ['models', '--table', 'landscape', '--format', 'markdown', ...DAY],
  'trend.txt': ['prices', '--trend', 'mmlu>=86', ...DAY],
  'trend.svg': ['prices', '--trend', 'mmlu>=86', '--format', 'svg', ...DAY],
  'diff.txt': ['prices', '--at', '2025-01-01', '--diff', '2025-03-01'],
};

const HOSTED: Readonly<Record<string, readonly string[]>> = {
  'host.txt': [],
  'host.md': ['--format', 'markdown'],
  'host.csv': ['--format', 'csv'],
  'host.json.txt': ['--json'],
};

describe('is as it was read by eye:', () => {
  const commands = [
    ...Object.entries(SEEN).map(([file, what]) => [file, ['list', ...what]] as const),
    ...Object.entries(HOSTED).map(([file, format]) => [file, [...HOST, ...format]] as const),
  ];

  test.each(commands)('%s', async (file, arguments_) => {
    await using temp = await tempFolder();
    const { exitCode, stdout } = await llmBench(arguments_, temp.path);
    expect(exitCode).toBe(0);
    await expect(`${stdout}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'golden', file));
  });
});

test('host fits 80 columns, and says what it leaves out; a pipe has all', async () => {
  await using temp = await tempFolder();
  const narrow = await llmBench(HOST, temp.path, { COLUMNS: '80' });
  const table = narrow.stdout.split('\n').slice(0, -1);
  expect(Math.max(...table.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(narrow.stdout).toContain('Left out to fit 80 columns: ');
  expect((await llmBench(HOST, temp.path)).stdout).not.toContain('Left out');
});
