import { z } from 'zod';
import { ProviderError } from '../domain/errors.ts';
import { always, splitModel } from '../domain/model.ts';
import { systemClock } from '../lib/clock.ts';
import { seededRandom } from '../lib/random.ts';
import { type Algorithm, algorithms, answerOf } from './baseline/algorithms.ts';
import { readPrompt } from './baseline/read-prompt.ts';
import { completion, type Provider, toMicroseconds } from './define.ts';

/**
 * Small real algorithms that answer the built-in prompts from their text alone: lower bounds that need no key and no
 * network. Latency is the time that they computed.
 */
export const baseline: Provider = {
  name: 'baseline',
  summary:
    'small algorithms that answer the built-in prompts: random, first, similar; a lower bound without key or network',
  options: z.strictObject({}),
  pricedBy: ['hour'],
  concurrency: () => always(1),
  models: Object.keys(algorithms),

  async open(spec) {
    const { name } = splitModel(spec.model);
    const algorithm = algorithms[name] as Algorithm;
    return {
      identity: {},
      async complete({ messages, settings, epoch }, signal) {
        signal.throwIfAborted();
        const began = systemClock.elapsed();
        const question = readPrompt(messages);
        if (!question) throw new ProviderError('rejected', 'baseline models answer the built-in prompts only');

        const draw = seededRandom(settings.seed ?? 0, epoch, messages.at(-1)?.content ?? '');
        const answer = answerOf(algorithm, question, draw);
        return completion(answer, { latency_ms: toMicroseconds(systemClock.elapsed() - began) });
      },
    };
  },
};
