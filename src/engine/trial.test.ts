import { describe, expect, test } from 'vitest';
import type { CompleteInput } from '../domain/complete.ts';
import { Interrupted, ProviderError } from '../domain/errors.ts';
import type { Settings } from '../domain/model.ts';
import { completion } from '../providers/define.ts';
import { rejection, untouched } from '../testing/ask.ts';
import { planned } from '../testing/builders.ts';
import { stillClock } from '../testing/still-clock.ts';
import type { Trial } from './plan.ts';
import { ask, namesOf } from './trial.ts';

const trial: Trial = {
  key: 'k'.repeat(32),
  generation_key: 'g'.repeat(32),
  model: 'm',
  line: 0,
  sample: planned({ task: 'law', sample: 'q/1' }),
  epoch: 2,
};

const asked = (complete: Parameters<typeof ask>[0]['complete'], settings: Settings = {}) =>
  ask({
    names: namesOf(trial),
    messages: trial.sample.messages,
    settings,
    complete,
    signal: untouched(),
    clock: stillClock(),
  });

const facts = {
  schema_version: 1,
  key: trial.key,
  generation_key: trial.generation_key,
  role: 'answer',
  model: 'm',
  task: 'law',
  sample: 'q/1',
  epoch: 2,
  started_at: '2026-11-22T14:03:07.120Z',
};

test('an answer is an outcome with everything that is known of it', async () => {
  const answer = completion('4', { latency_ms: 12 });
  expect(await asked(async () => answer)).toEqual({ ...facts, ...answer });
});

test('a call without an answer is an outcome too, with its tries and without an answer', async () => {
  const error = Object.assign(new ProviderError('busy', 'slow down'), { attempts: [{ failure: 'busy' }] });
  expect(await asked(() => Promise.reject(error))).toEqual({
    ...facts,
    failure: { kind: 'busy', message: 'slow down' },
    attempts: [{ failure: 'busy' }],
  });
});

test.each([new Interrupted(), new TypeError('a bug')])('what is no failed call goes up: %s', async (error) => {
  expect(await rejection(asked(() => Promise.reject(error)))).toBe(error);
});

describe('the settings', () => {
  async function sent(settings: Settings) {
    let seen: CompleteInput | undefined;
    await asked(async (input) => {
      seen = input;
      return completion('4');
    }, settings);
    return seen;
  }

  test('are sent as they are, with messages, task, sample and epoch', async () => {
    expect(await sent({ temperature: 0 })).toEqual({
      messages: trial.sample.messages,
      settings: { temperature: 0 },
      task: 'law',
      sample: 'q/1',
      epoch: 2,
    });
  });

  test('have a seed of its own for each epoch: seed + epoch − 1', async () => {
    expect((await sent({ seed: 7 }))?.settings).toEqual({ seed: 8 });
  });
});
