import type { CompleteInput } from '../../domain/complete.ts';
import type { ModelSpec } from '../../domain/model.ts';
import { settingsOf } from '../../domain/model.ts';
import type { Completion } from '../../domain/outcome.ts';
import type { OpenModel, Provider } from '../../providers/define.ts';
import { providers } from '../../providers/index.ts';
import { modelSpec, question, rejection, untouched, world as worldOf } from '../ask.ts';
import { type Arrived, type Reply, startVendor, type Vendor } from '../vendor.ts';
import { speaking } from './format.ts';
import { type NetworkWorld, networkWorlds } from './worlds.ts';

/** The world that has this title. */
export function worldCalled(title: string): NetworkWorld {
  const found = networkWorlds.find((world) => world.title === title);
  if (!found) throw new Error(`no world "${title}"`);
  return found;
}

export const providerOf = ({ provider }: NetworkWorld): Provider =>
  providers.find(({ name }) => name === provider) as Provider;

/** What a suite gives as `base_url` for a local server to stand in for a vendor. */
export const urlOf = ({ format }: NetworkWorld, vendor: Vendor): string =>
  `${new URL(vendor.url).origin}${format.path}`;

/** A model of a vendor, with what its provider demands and the test says. */
export const specFor = (world: NetworkWorld, spec: object = {}): ModelSpec =>
  modelSpec({ model: `${world.provider}/test`, ...providerOf(world).defaults?.('test'), ...world.spec, ...spec });

/** The model, opened against a local server. */
export const openVendor = (world: NetworkWorld, vendor: Vendor, spec: object = {}): Promise<OpenModel> =>
  providerOf(world).open(specFor(world, { base_url: urlOf(world, vendor), ...spec }), worldOf({ env: world.env }));

/** What comes of one question to a model, and what arrived at its vendor. */
export async function askVendor(
  world: NetworkWorld,
  spec: object = {},
  { reply = speaking(world.format).says('4'), ...input }: Partial<CompleteInput> & { reply?: Reply } = {},
): Promise<{ completion: Completion; arrived: Arrived }> {
  await using vendor = await startVendor([reply]);
  const model = await openVendor(world, vendor, spec);
  const settings = settingsOf(specFor(world, spec));
  const completion = await model.complete(question({ settings, ...input }), untouched());
  const [arrived] = vendor.arrived;
  if (!arrived) throw new Error('nothing arrived');
  return { completion, arrived };
}

/** What a question becomes that gets no answer. */
export async function failVendor(world: NetworkWorld, reply: Reply, spec: object = {}) {
  await using vendor = await startVendor([reply]);
  const model = await openVendor(world, vendor, spec);
  return await rejection(model.complete(question({ settings: settingsOf(specFor(world, spec)) }), untouched()));
}
