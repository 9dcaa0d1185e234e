import { mkdir } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompleteInput } from '../domain/complete.ts';
import { anyText } from '../testing/arbitrary.ts';
import { modelSpec, question, rejection, untouched, world } from '../testing/ask.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { recorded } from './recorded.ts';

async function open(content: string | Uint8Array) {
  const folder = await tempFolder();
  await folder.write('answers.jsonl', content);
  const close = async () => {
    await model?.close?.();
    await folder[Symbol.asyncDispose]();
  };
  const model = await recorded
    .open(modelSpec({ file: './answers.jsonl' }), world({ directory: folder.path }))
    .catch(async (error) => {
      await folder[Symbol.asyncDispose]();
      throw error;
    });
  const ask = (facts: Partial<CompleteInput> = {}) => model.complete(question(facts), untouched());
  return { ...model, ask, [Symbol.asyncDispose]: close };
}

const lines = (...all: object[]): string => all.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('an answer is found', () => {
  test('by the sample’s id', async () => {
    await using model = await open(lines({ id: 'a', answer: '1' }, { id: 'b', answer: '2' }));
    expect((await model.ask({ sample: 'b' })).answer).toBe('2');
  });

  test('by a number for an id', async () => {
    await using model = await open('{"id": 17, "answer": "x"}');
    expect((await model.ask({ sample: '17' })).answer).toBe('x');
  });

  test('by task first, where a line names one, and then for any task', async () => {
    await using model = await open(lines({ id: 'a', answer: 'any' }, { id: 'a', task: 'law', answer: 'law' }));
    expect((await model.ask({ sample: 'a', task: 'law' })).answer).toBe('law');
    expect((await model.ask({ sample: 'a', task: 'tax' })).answer).toBe('any');
  });

  test('by epoch: one answer is never two epochs’', async () => {
    await using model = await open(lines({ id: 'a', answer: 'one' }, { id: 'a', epoch: 2, answer: 'two' }));
    expect((await model.ask({ sample: 'a', epoch: 1 })).answer).toBe('one');
    expect((await model.ask({ sample: 'a', epoch: 2 })).answer).toBe('two');
    expect(await rejection(model.ask({ sample: 'a', epoch: 3 }))).toMatchObject({ kind: 'missing' });
  });

  test('whatever the texts hold, and in whatever order', () =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyText(), { minLength: 1, maxLength: 8 }), fc.boolean(), async (ids, bom) => {
        const file = lines(
          ...ids.map((id, index) => ({ id, answer: `${id}${index}`, usage: { input: 1, output: 1 } })),
        );
        await using model = await open(`${bom ? '\uFEFF' : ''}${file}`);
        for (const [index, id] of [...ids.entries()].reverse()) {
          expect((await model.ask({ sample: id })).answer).toBe(`${id}${index}`);
        }
      }),
      { numRuns: 40 },
    ));

  test('in files from Windows, with blank lines and without a last line end', async () => {
    await using model = await open('\uFEFF{"id": "a", "answer": "1"}\r\n\r\n{"id": "b", "answer": "2"}');
    expect((await model.ask({ sample: 'a' })).answer).toBe('1');
    expect((await model.ask({ sample: 'b' })).answer).toBe('2');
  });
});

test('a sample without an answer is missing, by name', async () => {
  await using model = await open('');
  expect(await rejection(model.ask({ sample: 'x/1' }))).toMatchObject({
    kind: 'missing',
    message: './answers.jsonl has no answer to x/1',
  });
});

test('usage, latency and cost are what the line says, and unknown otherwise', async () => {
  const known = {
    usage: { input: 5, output: 7, reasoning: 3, input_cache_write_1h: 2 },
    latency_ms: 12.5,
    cost_usd: 0.002,
  };
  await using model = await open(lines({ id: 'a', answer: '1', ...known }, { id: 'b', answer: '2' }));
  expect(await model.ask({ sample: 'a' })).toMatchObject({
    usage: { input: 5, input_cached: 0, input_cache_write: 0, input_cache_write_1h: 2, output: 7, reasoning: 3 },
    latency_ms: 12.5,
    cost_usd: 0.002,
  });
  const unknown = await model.ask({ sample: 'b' });
  expect(unknown).toMatchObject({ usage: null, latency_ms: null });
  expect(unknown).not.toHaveProperty('cost_usd');
});

test('its identity is the file’s content, not its name', async () => {
  await using one = await open(lines({ id: 'a', answer: '1' }));
  await using same = await open(lines({ id: 'a', answer: '1' }));
  await using other = await open(lines({ id: 'a', answer: '2' }));
  expect(one.identity).toEqual(same.identity);
  expect(one.identity).not.toEqual(other.identity);
});

describe('before any call it refuses', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['a line that is not JSON', '{"id": "a", "answer": "1"}\n{"id": ', './answers.jsonl:2: not JSON: '],
    ['a second answer', lines({ id: 'a', answer: '1' }, { id: 'a', answer: '2' }), ':2: a second answer for id "a"'],
    ['a second answer by a number', '{"id": "1", "answer": "x"}\n{"id": 1, "answer": "y"}', ':2: a second answer'],
    [
      'a key that it does not know',
      lines({ id: 'a', anwser: '1', answer: '' }),
      ':1: line: Unrecognized key: "anwser"',
    ],
    ['a line without an answer', lines({ id: 'a' }), './answers.jsonl:1: answer: '],
    ['an answer that is no text', lines({ id: 'a', answer: null }), './answers.jsonl:1: answer: '],
    ['epoch 0', lines({ id: 'a', answer: '', epoch: 0 }), './answers.jsonl:1: epoch: '],
    ['half a token', lines({ id: 'a', answer: '', usage: { input: 0.5, output: 1 } }), ':1: usage.input: '],
    ['a cost beyond belief', '{"id": "a", "answer": "", "cost_usd": 1e300}', ':1: cost_usd: '],
    ['a cost beyond numbers', '{"id": "a", "answer": "", "cost_usd": 1e999}', ':1: cost_usd: '],
    ['a line that is no object', '[1]', './answers.jsonl:1: line: '],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), './answers.jsonl:1: not UTF-8'],
  ])('%s, by file and line', async (_, content, words) => {
    expect(await problemOf(() => open(content))).toContain(words);
  });

  test('a file that is not there, and a folder', async () => {
    await using folder = await tempFolder();
    await mkdir(`${folder.path}/answers`);
    const refused = (file: string) =>
      problemOf(() => recorded.open(modelSpec({ file }), world({ directory: folder.path })));
    expect(await refused('./nothing.jsonl')).toBe('./nothing.jsonl: no such file');
    expect(await refused('./answers')).toBe('./answers: is a folder');
  });
});
