import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { planned } from '../testing/builders.ts';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { stillClock } from '../testing/still-clock.ts';
import { tempFolder } from '../testing/temp.ts';
import { stageSamples } from './folder.ts';
import { readOutcomes, readSamples, readScores, SampleReader } from './read.ts';

const line = (n: number) => JSON.stringify({ schema_version: 1, n });

describe('the lines of a run’s file', () => {
  const read = async (content: string | Uint8Array) => {
    await using folder = await tempFolder();
    await folder.write('outcomes.jsonl', content);
    return await collect(readOutcomes(folder.path));
  };

  test('are read in order', async () => {
    expect(await read(`${line(1)}\n${line(2)}\n`)).toMatchObject([{ n: 1 }, { n: 2 }]);
    expect(await read('')).toEqual([]);
  });

  test.each([`${line(1)}\n${line(2)}`, `${line(1)}\n{"schema_ver`, `${line(1)}\n\u00e9`])(
    'do not include a last one that a crash tore: %j',
    async (content) => {
      expect(await read(content)).toMatchObject([{ n: 1 }]);
    },
  );

  test.each<[string, string | Uint8Array, string]>([
    ['is broken', `${line(1)}\n{"schema_ver\n${line(2)}\n`, 'outcomes.jsonl:2: a broken line inside the file'],
    ['is empty', `${line(1)}\n\n${line(2)}\n`, 'outcomes.jsonl:2: a broken line inside the file'],
    ['is null', `${line(1)}\nnull\n`, 'outcomes.jsonl:2: no schema_version'],
    ['is of a later version', '{"schema_version":2}\n', 'outcomes.jsonl:1 has schema_version 2'],
    ['has no version', '{"n":1}\n', 'outcomes.jsonl:1: no schema_version'],
    [
      'is not UTF-8',
      Buffer.concat([Buffer.from('{"schema_version":1,"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')]),
      ':1: a broken line',
    ],
  ])('are refused by file and line where one %s', async (_, content, words) => {
    expect(await problemOf(() => read(content))).toContain(words);
  });
});

test('a run without outcomes or scores has none yet; one without samples is no run', async () => {
  await using folder = await tempFolder();
  expect(await collect(readOutcomes(folder.path))).toEqual([]);
  expect(await collect(readScores(folder.path))).toEqual([]);
  expect(await problemOf(() => collect(readSamples(folder.path)))).toMatch(/is not a run: it has no samples\.jsonl$/);
});

describe('a single sample', () => {
  test('is read back from its place, whatever the texts before it', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyText(), { minLength: 1, maxLength: 8 }), async (inputs) => {
        await using folder = await tempFolder();
        const samples = inputs.map((input, index) => planned({ sample: String(index), input }));
        const stream = (async function* () {
          yield* samples;
        })();
        const staged = await stageSamples(folder.path, { samples: stream, clock: stillClock() });
        const reader = new SampleReader(staged.folder, staged.offsets);
        for (const [index, sample] of [...samples.entries()].reverse()) expect(reader.read(index)).toEqual(sample);
        reader.close();
        expect(await collect(readSamples(staged.folder))).toEqual(samples);
      }),
      { numRuns: 30 },
    ));

  test('that is not where it was is told by file and line', async () => {
    await using folder = await tempFolder();
    await folder.write('samples.jsonl', `${JSON.stringify(planned())}\n`);
    const reader = new SampleReader(folder.path, Float64Array.from([0, 5, 10]));
    expect(await problemOf(() => reader.read(1))).toBe(
      `samples.jsonl:2: a broken line inside the file; it was changed by something else than llm-bench`,
    );
    reader.close();
  });
});
