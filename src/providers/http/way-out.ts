import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { UserError } from '../../domain/errors.ts';
import type { World } from '../define.ts';
import { isLoopback } from './loopback.ts';

/**
 * Our own connections, as many as there are calls in flight: no time limits but the signal's, since an answer sends no
 * header before it is done, and undici's default would cut it off at 300 s. A reply without an end is cut off, lest it
 * fill the memory.
 */
const CONNECTIONS = {
  headersTimeout: 0,
  bodyTimeout: 0,
  connect: { timeout: 30_000 },
  pipelining: 1,
  maxResponseSize: 64 * 1024 * 1024,
};

const direct = new Agent(CONNECTIONS);

/** The way to a host. */
type WayOut = (hostname: string) => Dispatcher;

/**
 * The way out that the environment names: HTTPS_PROXY, HTTP_PROXY, and NO_PROXY for what goes straight. Loopback always
 * does: no proxy has anything to do with it, and a key that may go there in clear would be read on the way.
 */
export function wayOut(env: World['env'], usedBy: string): WayOut {
  const proxied = proxyOf(env, usedBy);
  return (hostname) => (isLoopback(hostname) ? direct : proxied);
}

function proxyOf(env: World['env'], usedBy: string): Dispatcher {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || '';
  const [httpsProxy, httpProxy] = [named('HTTPS_PROXY'), named('HTTP_PROXY')];
  if (!httpsProxy && !httpProxy) return direct;
  try {
    return new EnvHttpProxyAgent({ ...CONNECTIONS, httpsProxy, httpProxy, noProxy: named('NO_PROXY') });
  } catch {
    throw new UserError(`${usedBy}: HTTPS_PROXY or HTTP_PROXY is no URL of a proxy: http://host:port`);
  }
}
