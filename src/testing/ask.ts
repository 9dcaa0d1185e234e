import type { CompleteInput } from '../domain/complete.ts';
import type { ModelSpec } from '../domain/model.ts';
import type { World } from '../providers/define.ts';

/** A model of which a test says only what matters to it. */
export const modelSpec = (facts: Partial<ModelSpec> = {}): ModelSpec => ({
  id: 'm',
  model: 'openai-compatible/test',
  timeout_s: 10,
  deadline_s: 60,
  retries: 0,
  ...facts,
});

export const world = (facts: Partial<World> = {}): World => ({ env: {}, directory: '.', allowExec: false, ...facts });

/** One question to a model. */
export const question = (facts: Partial<CompleteInput> = {}): CompleteInput => ({
  messages: [{ role: 'user', content: 'What is 2 + 2?' }],
  settings: {},
  task: 'task',
  sample: '1',
  epoch: 1,
  ...facts,
});

/** A signal that nothing aborts. */
export const untouched = (): AbortSignal => new AbortController().signal;

/** What a promise was rejected with; fails the test where it was not. */
export const rejection = (promise: Promise<unknown>): Promise<Error & Record<string, unknown>> =>
  promise.then(
    (value) => Promise.reject(new Error(`expected a rejection, got ${JSON.stringify(value)}`)),
    (error) => error,
  );
