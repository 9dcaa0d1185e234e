import { ProviderError } from '../../domain/errors.ts';
import { totalInput } from '../../domain/outcome.ts';
import type { MinuteLog } from '../minute-log.ts';
import type { ModelProgress } from '../progress.ts';
import type { Layer } from './layer.ts';

interface RateLimitInput {
  /** Absent where nothing limits the model's account. */
  readonly log: MinuteLog | undefined;
  readonly progress: Pick<ModelProgress, 'held'>;
  /** Aborts when nothing more is to be started: a try that was held until then is dropped. */
  readonly stop: AbortSignal;
}

/**
 * Holds a try until requests and tokens per minute leave room for it. It counts with the tokens that are set aside for it
 * until its usage is known; one that an error answered has used none.
 */
export const rateLimit =
  ({ log, progress, stop }: RateLimitInput): Layer =>
  (inner) => {
    if (!log) return inner;
    return async (input, signal, call) => {
      progress.held += 1;
      const entry = await log.take(call.reserved.input + call.reserved.output, stop).finally(() => {
        progress.held -= 1;
      });
      call.onSent = () => log.send(entry);
      try {
        const completion = await inner(input, signal, call);
        if (completion.usage) log.settle(entry, totalInput(completion.usage) + completion.usage.output);
        return completion;
      } catch (error) {
        if (error instanceof ProviderError && !error.maybeBilled) log.settle(entry, 0);
        throw error;
      } finally {
        log.giveBack(entry);
      }
    };
  };
