import { targetDigest } from '../domain/keys.ts';
import type { PlannedSample, Sample } from '../domain/sample.ts';

/** A sample of which a test says only what matters to it. */
export const sample = (facts: Partial<Sample> = {}): Sample => ({
  id: '1',
  input: 'What is it?',
  target: 'it',
  choices: null,
  group: null,
  category: null,
  metadata: {},
  ...facts,
});

export const planned = (facts: Partial<PlannedSample> = {}): PlannedSample => {
  const { id, ...question } = sample();
  return {
    schema_version: 1,
    task: 'task',
    sample: id,
    ...question,
    messages: [{ role: 'user', content: 'What is it?' }],
    ...facts,
  };
};

/** What a plan holds in memory of its samples. */
export const plannedAs = (samples: readonly PlannedSample[]) => ({
  tasks: samples.map(({ task }) => task),
  samples: samples.map(({ sample }) => sample),
  clusters: samples.map(({ cluster }) => cluster ?? null),
  targetOf: (line: number) => targetDigest(samples[line] as PlannedSample),
});
