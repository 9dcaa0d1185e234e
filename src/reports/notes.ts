import type { HostedAs, ModelPrice, TokenPrice } from '../domain/price.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { count, percent, significant, usd } from '../lib/format.ts';
import { economicsNotes } from './economics-notes.ts';
import { formerJudgeNote, judgeNotes } from './judge-notes.ts';
import { repeatNotes } from './repeat-tables.ts';
import { blocksOf } from './table.ts';

/** What a reader must know beside the figures: what is missing, estimated, unpriced or odd. */
export function notesOf(scorecard: Scorecard): string[] {
  return [
    ...partialNotes(scorecard),
    ...recordedNotes(scorecard),
    ...stoppedEarlyNotes(scorecard),
    ...scorecard.coverage.flatMap((part) => coverageNotes(part, scorecard.stopped_early !== undefined)),
    ...scorecard.tasks.flatMap((task) => stateNotes(scorecard, task.name, task.metric)),
    ...repeatNotes(scorecard),
    ...(scorecard.judging ?? []).flatMap(judgeNotes),
    ...(scorecard.former_judging ?? []).map(formerJudgeNote),
    ...priceNotes(scorecard),
    ...economicsNotes(scorecard),
  ];
}

/** What every table of a run must say: that it is not all yet, or not at its own prices. */
export const standingNotes = (scorecard: Scorecard): string[] => [
  ...partialNotes(scorecard),
  ...repricedNotes(scorecard),
];

const partialNotes = ({ status }: Scorecard): string[] =>
  status === 'complete' ? [] : ['Partial: the run has not asked everything yet.'];

const repricedNotes = ({ repriced_on }: Scorecard): string[] =>
  repriced_on === null ? [] : [`Costs are at the prices of ${repriced_on}, not at those of the run.`];

/** Whose answers were not asked for in this run. */
const recordedNotes = ({ recorded = [] }: Scorecard): string[] =>
  recorded.map(
    ({ model, from }) =>
      `${model}: the answers of ${from.id} (${from.model}) in run ${from.run_id}; nothing was spent on them.`,
  );

/** What was saved by asking no more than the gates need. */
function stoppedEarlyNotes({ stopped_early }: Scorecard): string[] {
  if (!stopped_early) return [];
  const { trials, usd: saved } = stopped_early;
  const amount = saved === null ? '' : `, which would have cost about ${usd(saved)}`;
  return [
    `Stopped early: every gate was decided, or could no longer be. ${count(trials, 'trial')} were not asked${amount}. Intervals that suppose a fixed number of samples are left out.`,
  ];
}

function coverageNotes(
  { model, task, asked, planned, answered, coverage, min_coverage, failures, warnings }: Scorecard['coverage'][number],
  isStopped: boolean,
): string[] {
  const kinds = Object.entries(failures).map(([kind, times]) => `${kind} ${times}`);
  const low =
    coverage !== null && coverage < min_coverage
      ? ` Coverage ${percent(coverage)} is under the floor of ${percent(min_coverage)}.`
      : '';
  return [
    ...(asked < planned && !isStopped ? [`${model} on ${task}: ${asked} of ${planned} trials asked.`] : []),
    ...(answered < asked
      ? [
          `${model} on ${task}: ${count(asked - answered, 'trial')} without an answer (${kinds.join(', ')}), not in n.${low}`,
        ]
      : []),
    ...Object.entries(warnings).map(
      ([warning, times]) => `${model} on ${task}: warning with ${count(times, 'answer')}: ${warning}`,
    ),
  ];
}

/** Rates that change what a quality means; above 1 % truncated calls for more room. */
function stateNotes({ rows }: Scorecard, task: string, metric: string): string[] {
  const all = rows.filter((row) => row.task === task && row.metric === metric && row.level === 'all');
  return all.flatMap(({ model, asked, failed, unparsed, refused, truncated, unscored }) => {
    const states = Object.entries({ unparsed, refused, truncated, unscored }).filter(([, times]) => times > 0);
    if (states.length === 0) return [];
    const answers = asked - failed;
    const advice =
      truncated > answers / 100
        ? '; raise max_tokens'
        : unparsed > answers / 2
          ? '; look at some answers: the prompt may not ask for what the grader reads'
          : '';
    const counts = states.map(([state, times]) => `${times} ${state}`).join(', ');
    return [`${model} on ${task}: of ${count(answers, 'answer')}, ${counts}${advice}.`];
  });
}

/** What `~` says in the column Pareto, where it stands there. */
export const nearTieNotes = (scorecard: Scorecard): string[] =>
  blocksOf(scorecard).some(({ rows }) => rows.some(({ near_tie }) => near_tie))
    ? ['Pareto ~: another is better for as much, or as good for less, but by no more than the intervals leave open.']
    : [];

function priceNotes(scorecard: Scorecard): string[] {
  const { rows, models, prices } = scorecard;
  const unpriced = models.filter((model) =>
    rows.some((row) => row.model === model && row.level === 'all' && row.asked > 0 && row.cost_usd === null),
  );
  const guessed = prices.flatMap(({ model, price }) => (price && 'input' in price && price.estimated ? [model] : []));
  const estimated = models.filter(
    (model) => !guessed.includes(model) && rows.some((row) => row.model === model && row.cost_estimated),
  );
  return [
    ...repricedNotes(scorecard),
    ...prices.flatMap(priceNote),
    ...(unpriced.length > 0
      ? [`Cost unknown for ${unpriced.join(', ')}: no price, or an answer came without a count of tokens.`]
      : []),
    ...(estimated.length > 0
      ? [
          `~ part of the cost of ${estimated.join(', ')} is an estimate: calls that ended without a count of tokens, in a service tier without a price, or with cached input billed as plain, an upper bound.`,
        ]
      : []),
  ];
}

/** Where a price that the suite does not give comes from: its host, its day, its sources. */
function priceNote({ model, price, origin, row, hosted, until }: ModelPrice): string[] {
  if (hosted && price && 'input' in price) return [hostedNote(model, price, hosted)];
  if (!row || !price || 'usd_per_hour' in price) return [];
  const whose = until === undefined ? model : `${model}, in calls before ${until}`;
  const { input, output, discount } = price;
  const less = discount === undefined ? '' : `, less ${percent(discount)}`;
  const since =
    origin === 'file' ? '' : ` from ${row.from}${row.date_basis === 'announced' ? '' : ` (${row.date_basis})`}`;
  const checked = row.check === 'read' || row.check === 'own' ? '' : `, ${row.check}`;
  return [
    `${whose}: $${input} in, $${output} out per 1M tokens${less}, ${row.provider}/${row.model}${since} (${row.source.join(', ')}${checked}).`,
  ];
}

/** What a price of one's own GPUs follows from. */
function hostedNote(model: string, { input, estimated }: TokenPrice, hosted: HostedAs): string {
  const sure = estimated ? '~' : '';
  const { gpu, usd_per_gpu_hour, utilisation, precision, tokens_per_s, speed_source } = hosted;
  return (
    `${model}: ${sure}${usd(input)} per 1M tokens in and out, ${hosted.model} at ${precision} bits on ${hosted.count} × ${gpu} ` +
    `at ${usd(usd_per_gpu_hour)} an hour each, used ${percent(utilisation)} of ${sure}${significant(tokens_per_s)} tokens/s (${speed_source}).`
  );
}
