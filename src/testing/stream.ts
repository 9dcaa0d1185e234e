import type { ServerResponse } from 'node:http';
import type { Reply } from './vendor.ts';

/** A part of a stream: an event's data, bytes as they are, a pause in ms, or the end of the connection. */
export type StreamPart = object | string | Buffer | number | typeof HANG_UP;

/** Ends the connection there and then. */
export const HANG_UP = Symbol('hang up');

/** A stream of server-sent events. */
export const streams =
  (parts: readonly StreamPart[], headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    void write(response, parts);
  };

async function write(response: ServerResponse, parts: readonly StreamPart[]): Promise<void> {
  for (const part of parts) {
    if (part === HANG_UP) return void response.socket?.destroy();
    if (typeof part === 'number') await new Promise((resolve) => setTimeout(resolve, part));
    else await new Promise((resolve) => response.write(bytesOf(part), resolve));
  }
  response.end();
}

const bytesOf = (part: object | string | Buffer): string | Buffer =>
  typeof part === 'string' || Buffer.isBuffer(part) ? part : event(part);

/** One event with this data, as it stands on the wire. */
export const event = (data: object | string): string =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

const BASE = { id: 'gen-1', object: 'chat.completion.chunk', created: 1, model: 'test-1' };

/** A chunk of a chat completion. */
export const chunk = (delta: object, finish_reason: string | null = null, beside: object = {}): object => ({
  ...BASE,
  choices: [{ index: 0, delta, finish_reason, ...beside }],
});

/** The chunk with the usage that ends a chat completion: 10 in, 2 out. */
export const usageChunk = (usage: unknown = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 }): object => ({
  ...BASE,
  choices: [],
  usage,
});

/** What says that a chat completion's stream is whole. */
export const DONE = event('[DONE]');
