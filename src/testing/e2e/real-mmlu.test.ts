import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { SHARED } from '../shared.ts';
import { tempFolder } from '../temp.ts';
import { llmBench, onlyRun, readRun } from './llm-bench.ts';
import { recompute } from './recompute.ts';

const DATA = join(SHARED, 'data/mmlu');
const SERVER = join(SHARED, 'tools/mock-openai.mjs');
const isAbsent = !existsSync(DATA) || !existsSync(SERVER);

describe.skipIf(isAbsent)('the real MMLU (skipped where ../shared is absent)', () => {
  test('runs whole, 5-shot, against baselines and a server in another process', { timeout: 300_000 }, async () => {
    await using folder = await tempFolder();
    const server = execa(process.execPath, [SERVER], { env: { PORT: '0', ANSWER: 'echo-choice' }, reject: false });
    const [line] = await server
      .iterable()
      .next()
      .then(({ value }) => [String(value)]);
    const url = /http:\S+/.exec(line as string)?.[0];
    await folder.write(
      'suite.yaml',
      `name: mmlu
models:
  - { model: baseline/random, price: { usd_per_hour: 0.05 } }
  - { model: baseline/first, price: { usd_per_hour: 0.05 } }
  - { model: baseline/similar, price: { usd_per_hour: 0.05 } }
  - { id: local, model: openai-compatible/mock, base_url: "${url}/v1", price: { input: 0.14, output: 0.28 }, limits: { concurrency: 64 } }
tasks: [{ name: mmlu, dataset: ${DATA}, prompt: mmlu, shots: 5, grade: choice }]
`,
    );
    const { exitCode, stderr } = await llmBench(['run', 'suite.yaml', '--quiet'], folder.path);
    const stats = await (await fetch(`${url}/__stats`)).json();
    server.kill();
    expect([exitCode, stderr]).toEqual([0, '']);

    const files = await readRun(await onlyRun(folder.path));
    expect(files.outcomes).toHaveLength(4 * 14_042);
    expect(new Set(files.outcomes.map(({ key }) => key)).size).toBe(4 * 14_042);
    // 27 pairs of samples have the same text; they are two samples each, so the server sees 27 requests a second time.
    expect(stats).toMatchObject({ chat: 14_042, repeat_requests: 27 });

    const expected = recompute(files, (sample) => sample.split('/')[0] as string);
    const rows = files.summary.filter(({ level }) => level === 'all' || level === 'group');
    expect(rows).toHaveLength(4 * (1 + 57));
    for (const row of rows) {
      const figures = expected.get([row['model'], row['task'], row['group']].join(' | '));
      for (const name of ['n', 'asked', 'wrong', 'failed', 'unparsed'] as const)
        expect(Number(row[name])).toBe(figures?.[name]);
      expect(Number(row['quality'])).toBeCloseTo(figures?.quality ?? Number.NaN, 12);
      expect(Number(row['cost_usd'])).toBeCloseTo(figures?.cost_usd ?? Number.NaN, 9);
      if (row['level'] === 'all') {
        for (const name of ['usd_per_1k', 'usd_per_correct'] as const) {
          const [low = 0, high = 0] = figures?.[name] ?? [];
          expect(Number(row[`${name}_low`]) / low).toBeCloseTo(1, 6);
          expect(Number(row[`${name}_high`]) / high).toBeCloseTo(1, 6);
        }
      }
      if (row['model'] !== 'local') continue;
      expect(Number(row['input_tokens'])).toBe(figures?.input_tokens);
      for (const name of ['eff_usd_per_1m_tokens', 'input_per_output'] as const)
        expect(Number(row[name])).toBeCloseTo(figures?.[name] ?? Number.NaN, 9);
    }

    const local = files.summary.filter(({ model }) => model === 'local');
    const n = (group: string) => Number(local.find((row) => row['group'] === group)?.['n']);
    expect(['*', 'macro', 'STEM', 'humanities', 'social sciences', 'other'].map(n)).toEqual([
      14_042, 14_042, 3018, 4705, 3077, 3242,
    ]);
    expect([n('abstract_algebra'), n('professional_law'), n('moral_scenarios')]).toEqual([100, 1534, 895]);

    const subjects = local.filter(({ level }) => level === 'group').map((row) => Number(row['quality']));
    const macro = Number(local.find(({ level }) => level === 'macro')?.['quality']);
    expect(macro).toBeCloseTo(subjects.reduce((sum, quality) => sum + quality, 0) / 57, 12);
  });
});
