import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { SuiteEstimate } from '../app/estimate.ts';
import { isConfirmed } from './confirm.ts';

const none = { low: 0, likely: 0, high: 0 };
const held = { resumed: 0, reused: 0 };
const model = {
  model: 'a',
  calls: 10,
  ...held,
  input_tokens: 0,
  output_tokens: none,
  usd: null,
  seconds: null,
  tasks: [],
};

const likely = (usd: number, unknown_usd: readonly string[] = []): SuiteEstimate => ({
  ...{
    suite: 's',
    day: '2026-11-22',
    resumes: null,
    reuses: null,
    ...held,
    calls: 10,
    input_tokens: 0,
    seconds: null,
    warnings: [],
  },
  models: [model, { ...model, model: 'b' }],
  output_tokens: none,
  usd: { low: usd / 2, likely: usd, high: 2 * usd },
  unknown_usd,
});

/** A person at a terminal who types this, or closes it. */
async function asked(found: SuiteEstimate, typed: string, facts: { isTTY?: boolean; quiet?: boolean } = {}) {
  const { isTTY = true, quiet = false } = facts;
  const stdin = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream & PassThrough;
  const stderr = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream & PassThrough;
  stdin.end(typed);
  const confirmed = await isConfirmed({ stdin, stderr }, found, { over: 1, quiet });
  return { confirmed, words: String(stderr.read() ?? '') };
}

describe('at a terminal', () => {
  test.each([
    ['y\n', true],
    ['Yes\n', true],
    ['n\n', false],
    ['\n', false],
    ['', false],
    ['yacht\n', false],
    ['n\ny\n', false],
  ])('%j is %s', async (typed, confirmed) => {
    expect((await asked(likely(2), typed)).confirmed).toBe(confirmed);
  });

  test('the question says what it may cost, also where little else is said', async () => {
    const { words } = await asked(likely(2), 'y\n', { quiet: true });
    expect(words).toBe(`Estimate for 10 calls: likely $2.00 [$1.00–$4.00].
That may be over $1.00. Start? [y/N] `);
  });

  test('what is there already is told', async () => {
    const found = { ...likely(2), ...{ resumes: 'run-1', resumed: 1, reuses: 'run-0', reused: 30 } };
    expect((await asked(found, 'y\n')).words).toContain(
      'likely $2.00 [$1.00–$4.00]; not counted: 1 call that run-1, which goes on, has; not counted: 30 answers taken from run-0.\n',
    );
  });

  test('nobody is asked where it is likely to cost less, but where a price is unknown', async () => {
    expect(await asked(likely(0.5), '')).toMatchObject({ confirmed: true });
    expect((await asked(likely(0.5), '')).words).not.toContain('Start?');
    expect(await asked(likely(0.5, ['b']), '')).toMatchObject({ confirmed: false });
    expect((await asked(likely(0.5, ['b']), '')).words).toContain('unknown for b');
  });
});

test('without a terminal it goes on and says so, or nothing where it is to be quiet', async () => {
  const { confirmed, words } = await asked(likely(2), 'n\n', { isTTY: false });
  expect(confirmed).toBe(true);
  expect(words).toContain('it goes on, since there is no terminal to ask at.');
  expect(await asked(likely(2), '', { isTTY: false, quiet: true })).toEqual({ confirmed: true, words: '' });
});
