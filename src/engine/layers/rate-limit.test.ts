import { describe, expect, test } from 'vitest';
import { Interrupted, ProviderError } from '../../domain/errors.ts';
import { completion } from '../../providers/define.ts';
import { question, rejection, untouched } from '../../testing/ask.ts';
import { usage } from '../../testing/records.ts';
import { stillClock } from '../../testing/still-clock.ts';
import { MinuteLog } from '../minute-log.ts';
import { type Ask, newCall } from './layer.ts';
import { rateLimit } from './rate-limit.ts';

/** A model of 100 tokens a minute, of which each try sets 60 aside. */
function limited(inner: Ask, stop = untouched()) {
  const clock = stillClock();
  const progress = { held: 0 };
  const log = new MinuteLog({ tokens_per_minute: 100 }, clock);
  const sent: Ask = (input, signal, call) => {
    call.onSent();
    return inner(input, signal, call);
  };
  const ask = rateLimit({ log, progress, stop })(sent);
  const call = () => ({ ...newCall(), reserved: { input: 10, output: 50 } });
  return { ask: () => ask(question(), untouched(), call()), clock, progress };
}

describe('the next try waits for', () => {
  const answers: Ask = async () => completion('4', { usage: usage({ input: 10, output: 20 }) });
  const silent: Ask = async () => completion('4');
  const fails =
    (maybeBilled: boolean): Ask =>
    () =>
      Promise.reject(new ProviderError('broken', 'oops', { maybeBilled }));

  test.each<[string, Ask, number]>([
    ['nothing, where the last has used less than it had set aside', answers, 0],
    ['a minute, where the last did not say what it used', silent, 61_000],
    ['nothing, where the last was answered by an error', fails(false), 0],
    ['a minute, where the last failed and may have used all', fails(true), 61_000],
  ])('%s', async (_, inner, waitMs) => {
    const { ask, clock, progress } = limited(inner);
    await ask().catch(() => {});
    await ask().catch(() => {});
    expect(clock.elapsed()).toBe(waitMs);
    expect(progress.held).toBe(0);
  });
});

test('a try that was held until its model was given up is not sent', async () => {
  const stop = new AbortController();
  let sent = 0;
  const { ask } = limited(async () => {
    sent += 1;
    stop.abort(new Interrupted());
    return completion('4');
  }, stop.signal);
  await ask();
  expect(await rejection(ask())).toBeInstanceOf(Interrupted);
  expect(sent).toBe(1);
});

test('one that is held holds up no other that is dropped with its model, and a place that is not used goes to the next', async () => {
  const clock = stillClock();
  const log = new MinuteLog({ requests_per_minute: 1 }, clock);
  const refused: Ask = () => Promise.reject(new Interrupted());
  const ask = rateLimit({ log, progress: { held: 0 }, stop: untouched() })(refused);
  expect(await rejection(ask(question(), untouched(), newCall()))).toBeInstanceOf(Interrupted);
  await log.take(1, untouched());
  expect(clock.elapsed()).toBe(0);
});
