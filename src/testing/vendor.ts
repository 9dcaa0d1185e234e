import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test saw arrive. */
export interface Arrived {
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into the body as it likes
  readonly body: any;
}

/** Answers one request. */
export type Reply = (response: ServerResponse, arrived: Arrived) => void;

export interface Vendor extends AsyncDisposable {
  /** What a suite gives as `base_url`. */
  readonly url: string;
  readonly arrived: Arrived[];
}

/**
 * A server on loopback that speaks OpenAI's chat completions. It gives the replies in order, the last one again and again;
 * or whatever the function says.
 */
export async function startVendor(replies: readonly Reply[] | ((arrived: Arrived) => Reply)): Promise<Vendor> {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const now: Arrived = {
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null'),
    };
    arrived.push(now);
    const reply = typeof replies === 'function' ? replies(now) : replies[Math.min(arrived.length, replies.length) - 1];
    reply?.(response, now);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    arrived,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface SaysOptions {
  readonly finish_reason?: string;
  readonly usage?: object | null;
  readonly model?: string;
  readonly delayMs?: number;
  /** Further keys of the message: `reasoning_content`, `refusal`. */
  readonly message?: object;
  readonly headers?: Record<string, string>;
}

const USUAL_USAGE = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };

/** A good answer; usage 10 in, 2 out unless said otherwise. */
export const says =
  (content: string | null, options: SaysOptions = {}): Reply =>
  (response) => {
    const { finish_reason = 'stop', usage = USUAL_USAGE, model = 'test-1', delayMs = 0, message, headers } = options;
    const reply = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, message: { role: 'assistant', content, ...message }, finish_reason }],
      ...(usage !== null && { usage }),
    };
    setTimeout(() => sendJson(response, 200, reply, headers), delayMs);
  };

/** 429, with a Retry-After where given. */
export const busy = ({ retryAfterSeconds }: { retryAfterSeconds?: number } = {}): Reply =>
  sends(429, '{"error": {"message": "slow down", "type": "requests"}}', {
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  });

/** An HTTP error with OpenAI's body. */
export const fails =
  (status: number, message = 'no', code: string | null = null): Reply =>
  (response) =>
    sendJson(response, status, { error: { message, type: 'error', code } });

/** Whatever status, body and headers a test wants. */
export const sends =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

/** 200 with a body that is not what was promised. */
export const saysRaw = (text: string): Reply => sends(200, text);

/** Ends the connection in the middle of an answer. */
export const cutsOff: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"choices": [', () => response.socket?.destroy());
};

/** Ends the connection without a word. */
export const hangsUp: Reply = (response) => void response.socket?.destroy();

/** Never answers. */
export const stalls: Reply = () => {};

function sendJson(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req-1', ...headers });
  response.end(JSON.stringify(body));
}
