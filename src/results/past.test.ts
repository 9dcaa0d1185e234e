import { expect, test } from 'vitest';
import type { ModelSpec } from '../domain/model.ts';
import type { Outcome } from '../domain/outcome.ts';
import { answered, failed, taskFacts, usage } from '../testing/records.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { readPast, settingsDigest } from './past.ts';

const spec = (facts: Partial<ModelSpec> = {}): ModelSpec => ({
  ...{ id: 'm', model: 'openai/a', timeout_s: 120, deadline_s: 600, retries: 4 },
  ...facts,
});

interface Run {
  readonly models?: readonly ModelSpec[];
  readonly prompt_sha256?: string;
  readonly outcomes: readonly Outcome[];
}

/** Writes a run that began on that day of November. */
async function writeRun(folder: TempFolder, day: number, { models = [spec()], prompt_sha256 = 'p', outcomes }: Run) {
  const name = `run-${day}`;
  const manifest = {
    ...{ schema_version: 1, run_id: name, id: name, status: 'complete' },
    started_at: `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`,
    suite: { models },
    tasks: [taskFacts({ prompt_sha256 })],
  };
  await folder.write(`${name}/manifest.json`, JSON.stringify(manifest));
  await folder.write(`${name}/outcomes.jsonl`, outcomes.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

const says = (output: number, latency_ms: number | null = null) => answered({ usage: usage({ output }), latency_ms });

async function pastIn(folder: TempFolder) {
  const warnings: string[] = [];
  const tasks = [{ name: 't', prompt_sha256: 'p' }];
  const past = await readPast({ results: folder.path, tasks, onWarning: (warning) => warnings.push(warning) });
  return { past: past.get('t'), warnings };
}

test('answers are added up over runs; failures, and answers of other runs, are not', async () => {
  await using folder = await tempFolder();
  await writeRun(folder, 1, { outcomes: [says(3, 100), failed('timeout'), says(4)] });
  await writeRun(folder, 2, {
    outcomes: [answered({ usage: null, latency_ms: 50 }), answered({ ...says(99, 9), reused_from: 'run-1' })],
  });
  expect(await pastIn(folder)).toEqual({
    past: [
      {
        ...{ model: 'openai/a', settings: settingsDigest(spec()), n: 2, outputTokens: 7, outputTokensSquared: 25 },
        ...{ timed: 2, latencyMs: 150 },
      },
    ],
    warnings: [],
  });
});

test('another prompt is another task; other settings, but not another seed, are another entry', async () => {
  await using folder = await tempFolder();
  const [hot, seeded] = [spec({ temperature: 1 }), spec({ seed: 7 })];
  await writeRun(folder, 1, { prompt_sha256: 'q', outcomes: [says(1)] });
  await writeRun(folder, 2, { models: [hot], outcomes: [says(2)] });
  await writeRun(folder, 3, { models: [seeded], outcomes: [says(3)] });
  await writeRun(folder, 4, { outcomes: [says(3)] });
  const { past } = await pastIn(folder);
  expect(past?.map(({ settings, n, outputTokens }) => [settings, n, outputTokens])).toEqual([
    [settingsDigest(spec()), 2, 6],
    [settingsDigest(hot), 1, 2],
  ]);
});

test('the newest 20 runs are enough', async () => {
  await using folder = await tempFolder();
  for (let day = 1; day <= 22; day++) await writeRun(folder, day, { outcomes: [says(day <= 2 ? 1000 : 1)] });
  expect((await pastIn(folder)).past).toMatchObject([{ n: 20, outputTokens: 20 }]);
});

test('without a results folder there is nothing', async () => {
  const past = await readPast({ results: '/nowhere', tasks: [{ name: 't', prompt_sha256: 'p' }], onWarning() {} });
  expect([...past.values()]).toEqual([[], []]);
});
