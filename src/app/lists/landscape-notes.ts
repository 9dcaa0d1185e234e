import type { CatalogModel } from '../../analysis/model-size.ts';
import type { CatalogCirculating, CatalogModels, CatalogPrices } from '../../catalog/schema.ts';
import type { PriceRow, Rates } from '../../domain/price.ts';
import { plainDecimal } from '../../reports/plain-decimal.ts';

type Circulating = CatalogCirculating['models'][number];
type Published = CatalogModel['mmlu'][number];

/** A model of the landscape: what is said of it, and what the catalogue knows. */
export interface Known {
  readonly circulating: Circulating;
  readonly model: CatalogModel;
  readonly score: Published | undefined;
  readonly price: PriceRow | undefined;
  readonly at: string;
  readonly models: CatalogModels;
  readonly prices: CatalogPrices['prices'];
}

/** `86.7 % (0-shot CoT, gpt-4-turbo-2024-04-09)`: no score without its setting and variant. */
export const scoreText = ({ score, setting, variant, check }: Published): string =>
  `${score} % (${setting === 'unknown' ? 'setting unknown' : setting}, ${variant}${check === 'read' ? '' : `, ${check}`})`;

/** A rate as its host says it. */
const rate = (amount: number): string => `$${plainDecimal(amount)}`;

/** `$10 in / $30 out`: no price without its direction. */
export const ratesText = ({ input, output }: Rates): string => `${rate(input)} in / ${rate(output)} out`;

/** `openai, since 2024-08-06`: no price without its host and day. */
export const hostText = ({ provider, from, date_basis }: Pick<PriceRow, 'provider' | 'from' | 'date_basis'>): string =>
  `${provider}, ${date_basis === 'announced' ? 'since' : 'seen'} ${from}`;

/** Why a number of parameters is a guess. */
export function paramsNotes({ circulating, model, models }: Known): string[] {
  if (!model.params_estimated) return [];
  const source = models.sources[model.params_source ?? ''] ?? model.params_source;
  return [`not published; ${circulating.said.params} circulates, from: ${source}`];
}

/** Where the score that circulates is another model's, another variant's or nobody's; and what other protocols gave. */
export function scoreNotes(known: Known): string[] {
  const { said } = known.circulating;
  const { model, score } = known;
  if (said.mmlu === score?.score) {
    const others = model.mmlu.filter((one) => one.variant === score.variant && one.score !== score.score);
    return others.length === 0 ? [] : [`by other protocols ${others.map(scoreText).join('; ')}`];
  }
  const others = model.mmlu.filter((one) => one !== score && one.score !== said.mmlu);
  return [
    `${said.mmlu} % circulates: ${originOf(known)}`,
    ...(others.length === 0 ? [] : [`also published: ${others.map(scoreText).join('; ')}`]),
  ];
}

function originOf({ circulating, model, models }: Known): string {
  const owners = [model, ...models.models.filter(({ vendor, id }) => vendor === model.vendor && id !== model.id)];
  for (const { id, mmlu } of owners) {
    const same = mmlu.find(({ score }) => score === circulating.said.mmlu);
    if (!same) continue;
    const whose = id === model.id ? `this model's variant ${same.variant}` : same.variant;
    return `that is ${whose}, ${same.setting}, by ${same.source}`;
  }
  return 'no source of it was found';
}

/** Where the price that circulates is one direction of two, or another host's; and where the host serves it no more. */
export function priceNotes(known: Known): string[] {
  const { said, host } = known.circulating;
  const { model, prices } = known;
  const own = prices.filter((row) => row.model === model.id);
  const ofHost = own.filter(({ provider }) => provider === host);
  const meant = ofHost.findLast(({ input }) => input === said.usd);
  if (meant) return [...oneDirection(said.usd, meant), ...noLonger(known)];
  const asked = own.filter(({ input }) => input === said.usd);
  return [
    `${rate(said.usd)} at ${host} circulates: ${host} asked ${history(ofHost)}`,
    asked.length === 0 ? `no host is known to have asked ${rate(said.usd)}` : `it was ${each(asked)}`,
    ...noLonger(known),
  ];
}

const oneDirection = (said: number, row: Rates): string[] =>
  row.output === said ? [] : [`${rate(said)} circulates: that is input alone, output is ${rate(row.output)}`];

const history = (rows: readonly PriceRow[]): string =>
  rows.map((row) => `${ratesText(row)} from ${row.from}`).join(', ');

const each = (rows: readonly PriceRow[]): string =>
  rows.map((row) => `${row.provider}: ${ratesText(row)} from ${row.from}`).join('; ');

/** A name that now means another model. */
function noLonger({ circulating, model, models, at }: Known): string[] {
  const names = models.names.filter((one) => one.provider === circulating.host && one.model === model.id);
  const ended = names.filter(({ to }) => to !== undefined && to <= at);
  return ended.length === 0 || ended.length < names.length
    ? []
    : ended.map(({ name, to }) => `${name} at ${circulating.host} has not meant this model since ${to}`);
}
