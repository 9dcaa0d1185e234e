import { type ModelSpec, type Settings, splitModel } from '../domain/model.ts';
import type { Path } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import type { Provider } from '../providers/define.ts';
import { providers } from '../providers/index.ts';
import { describeIssues } from './issues.ts';
import type { ModelInput } from './schema.ts';
import type { SuiteSource } from './source.ts';

/** A model with every default filled in: its own keys, then the suite's `defaults`, then what its vendor demands. */
export function resolveModel(
  input: string | ModelInput,
  defaults: Partial<Omit<ModelInput, 'hosting'>>,
  { concurrency }: { readonly concurrency?: number | undefined },
): ModelSpec {
  const { hosting, ...own }: ModelInput = typeof input === 'string' ? { model: input } : input;
  return {
    timeout_s: 120,
    deadline_s: 600,
    retries: 4,
    ...defaultsOf(own.model),
    ...defaults,
    ...own,
    id: own.id ?? own.model,
    ...(hosting && { hosting: { utilisation: 0.5, ...hosting } }),
    ...(concurrency !== undefined && { limits: { ...own.limits, concurrency } }),
  };
}

/** The settings that a model's vendor demands. */
function defaultsOf(model: string): Settings {
  const { provider, name } = splitModel(model);
  return providers.find((one) => one.name === provider)?.defaults?.(name) ?? {};
}

/** What is wrong with a model, a line a problem, each with its place. */
export function modelProblems(
  model: ModelSpec,
  input: string | ModelInput | undefined,
  path: Path,
  source: SuiteSource,
): string[] {
  const at = source.at(typeof input === 'string' ? path : [...path, 'model']);
  const { provider: providerName, name } = splitModel(model.model);
  const names = providers.map((provider) => provider.name);
  if (providerName === '' || name === '') {
    return [`${at}: "${model.model}" is not provider/name; providers: ${names.join(', ')}`];
  }
  const provider = providers.find((one) => one.name === providerName);
  if (!provider) return [`${at}: no provider "${providerName}"${hint(providerName, names)}`];
  if (provider.models && !provider.models.includes(name))
    return [`${at}: ${providerName} has no "${name}"${hint(name, provider.models)}`];
  return [
    ...optionProblems(model, provider, path, source),
    ...priceProblems(model, provider, path, source),
    ...hostingProblems(model, provider, path, source),
  ];
}

/** What a provider's own schema says of the keys that only some providers take. */
function optionProblems(model: ModelSpec, provider: Provider, path: Path, source: SuiteSource): string[] {
  const special = new Set(providers.flatMap(({ options }) => Object.keys(options.shape)));
  const given = Object.fromEntries(
    Object.entries(model).filter(([key, value]) => special.has(key) && value !== undefined),
  );
  const { error } = provider.options.safeParse(given);
  const issues = (error?.issues ?? []).filter(({ code }) => code !== 'unrecognized_keys');
  const strangers = Object.keys(given).filter((key) => !(key in provider.options.shape));
  return [
    ...describeIssues(
      issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
      source,
    ),
    ...strangers.map((key) => `${source.atKey([...path, key])}: "${key}" is not for ${provider.name} models`),
  ];
}

function priceProblems({ price }: ModelSpec, { pricedBy, name }: Provider, path: Path, source: SuiteSource): string[] {
  if (price === undefined) return [];
  const unit = 'usd_per_hour' in price ? 'hour' : 'tokens';
  if (pricedBy.includes(unit)) return [];
  const why =
    unit === 'hour'
      ? 'do not run on this machine: price them per token'
      : 'report no tokens: price them with usd_per_hour';
  return [`${source.at([...path, 'price'])}: ${name} models ${why}`];
}

/** What is paid by the token needs tokens. */
function hostingProblems(
  { hosting }: ModelSpec,
  { pricedBy, name }: Provider,
  path: Path,
  source: SuiteSource,
): string[] {
  if (!hosting || pricedBy.includes('tokens')) return [];
  return [`${source.atKey([...path, 'hosting'])}: ${name} models report no tokens: give price: { usd_per_hour: … }`];
}
