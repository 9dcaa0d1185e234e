import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { modelSpec, question, rejection, untouched, world } from '../../testing/ask.ts';
import { problemOf } from '../../testing/problem.ts';
import { type Reply, says, startVendor } from '../../testing/vendor.ts';
import { openaiCompatible } from '../openai-compatible.ts';
import { timedFetch } from './fetch.ts';
import { timingOf } from './timing.ts';

const ask = async (base_url: string, env: Record<string, string> = {}) => {
  const { complete } = await openaiCompatible.open(modelSpec({ base_url }), world({ env }));
  return complete(question(), untouched());
};

test('calls do not wait for each other: their latency is the server’s', async () => {
  await using vendor = await startVendor([says('4', { delayMs: 100 })]);
  const completions = await Promise.all(Array.from({ length: 32 }, () => ask(vendor.url)));
  const latencies = completions.map(({ latency_ms }) => latency_ms as number).sort((a, b) => a - b);
  expect(latencies[0]).toBeGreaterThanOrEqual(99);
  // One after the other, the middle one would take 1600 ms.
  expect(latencies[16]).toBeLessThan(800);
});

test('as many calls are in flight as are made', async () => {
  const CALLS = 300;
  const waiting: (() => void)[] = [];
  const together: Reply = (response, arrived) => {
    waiting.push(() => says('4')(response, arrived));
    if (waiting.length === CALLS) for (const answer of waiting) answer();
  };
  await using vendor = await startVendor([together]);
  const { complete } = await openaiCompatible.open(modelSpec({ base_url: vendor.url }), world());
  const completions = await Promise.all(Array.from({ length: CALLS }, () => complete(question(), untouched())));
  expect(completions.every(({ answer }) => answer === '4')).toBe(true);
});

test('what is done with one reply is not in the latency of the others', async () => {
  const CALLS = 8;
  const waiting: (() => void)[] = [];
  const together: Reply = (response) => {
    waiting.push(() => response.end('{}'));
    if (waiting.length === CALLS) for (const answer of waiting) answer();
  };
  await using vendor = await startVendor([together]);
  const send = timedFetch({ env: {}, usedBy: 'test' });
  const timings = await Promise.all(
    Array.from({ length: CALLS }, async () => {
      const signal = untouched();
      const timing = timingOf(signal);
      await send(vendor.url, { method: 'POST', signal });
      busyFor(20);
      return timing;
    }),
  );
  const ends = timings.map(({ endedAt }) => endedAt);
  expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(60);
});

/** Holds up everything, as work on an answer does. */
function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('a call that is aborted before it is made is not made', async () => {
  await using vendor = await startVendor([says('4')]);
  const signal = AbortSignal.abort(new Error('enough'));
  const timing = timingOf(signal);
  const send = timedFetch({ env: {}, usedBy: 'test' });
  expect((await rejection(send(vendor.url, { method: 'POST', signal }))).message).toBe('enough');
  expect(timing.sentAt).toBeNaN();
});

test('headers that come twice are one', async () => {
  const twice: Reply = (response) => {
    response.writeHead(429, { 'retry-after': ['1', '2'] as never, 'x-a': ['b', 'c'] });
    response.end('{}');
  };
  await using vendor = await startVendor([twice]);
  expect(await rejection(ask(vendor.url))).toMatchObject({ kind: 'busy', retryAfterMs: undefined });
  const reply = await timedFetch({ env: {}, usedBy: 'test' })(vendor.url, { method: 'POST' });
  expect(reply.headers.get('x-a')).toBe('b, c');
});

test('asks for no compression, which would have to be undone', async () => {
  await using vendor = await startVendor([says('4')]);
  await ask(vendor.url);
  expect(vendor.arrived[0]?.headers['accept-encoding']).toBeUndefined();
});

test('cuts off a reply without an end', async () => {
  let sent = 0;
  const endless: Reply = (response) => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    const more = () => {
      sent += chunk.length;
      if (!response.destroyed) response.write(chunk, more);
    };
    response.writeHead(200);
    more();
  };
  await using vendor = await startVendor([endless]);
  expect(await rejection(ask(vendor.url))).toMatchObject({ kind: 'broken', maybeBilled: true });
  expect(sent).toBeLessThan(100 << 20);
});

describe('a proxy', () => {
  /** A proxy that opens tunnels, all of them to this machine, or declines. */
  async function startProxy(status = 200) {
    const targets: string[] = [];
    const server = createServer().on('connect', ({ url = '' }, client) => {
      targets.push(url);
      if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const upstream = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      targets,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  /** The vendor's address by a name that only the proxy knows. */
  const farOf = (vendor: { url: string }) => vendor.url.replace('127.0.0.1', 'vendor.test');

  test.each(['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY'])('is used where the environment names it: %s', async (name) => {
    await using proxy = await startProxy();
    await using vendor = await startVendor([says('4')]);
    const url = name === 'HTTPS_PROXY' ? farOf(vendor).replace('http:', 'https:') : farOf(vendor);
    await ask(url, { [name]: proxy.url }).catch(() => {});
    expect(proxy.targets).toEqual([new URL(farOf(vendor)).host]);
  });

  test('carries the answer', async () => {
    await using proxy = await startProxy();
    await using vendor = await startVendor([says('4')]);
    expect((await ask(farOf(vendor), { HTTP_PROXY: proxy.url })).answer).toBe('4');
  });

  test('is left aside for what NO_PROXY lists', async () => {
    await using proxy = await startProxy();
    await using vendor = await startVendor([says('4')]);
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: 'example.com,vendor.test' };
    expect(await rejection(ask(farOf(vendor), env))).toMatchObject({ kind: 'unreachable' });
    expect(proxy.targets).toEqual([]);
  });

  test('never sees what goes to this machine, where a key goes in clear', async () => {
    await using proxy = await startProxy();
    await using vendor = await startVendor([says('4')]);
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    expect((await ask(vendor.url, env)).answer).toBe('4');
    expect((await ask(vendor.url.replace('127.0.0.1', 'localhost'), env)).answer).toBe('4');
    expect(proxy.targets).toEqual([]);
  });

  test('that declines makes the server unreachable, and nothing is billed', async () => {
    await using proxy = await startProxy(407);
    await using vendor = await startVendor([says('4')]);
    const error = await rejection(ask(farOf(vendor), { HTTP_PROXY: proxy.url }));
    expect(error).toMatchObject({ kind: 'unreachable', maybeBilled: false, message: expect.stringContaining('407') });
  });

  test('that is no URL is told at once, without its password', async () => {
    const words = await problemOf(() =>
      timedFetch({ env: { HTTPS_PROXY: 'http://me:pass word@' }, usedBy: 'model m' }),
    );
    expect(words).toBe('model m: HTTPS_PROXY or HTTP_PROXY is no URL of a proxy: http://host:port');
  });
});
