import type { Economics } from '../domain/economics.ts';
import type { Criterion, CriterionVerdict, Ruling, TaskVerdict, Verdict } from '../domain/verdict.ts';
import { percent, significant, usd } from '../lib/format.ts';
import { monthWords } from './economics-notes.ts';
import { UNKNOWN } from './words.ts';

/** A verdict as a manager reads it, and then as a statistician does. */
export interface VerdictWords {
  /** `PASS`, or `INCONCLUSIVE, counted as a pass`. */
  readonly ruling: string;
  readonly headline: string;
  /** A line a task. */
  readonly figures: readonly string[];
  /** What would change it, and what the change is worth; null where neither is known. */
  readonly change: string | null;
}

export function verdictWords(verdict: Verdict, economics?: Economics): VerdictWords {
  const change = [...changeWords(verdict), ...worthWords(verdict, economics)].join(' ');
  return {
    ruling: rulingWords(verdict),
    headline: headlineOf(verdict),
    figures: verdict.tasks.map((task) => `${task.task}: ${task.criteria.map(factsOf).join('; ')}.`),
    change: change || null,
  };
}

export function rulingWords({ ruling, counts_as }: Pick<Verdict, 'ruling' | 'counts_as'>): string {
  if (ruling === null) return 'NO VERDICT';
  return ruling === counts_as ? ruling.toUpperCase() : `${ruling.toUpperCase()}, counted as a ${counts_as}`;
}

function headlineOf({ gate: { candidate, baseline }, ruling, no_ruling, tasks }: Verdict): string {
  switch (ruling) {
    case null:
      return `nothing is ruled yet on whether ${candidate} may replace ${baseline}: ${no_ruling}.`;
    case 'pass':
      return `${candidate} may replace ${baseline}.`;
    case 'fail':
      return `${candidate} may not replace ${baseline}: ${reasons(tasks, 'fail', TOO)}.`;
    case 'inconclusive':
      return `it cannot be told yet whether ${candidate} may replace ${baseline}: ${reasons(tasks, 'inconclusive', OPEN)}.`;
  }
}

const TOO: Readonly<Record<Criterion, string>> = {
  max_drop: 'too much quality is lost',
  min_quality: 'its quality is too low',
  min_saving: 'too little is saved',
  max_unparsed: 'too many answers cannot be read',
  max_latency_p95_ms: 'it is too slow',
  max_usd_per_1k_tasks: 'it costs too much',
};

const OPEN: Readonly<Record<Criterion, string>> = {
  max_drop: 'it is open how much quality is lost',
  min_quality: 'it is open how good it is',
  min_saving: 'it is open how much is saved',
  max_unparsed: 'it is open how many answers can be read',
  max_latency_p95_ms: 'it is open how slow it is',
  max_usd_per_1k_tasks: 'it is open what it costs',
};

/** Each reason once, with the tasks that it holds on. */
function reasons(tasks: readonly TaskVerdict[], ruling: Ruling, words: Readonly<Record<Criterion, string>>): string {
  return (Object.keys(words) as Criterion[])
    .flatMap((criterion) => {
      const on = tasks.filter(({ criteria }) =>
        criteria.some((one) => one.criterion === criterion && one.ruling === ruling),
      );
      return on.length === 0 ? [] : `${words[criterion]} on ${on.map(({ task }) => task).join(', ')}`;
    })
    .join('; ');
}

function factsOf(verdict: CriterionVerdict): string {
  const { pairs, n, why } = verdict;
  if (!pairs || verdict.value === null) return why;
  const { quality, gains, losses, flip_rate, missing } = pairs;
  const both = `quality ${orUnknown(quality.candidate, percent)} against ${orUnknown(quality.baseline, percent)}${verdict.judge ? ' as judged' : ''}`;
  const left = missing === 0 ? '' : `, ${missing.toLocaleString('en-US')} missing`;
  const counts = `n ${n.toLocaleString('en-US')}${left}, ${gains} gained and ${losses} lost (${percent(flip_rate ?? 0)} differ)`;
  return `${both}, ${foundWords(verdict)}, ${counts}; ${why}`;
}

const orUnknown = (value: number | null, words: (value: number) => string): string =>
  value === null ? UNKNOWN : words(value);

const signed = (share: number): string => `${share > 0 ? '+' : share < 0 ? '-' : ''}${percent(Math.abs(share))}`;
const points = (share: number): string => signed(share).replace(' %', '');

/** What was found, with its 1 − 2α interval: `-4.0 points [-5.6 to -2.4] at 90 %`. */
export function foundWords({ criterion, value, low, high, alpha, pairs }: CriterionVerdict): string {
  if (value === null) return UNKNOWN;
  const format = FORMATS[criterion];
  const interval =
    low === null || high === null || alpha === null
      ? ''
      : ` [${format.bare(low)} to ${format.bare(high)}] at ${significant(100 * (1 - 2 * alpha))} %`;
  const kept =
    pairs && 'relative' in pairs.margin ? ` from ${percent(1 - pairs.margin.relative)} of the baseline’s` : '';
  return `${format.whole(value)}${kept}${interval}`;
}

/** What was asked: `at most 3.0 points lost`. */
export function askedWords({ criterion, limit, pairs }: CriterionVerdict): string {
  if (criterion === 'max_drop')
    return pairs && 'relative' in pairs.margin
      ? `at most ${percent(limit)} lost`
      : `at most ${points(limit).slice(1)} points lost`;
  return `${criterion.startsWith('min') ? 'at least' : 'at most'} ${FORMATS[criterion].whole(limit)}`;
}

interface Format {
  whole(value: number): string;
  /** Without the unit, where that stands before. */
  bare(value: number): string;
}

const inPercent: Format = { whole: percent, bare: (share) => percent(share).replace(' %', '') };

const FORMATS: Readonly<Record<Criterion, Format>> = {
  max_drop: { whole: (share) => `${points(share)} points`, bare: points },
  min_quality: inPercent,
  min_saving: inPercent,
  max_unparsed: inPercent,
  max_latency_p95_ms: { whole: (ms) => `${significant(ms)} ms`, bare: significant },
  max_usd_per_1k_tasks: { whole: usd, bare: usd },
};

/** Of what decided: where it passed, of all. */
function changeWords({ ruling, tasks }: Verdict): string[] {
  const changes = tasks.flatMap(({ task, criteria }) =>
    criteria.flatMap(({ criterion, change, ...one }) =>
      change !== null && one.ruling === ruling ? [`${criterion} on ${task}: ${change}`] : [],
    ),
  );
  return changes.length === 0 ? [] : [`What would change it: ${changes.join('; ')}.`];
}

/** By the month; only where what the suite counts savings against is what the gate does. */
function worthWords({ gate }: Verdict, economics: Economics | undefined): string[] {
  if (!economics || economics.incumbent !== gate.baseline) return [];
  const words = monthWords(economics, gate.candidate);
  return words === null ? [] : [`Replacing ${gate.baseline}: ${words}.`];
}

/** That several tests were made, where that matters. */
export function verdictNotes(verdicts: readonly Verdict[]): string[] {
  const tests = verdicts
    .flatMap(({ tasks }) => tasks.flatMap(({ criteria }) => criteria))
    .filter(({ alpha }) => alpha !== null);
  if (tests.length < 2) return [];
  return [
    `${tests.length} tests were made for ${verdicts.length === 1 ? 'the gate' : `${verdicts.length} gates`}, each at the gate’s confidence: that holds for a PASS, which needs all of a gate’s; a FAIL by one among many may be chance.`,
  ];
}
