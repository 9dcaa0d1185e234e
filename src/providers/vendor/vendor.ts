import type { LanguageModelV3 } from '@ai-sdk/provider';
import { z } from 'zod';
import type { Complete } from '../../domain/complete.ts';
import { UserError } from '../../domain/errors.ts';
import { always, type ModelSpec, type Settings, splitModel } from '../../domain/model.ts';
import { digest } from '../../lib/hash.ts';
import type { OpenModel, Provider, World } from '../define.ts';
import { timedFetch } from '../http/fetch.ts';
import { Secrets, variablesIn } from '../secrets.ts';
import { overWire } from '../wire/wire.ts';
import { keepVendorKeys, type VendorKey } from './vendor-keys.ts';
import { endpoint, type OptionsOf, type Place, type VendorPlan } from './vendor-plan.ts';
import { adding, checkHeaderName, checkSendable } from './vendor-request.ts';

/** Calls in flight follow what the vendor bears. */
const FOLLOWING = { start: 20, least: 4, most: 100 };

/** A provider over the network, made of what sets its vendor apart. */
export const defineVendor = <Shape extends z.ZodRawShape>(plan: VendorPlan<Shape>): Provider => ({
  name: plan.name,
  summary: plan.summary,
  options: z.strictObject({ ...endpoint, ...plan.options }),
  pricedBy: ['tokens'],
  concurrency: () => (plan.concurrency === undefined ? FOLLOWING : always(plan.concurrency)),
  ...(plan.defaults && { defaults: plan.defaults }),
  open: (spec, world) => openVendor(plan, spec, world),
});

async function openVendor<Shape extends z.ZodRawShape>(
  plan: VendorPlan<Shape>,
  spec: ModelSpec,
  { env, debug }: World,
): Promise<OpenModel> {
  const usedBy = `model ${spec.id}`;
  if (spec.params && 'stream' in spec.params) {
    throw new UserError(`${usedBy}: params: take stream away; it stands in the suite’s defaults, for all models alike`);
  }
  const options = z.object(plan.options).parse(spec) as OptionsOf<Shape>;
  const secrets = new Secrets(env);
  const base_url = spec.base_url ?? ownUrl(plan, { options, env, usedBy });
  const url = secrets.expandUrl(base_url, usedBy);
  const to: Destination = { url, secrets, usedBy };
  const keys = keysFor(spec, plan.keys(env), to);
  const { name } = splitModel(spec.model);
  const baseURL = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const params = plan.mergesParams === false ? undefined : spec.params;

  const model = await plan.model(name, {
    keys,
    baseURL,
    headers: headersFor(spec, to),
    fetch: adding({ query: url.searchParams, params }, timedFetch({ env, usedBy, debug: secrets.debug(debug) })),
    options,
    env,
    usedBy,
  });
  return {
    complete: secrets.guard(asking(model, plan, { name, options })),
    identity: { base_url: base_url === plan.baseUrl ? undefined : base_url, ...options },
    account: digest({ provider: plan.name, base_url: baseURL + url.search, keys }),
  };
}

const ownUrl = <Shape extends z.ZodRawShape>({ baseUrl }: VendorPlan<Shape>, place: Place<OptionsOf<Shape>>): string =>
  typeof baseUrl === 'string' ? baseUrl : baseUrl(place);

/** Where keys and headers go, and on whose behalf. */
interface Destination {
  readonly url: URL;
  readonly secrets: Secrets;
  readonly usedBy: string;
}

/** The key that the suite names, or else the vendor's own; a vendor's key goes to that vendor alone. */
function keysFor({ key_env }: ModelSpec, own: readonly VendorKey[], { url, secrets, usedBy }: Destination): string[] {
  const names = key_env === undefined ? own : [key_env];
  keepVendorKeys(names, url, usedBy);
  return names.map((name) => {
    const key = secrets.take(name, usedBy);
    checkSendable({ what: `the key ${name}`, value: key, usedBy });
    return key;
  });
}

function headersFor({ headers = {}, base_url = '' }: ModelSpec, { url, secrets, usedBy }: Destination) {
  keepVendorKeys([base_url, ...Object.values(headers)].flatMap(variablesIn), url, usedBy);
  const expanded = Object.entries(headers).map(([name, text]): [string, string] => {
    const value = secrets.expand(text, usedBy);
    checkHeaderName(name, usedBy);
    checkSendable({ what: `the header ${name}`, header: name, value, usedBy });
    return [name, value];
  });
  return Object.fromEntries(expanded);
}

/** The way to a model over the wire. An `effort` that it has no word for is left out, and said. */
function asking<Shape extends z.ZodRawShape>(
  model: LanguageModelV3,
  { efforts, send, rescue }: VendorPlan<Shape>,
  { name, options }: { readonly name: string; readonly options: OptionsOf<Shape> },
): Complete {
  const known = efforts?.(name);
  if (known === undefined) return overWire(model, ({ settings }) => send(settings, options), rescue);
  const isUnknown = ({ effort }: Settings) => effort !== undefined && !known.includes(effort);
  const heard = (settings: Settings) => (isUnknown(settings) ? { ...settings, effort: undefined } : settings);
  const ask = overWire(model, ({ settings }) => send(heard(settings), options), rescue);
  return async (input, signal) => {
    const completion = await ask(input, signal);
    if (!isUnknown(input.settings)) return completion;
    return { ...completion, warnings: [...completion.warnings, unsupported(input.settings.effort, known)] };
  };
}

const unsupported = (effort = '', known: readonly string[]): string =>
  `unsupported: effort (${known.length > 0 ? `${effort} is not among ${known.join(', ')}` : 'this model takes none'})`;
