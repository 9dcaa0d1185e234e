import type { ModelEstimate, SuiteEstimate } from '../../app/estimate.ts';
import { count, duration, usd } from '../../lib/format.ts';
import { harmless } from '../../lib/harmless.ts';
import { jsonText } from '../../lib/json-text.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { type HeldFlags, heldFlags, type OverrideFlags, overrideFlags } from '../flags.ts';
import { heldWords } from '../held-words.ts';
import { print } from '../io.ts';
import { tableOf } from '../table.ts';

export const estimate = defineCommand<OverrideFlags & HeldFlags>({
  name: 'estimate',
  arguments: [{ name: '<suite>', summary: 'the suite, a YAML file' }],
  summary: 'print what a run would ask, cost and take; asks nothing, spends nothing, needs no key',
  flags: [...overrideFlags, ...heldFlags],

  async run(io, [path = ''], flags) {
    const { json, quiet, results, priceFile, fresh, retryFailed, reuse, allowExec, debug, color, ...overrides } = flags;
    const { estimate } = await import('../../app/estimate.ts');
    const found = await estimate({ path, overrides, results, priceFile, fresh, retryFailed, reuse });
    if (json) {
      await print(io.stdout, [jsonText(found)]);
      return EXIT.well;
    }
    for (const warning of quiet ? [] : found.warnings) io.stderr.write(`warning: ${harmless(warning)}\n`);
    const rows = found.models.length > 1 ? [...found.models, { ...found, model: 'all', tasks: [] }] : found.models;
    await print(io.stdout, tableOf({ shown: shownOf(found) }, rows));
    if (!quiet) io.stderr.write(notesOn(found));
    return EXIT.well;
  },
});

type Shown = Readonly<Record<string, (row: ModelEstimate) => string>>;

/** The amount of all is at least what the known ones cost. */
const shownOf = ({ unknown_usd, models }: SuiteEstimate): Shown => {
  const money = (row: ModelEstimate, of: 'low' | 'likely' | 'high'): string => {
    const isLeast = !models.includes(row) && unknown_usd.length > 0;
    if (row.usd === null || (isLeast && unknown_usd.length === models.length)) return 'unknown';
    return `${isLeast ? '≥ ' : ''}${usd(row.usd[of])}`;
  };
  return {
    Model: ({ model }) => model,
    Calls: ({ calls }) => calls.toLocaleString('en-US'),
    'Input tokens': ({ input_tokens }) => `~${input_tokens.toLocaleString('en-US')}`,
    'Output tokens': ({ output_tokens: { low, likely, high } }) =>
      `~${likely.toLocaleString('en-US')} [${low.toLocaleString('en-US')}–${high.toLocaleString('en-US')}]`,
    '$ low': (row) => money(row, 'low'),
    '$ likely': (row) => money(row, 'likely'),
    '$ high': (row) => money(row, 'high'),
    Time: ({ seconds }) => (seconds === null ? 'unknown' : `~${duration(1000 * seconds)}`),
    'Output from': ({ tasks }) => [...new Set(tasks.map(basisWords))].join(', '),
  };
};

const basisWords = ({ basis, past_answers }: ModelEstimate['tasks'][number]): string =>
  basis === 'guess'
    ? 'a guess'
    : `${count(past_answers, 'past answer')}${basis === 'same model' ? '' : ` of ${basis}`}`;

function notesOn(found: SuiteEstimate): string {
  const { models, day, seconds } = found;
  const isGuess = models.some(({ tasks }) => tasks.some(({ basis }) => basis === 'guess'));
  return [
    `At the prices of ${day}. Tries again are not counted; no input is taken as cached.`,
    ...heldWords(found).map((words) => `${words}.`),
    ...(isGuess ? ['A guess: no past run tells how long such answers are; one with --limit 10 would.'] : []),
    ...(seconds === null ? ['How long a model takes is known once it was asked, or by its limits per minute.'] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
