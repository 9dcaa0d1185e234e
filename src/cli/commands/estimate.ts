import type { ModelEstimate, SuiteEstimate } from '../../app/estimate.ts';
import type { Narrow } from '../../app/lists/listing.ts';
import type { GatePower } from '../../app/power.ts';
import { count, duration, percent, usd } from '../../lib/format.ts';
import { harmless } from '../../lib/harmless.ts';
import { jsonText } from '../../lib/json-text.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { type HeldFlags, heldFlags, type OverrideFlags, overrideFlags } from '../flags.ts';
import { heldWords } from '../held-words.ts';
import { print, screenOf } from '../io.ts';

interface EstimateFlags extends OverrideFlags, HeldFlags {
  readonly power?: boolean;
}

export const estimate = defineCommand<EstimateFlags>({
  name: 'estimate',
  arguments: [{ name: '<suite>', summary: 'the suite, a YAML file' }],
  summary: 'print what a run would ask, cost and take; asks nothing, spends nothing, needs no key',
  flags: [...overrideFlags, ...heldFlags, { name: '--power', summary: 'and how many samples the suite’s gates need' }],

  async run(io, [path = ''], flags) {
    const { json, quiet, results, priceFile, fresh, retryFailed, reuse, allowExec, debug, color, power, ...overrides } =
      flags;
    const { estimate } = await import('../../app/estimate.ts');
    const found = await estimate({ path, overrides, results, priceFile, fresh, retryFailed, reuse, power });
    if (json) {
      await print(io.stdout, [jsonText(found)]);
      return EXIT.well;
    }
    for (const warning of quiet ? [] : found.warnings) io.stderr.write(`warning: ${harmless(warning)}\n`);
    const { listTable } = await import('../../app/lists/table.ts');
    const rows = found.models.length > 1 ? [...found.models, { ...found, model: 'all', tasks: [] }] : found.models;
    await print(io.stdout, listTable({ shown: shownOf(found), narrow: NARROW }, rows, screenOf(io)));
    const powers = (found.power ?? []).flatMap(({ suppositions, ...gate }) =>
      suppositions.map((supposed) => ({ ...gate, ...supposed })),
    );
    if (powers.length > 0)
      await print(
        io.stdout,
        listTable({ shown: POWER, narrow: POWER_NARROW, notes: powerNotes }, powers, screenOf(io)),
      );
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

/** Calls and what they likely cost stay. */
const NARROW: Readonly<Record<string, Narrow>> = {
  'Input tokens': { leaves: 4 },
  'Output tokens': { leaves: 3 },
  '$ low': { leaves: 2 },
  '$ high': { leaves: 1 },
  Time: { leaves: 2 },
  'Output from': { leaves: 5, width: 16 },
};

type PowerRow = Omit<GatePower, 'suppositions'> & GatePower['suppositions'][number];

const POWER: Readonly<Record<string, (row: PowerRow) => string>> = {
  Gate: ({ candidate, baseline }) => `${candidate} for ${baseline}`,
  Task: ({ task }) => task,
  Margin: ({ margin }) => inPoints(margin),
  Differ: ({ flip_rate }) => percent(flip_rate),
  'Differ in': ({ pilot }) => (pilot ? `${pilot.run_id} (n ${pilot.n.toLocaleString('en-US')})` : 'supposed'),
  Samples: ({ samples }) => samples.toLocaleString('en-US'),
  Needed: ({ samples_needed }) => samples_needed?.toLocaleString('en-US') ?? 'unknown',
  'Can show': ({ smallest_margin }) => (smallest_margin === null ? 'nothing' : inPoints(smallest_margin)),
};

const POWER_NARROW: Readonly<Record<string, Narrow>> = {
  Gate: { width: 16 },
  Differ: { leaves: 2 },
  'Differ in': { leaves: 3, width: 16 },
  'Can show': { leaves: 1 },
};

/** Never rounded down: a smaller margin than it says could not be shown. */
const inPoints = (share: number): string => `${(Math.ceil(Number((1000 * share).toFixed(6))) / 10).toFixed(1)} points`;

const powerNotes = (): string[] => [
  'Needed: samples with which a candidate that is as good as the baseline passes four times in five.',
];

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
