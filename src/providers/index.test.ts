import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderError } from '../domain/errors.ts';
import type { FailureKind, Usage } from '../domain/outcome.ts';
import type { Prompt } from '../domain/sample.ts';
import { modelSpec, question, rejection, untouched, world } from '../testing/ask.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { startVendor, type Vendor } from '../testing/vendor.ts';
import { speaking } from '../testing/vendors/format.ts';
import { type NetworkWorld, networkWorlds } from '../testing/vendors/worlds.ts';
import type { OpenModel, Provider } from './define.ts';
import { providers } from './index.ts';

/** For each provider: a model that answers, and a question that it has no answer to. */
interface World {
  readonly open: (provider: Provider) => Promise<OpenModel>;
  readonly hopeless: Prompt;
  readonly kind: FailureKind;
}

let folder: TempFolder;
let vendor: Vendor;

beforeAll(async () => {
  folder = await tempFolder();
  await folder.write('answers.jsonl', '{"id": "1", "answer": "4"}\n');
  vendor = await startVendor(({ path, body }) => {
    const { fails, says } = speaking(worldOf(path.split('/')[1]).format);
    return JSON.stringify(body).includes('"fail"') ? fails(400) : says('4');
  });
});
afterAll(async () => {
  await vendor[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const user = (content: string): Prompt => [{ role: 'user', content }];
const script = 'process.stdin.on("data", (data) => { if (String(data) === "fail") process.exit(1); console.log(4) })';
const here = () => world({ directory: folder.path, allowExec: true });

const worldOf = (name: string | undefined) => networkWorlds.find(({ provider }) => provider === name) as NetworkWorld;

/** The local server stands in for every vendor, each below a path of its own. */
const overNetwork = ({ provider: name, format, env, spec }: NetworkWorld): World => ({
  open: (provider) => {
    const base_url = `${new URL(vendor.url).origin}/${name}${format.path}`;
    const model = { model: `${name}/test`, ...provider.defaults?.('test'), base_url, ...spec };
    return provider.open(modelSpec(model), { ...here(), env });
  },
  hopeless: user('fail'),
  kind: 'rejected',
});

const worlds: Record<string, World> = {
  ...Object.fromEntries(networkWorlds.map(({ provider }) => [provider, overNetwork(worldOf(provider))])),
  exec: {
    open: (provider) => provider.open(modelSpec({ command: [process.execPath, '-e', script] }), here()),
    hopeless: user('fail'),
    kind: 'crashed',
  },
  recorded: {
    open: (provider) => provider.open(modelSpec({ file: 'answers.jsonl' }), here()),
    hopeless: user('fail'),
    kind: 'missing',
  },
  baseline: {
    open: (provider) => provider.open(modelSpec({ model: 'baseline/first' }), here()),
    hopeless: user('fail'),
    kind: 'rejected',
  },
};

const answerable: Prompt = user('2 + 2?\nA. 4\nB. 5\nAnswer:');

const isDisjoint = ({ input, input_cached, input_cache_write, output, reasoning }: Usage) =>
  [input, input_cached, input_cache_write, output, reasoning].every((n) => Number.isInteger(n) && n >= 0) &&
  reasoning <= output;

test('every provider has a name of its own', () => {
  const names = providers.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(worlds).sort()).toEqual([...names].sort());
});

describe.each(providers)('$name', (provider) => {
  const { open, hopeless, kind } = worlds[provider.name] as World;

  test('says what it is in one line, and what it takes', () => {
    expect(provider.name).toMatch(/^[a-z][a-z-]*$/);
    expect(provider.summary).toMatch(/^\S.{10,120}$/);
    expect(Object.keys(provider.options.shape)).toEqual(
      Object.keys(provider.options.shape).filter((key) => /^[a-z_]+$/.test(key)),
    );
    expect(provider.concurrency().least).toBeGreaterThan(0);
    expect(provider.pricedBy).not.toHaveLength(0);
  });

  test('refuses a key that it does not know', () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (key) => {
        fc.pre(!(key in provider.options.shape) && key !== '__proto__');
        const codes = provider.options.safeParse({ [key]: 1 }).error?.issues.map(({ code }) => code);
        expect(codes).toContain('unrecognized_keys');
      }),
      { numRuns: 20 },
    ));

  test('answers with a whole completion, and tells what could change its answers', async () => {
    const model = await open(provider);
    const settings = provider.defaults?.('test') ?? {};
    const completion = await model.complete(question({ messages: answerable, settings }), untouched());
    await model.close?.();

    expect(completion.answer).toMatch(/\S/);
    expect(['stop', 'length', 'content-filter', 'other']).toContain(completion.finish_reason);
    expect(completion.usage === null || isDisjoint(completion.usage)).toBe(true);
    expect(completion.latency_ms ?? 0).toBeGreaterThanOrEqual(0);
    expect(completion).toMatchObject({ warnings: [], attempts: [{}] });
    expect(JSON.parse(JSON.stringify(model.identity))).toEqual(model.identity);
  });

  test('ends a call without an answer with a ProviderError that tells its kind', async () => {
    const model = await open(provider);
    const error = await rejection(model.complete(question({ messages: hopeless, sample: 'none' }), untouched()));
    await model.close?.();
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(/\S/) });
  });

  test('rejects an aborted call with the signal’s own reason', async () => {
    const model = await open(provider);
    const reason = new Error('enough');
    const call = model.complete(question({ messages: answerable }), AbortSignal.abort(reason));
    expect(await rejection(call)).toBe(reason);
    await model.close?.();
  });
});
