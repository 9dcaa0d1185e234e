import { describe, expect, test } from 'vitest';
import type { CompleteInput } from '../domain/complete.ts';
import { modelSpec, question, rejection, untouched, world } from '../testing/ask.ts';
import { baseline } from './baseline.ts';

const ask = async (name: string, facts: Partial<CompleteInput> = {}) => {
  const { complete } = await baseline.open(modelSpec({ model: `baseline/${name}` }), world());
  return complete(question({ messages: asked, ...facts }), untouched());
};

const asked = [{ role: 'user', content: 'Which?\nA. one\nB. two\nC. three\nD. four\nAnswer:' }] as const;

test('has three models', () => {
  expect(baseline.models).toEqual(['random', 'first', 'similar']);
});

test.each(baseline.models ?? [])(
  '%s answers a built-in prompt, counts no tokens and says how long it computed',
  async (name) => {
    const { answer, usage, latency_ms } = await ask(name);
    expect(answer).toMatch(/^[A-D]$/);
    expect(usage).toBeNull();
    expect(latency_ms).toBeGreaterThanOrEqual(0);
  },
);

describe('random', () => {
  const draws = (facts: Partial<CompleteInput>) =>
    Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const messages = [{ role: 'user', content: asked[0].content.replace('Which', `Which ${n}`) }] as const;
        return (await ask('random', { messages, ...facts })).answer;
      }),
    );

  test('gives the same answers to the same questions', async () => {
    expect(await draws({ settings: { seed: 7 } })).toEqual(await draws({ settings: { seed: 7 } }));
  });

  test('differs by seed, by epoch and by question', async () => {
    const once = await draws({ settings: { seed: 7 } });
    expect(await draws({ settings: { seed: 8 } })).not.toEqual(once);
    expect(await draws({ settings: { seed: 7 }, epoch: 2 })).not.toEqual(once);
    expect(new Set(once).size).toBeGreaterThan(1);
  });
});

test('a prompt of another kind is rejected, and never tried again', async () => {
  const messages = [{ role: 'user', content: 'Write a poem.' }] as const;
  expect(await rejection(ask('first', { messages }))).toMatchObject({
    kind: 'rejected',
    message: 'baseline models answer the built-in prompts only',
  });
});
