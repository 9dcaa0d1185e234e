import type { Economics, ErrorBreakEven, HostedMonth, ModelEconomics } from '../domain/economics.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { count, percent, roughly, significant, usd } from '../lib/format.ts';

/** What models cost set against one of them, by the month, and what a wrong answer may cost on each task. */
export function economicsNotes({ economics }: Scorecard): string[] {
  if (!economics) return [];
  const { requests_per_month, incumbent, incumbent_by, models } = economics;
  const isKnown = models.every(({ usd_saved_per_month: saved }) => saved?.value !== null);
  const dearest = isKnown ? 'which costs most' : 'which costs most of those whose cost is known';
  const which = incumbent_by === 'suite' ? 'the incumbent' : dearest;
  const volume =
    requests_per_month === null
      ? 'In the mix of this run'
      : `${requests_per_month.toLocaleString('en-US')} requests a month, in the mix of this run`;
  const isAlone = models.every(({ model }) => model === incumbent);
  return [
    isAlone ? `${volume}:` : `${volume}, against ${incumbent}, ${which}:`,
    ...models.flatMap((one) => {
      const words = [...savedWords(one, economics), ...blendWords(one), ...hostedWords(one)];
      return words.length === 0 ? [] : [`${one.model}: ${words.join('; ')}.`];
    }),
    ...models.flatMap((one) => one.break_even.map((task) => errorWords(one.model, task, sureness(one, economics)))),
  ];
}

/** What a change to a model saves by the month, and when it has paid back; null where that is not asked. */
export function monthWords(economics: Economics, model: string): string | null {
  const one = economics.models.find((other) => other.model === model);
  return (one && savedWords(one, economics).join('; ')) || null;
}

function savedWords(one: ModelEconomics, economics: Economics): string[] {
  const { migration_usd } = economics;
  const saved = one.usd_saved_per_month;
  if (!saved) return [];
  if (saved.value === null) return ['saves an unknown amount'];
  const interval = `${usdInterval(saved)} a month, n ${saved.n.toLocaleString('en-US')}`;
  const words = `saves ${sureness(one, economics)}${usd(saved.value)} ${interval}`;
  return [words, ...netWords(one), ...(migration_usd === null ? [] : paybackWords(one, migration_usd))];
}

/** `~` where what a model costs, or the one that it is set against, holds an estimate. */
const sureness = (one: ModelEconomics, { incumbent, models }: Economics): '~' | '' =>
  models.some(({ model, estimated }) => estimated && [one.model, incumbent].includes(model)) ? '~' : '';

/** The saving less what wrong answers cost, where that is told. */
function netWords({ usd_net_per_month: net }: ModelEconomics): string[] {
  if (!net) return [];
  if (net.value === null) return ['what wrong answers cost of it is unknown'];
  return [`with wrong answers at their cost ${usd(net.value)} ${usdInterval(net)}, n ${net.n.toLocaleString('en-US')}`];
}

function paybackWords({ payback_months, usd_net_per_month }: ModelEconomics, migration_usd: number): string[] {
  if (usd_net_per_month?.value === null) return [];
  if (!payback_months) return [`never pays back ${usd(migration_usd)}`];
  const { value, low, high } = payback_months;
  const months = (limit: number | null, none: string) => (limit === null ? none : significant(limit));
  const limits = low === null ? '[–]' : `[${months(low, '–')}–${months(high, 'never')}]`;
  const words = `pays back ${usd(migration_usd)} in ${months(value, '–')} ${limits} months`;
  return [usd_net_per_month ? words : `${words}, wrong answers not counted`];
}

function blendWords({ usd_per_1m_tokens: blend, input_per_output, estimated }: ModelEconomics): string[] {
  if (blend.value === null) return [];
  const mix = input_per_output === null ? '' : `, ${significant(input_per_output)} in to 1 out`;
  return [`${estimated ? '~' : ''}${usd(blend.value)} ${usdInterval(blend)} per 1M tokens${mix}`];
}

/** A price per token holds at the utilisation that the suite tells; a bill for GPUs comes whatever is asked. */
const hostedWords = ({ hosted }: ModelEconomics): string[] =>
  hosted
    ? [
        `these requests alone are ${percent(hosted.utilisation)} of what its GPUs can do, which cost ${usd(hosted.usd_per_month)} a month${aloneWords(hosted)}`,
      ]
    : [];

function aloneWords({ utilisation, alone }: HostedMonth): string {
  if (!alone) return '';
  const { usd_saved_per_month: saved, break_even_requests, break_even_utilisation } = alone;
  const never = break_even_utilisation > 1;
  const needed = `${never ? 'never pays: that would take' : 'pays from'} ${wholeRequests(break_even_requests)} a month${never ? '' : ' on'}`;
  const share = `${needed} (${percent(break_even_utilisation)})`;
  if (saved.value === null) return utilisation > 1 ? `, too few GPUs; hosting ${share}` : `; hosting ${share}`;
  const words = saved.value < 0 ? 'more than the incumbent' : 'less than the incumbent';
  const amount = saved.value < 0 ? mirrored(saved) : saved;
  return `, ${usd(amount.value ?? 0)} ${usdInterval(amount)} ${words}; hosting ${share}`;
}

const wholeRequests = (requests: number): string => count(Math.ceil(requests), 'request');

const usdInterval = ({ low, high }: Omit<Estimate, 'n'>): string =>
  low === null || high === null ? '[–]' : `[${usd(low)} to ${usd(high)}]`;

/** What changes with the model on one task, and from which cost of a wrong answer on that is no gain. */
function errorWords(model: string, one: ErrorBreakEven, sure: '~' | ''): string {
  const { task, usd_saved_per_1k: saved, wrong_per_1k: wrong } = one;
  const saving = saved.value ?? 0;
  const limits = saving < 0 ? mirrored(saved) : saved;
  const money = `${saving < 0 ? 'costs' : 'saves'} ${sure}${usd(Math.abs(saving))} ${usdInterval(limits)}${saving < 0 ? ' more' : ''}`;
  const more = (wrong.value ?? 0) < 0 ? mirrored(wrong) : wrong;
  const errors = `gets ${significant(more.value ?? 0)} ${interval(more)} ${more === wrong ? 'more' : 'fewer'} wrong`;
  const verdict = isAsDear(one) ? asDearWords(one) : [breakEvenWords(one), ...paysWords(one)].join('; ');
  return `${model} on ${task}: ${money} and ${errors} per 1,000, n ${wrong.n.toLocaleString('en-US')}: ${verdict}.`;
}

/** No sample costs more with one of them than with the other. */
const isAsDear = ({ usd_saved_per_1k: { value, low } }: ErrorBreakEven): boolean => value === 0 && low === null;

function asDearWords({ wrong_per_1k: { low, high, n } }: ErrorBreakEven): string {
  if (low !== null && low > 0) return 'as dear and worse, never pays';
  if (high !== null && high < 0) return 'as dear and better, pays whatever a wrong answer costs';
  return `as dear, and quality not distinguishable at n = ${n.toLocaleString('en-US')}`;
}

function breakEvenWords(one: ErrorBreakEven): string {
  const { verdict, usd_per_error: cost } = one;
  const amount = cost.value === null ? '' : `${usd(cost.value)} ${usdInterval(cost)}`;
  switch (verdict) {
    case 'dominates':
      return 'cheaper and better, pays whatever a wrong answer costs';
    case 'dominated':
      return 'dearer and worse, never pays';
    case 'pays_below':
      return `pays while a wrong answer costs less than ${amount}`;
    case 'pays_above':
      return `pays once a wrong answer costs more than ${amount}`;
    case 'unclear':
      return unclearWords(one);
  }
}

function unclearWords({
  usd_per_error: { low },
  usd_saved_per_1k: saved,
  wrong_per_1k,
  samples_needed,
}: ErrorBreakEven) {
  if (saved.low !== null && saved.high !== null && saved.low * saved.high <= 0)
    return 'which is cheaper cannot be told';
  const needed = samples_needed === null ? '' : ` (some ${roughly(samples_needed)} samples might tell)`;
  const words = `quality not distinguishable at n = ${wrong_per_1k.n.toLocaleString('en-US')}${needed}`;
  if (low === null) return words;
  return (saved.value ?? 0) > 0
    ? `${words}, pays at least up to ${usd(low)} a wrong answer`
    : `${words}, pays, if at all, from ${usd(low)} a wrong answer on`;
}

function paysWords({ error_cost_usd, pays }: ErrorBreakEven): string[] {
  if (error_cost_usd === null) return [];
  const words = pays === null ? 'that cannot be told' : pays ? 'it pays' : 'it does not pay';
  return [`at ${usd(error_cost_usd)} ${words}`];
}

const mirrored = ({ value, low, high, n }: Estimate): Estimate => ({
  value: value === null ? null : -value,
  low: high === null ? null : -high,
  high: low === null ? null : -low,
  n,
});

const interval = ({ low, high }: Estimate): string =>
  low === null || high === null ? '[–]' : `[${significant(low)} to ${significant(high)}]`;
