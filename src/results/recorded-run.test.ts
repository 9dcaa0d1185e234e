import { expect, test } from 'vitest';
import { generationKey, trialKey } from '../domain/keys.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Prompt } from '../domain/sample.ts';
import { answered, failed } from '../testing/records.ts';
import { tempFolder } from '../testing/temp.ts';
import { openRecordedRun } from './recorded-run.ts';

const model = { id: 'm', identity: 'what it was' };
const messages: Prompt = [{ role: 'user', content: 'Why?' }];
const asked = (sample: string, facts: Partial<Outcome> = {}) => ({
  ...{ key: trialKey('m', 't', sample, 1), generation_key: generationKey(model.identity, messages, 1), sample },
  ...facts,
});
const question = { task: 't', sample: 'a', epoch: 1, messages };

async function open(...outcomes: Outcome[]) {
  const folder = await tempFolder();
  await folder.write('outcomes.jsonl', outcomes.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const run = await openRecordedRun({ folder: folder.path, run_id: 'before', model });
  const close = async () => {
    run.close();
    await folder[Symbol.asyncDispose]();
  };
  return { ...run, [Symbol.asyncDispose]: close };
}

test('an answer is found with all that is known of it, and nothing of the call that it belonged to', async () => {
  const facts = { answer: 'So.', snapshot: 'm-0324', latency_ms: 7, service_tier: 'flex' };
  await using run = await open(answered(asked('a', { reused_from: 'older', ...facts } as Partial<Outcome>)));
  const { schema_version, key, generation_key, role, model, task, sample, epoch, started_at, ...completion } =
    answered(facts);
  expect(run.find(question)).toEqual(completion);
});

test('the last of several lines counts; other epochs, failures and other models’ answers are no answers', async () => {
  const elsewhere = { key: trialKey('other', 't', 'b', 1), model: 'other' };
  await using run = await open(
    answered(asked('a', { answer: 'old' } as Partial<Outcome>)),
    answered(asked('a', { answer: 'new' } as Partial<Outcome>)),
    answered(asked('b', elsewhere)),
    failed('timeout', asked('c')),
  );
  expect(run.find(question)).toMatchObject({ answer: 'new' });
  expect(run.find({ ...question, epoch: 2 })).toBe('no answer');
  for (const sample of ['b', 'c', 'd']) expect(run.find({ ...question, sample })).toBe('no answer');
});

test('an answer to other words is none to these', async () => {
  await using run = await open(answered(asked('a')));
  expect(run.find({ ...question, messages: [{ role: 'user', content: 'Why not?' }] })).toBe('other words');
});

test('the oldest answer tells the age, when it was asked and not when it was taken over', async () => {
  await using run = await open(
    answered(asked('a', { started_at: '2026-11-20T00:00:00.000Z' })),
    answered(asked('b', { started_at: '2026-10-01T00:00:00.000Z', reused_from: 'older' } as Partial<Outcome>)),
    failed('busy', asked('c', { started_at: '2026-01-01T00:00:00.000Z' })),
  );
  expect(run.oldest).toBe('2026-10-01T00:00:00.000Z');
  await using none = await open();
  expect(none.oldest).toBeNull();
});
