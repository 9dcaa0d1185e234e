import type { ServerResponse } from 'node:http';
import type { FinishReason, Usage } from '../../domain/outcome.ts';
import type { Message } from '../../domain/sample.ts';
import { type Arrived, type Reply, sends } from '../vendor.ts';

/** What a test lets a vendor say of an answer, in our words. */
export interface Said {
  readonly pieces: readonly string[];
  readonly finish: FinishReason;
  readonly model: string;
}

/** One vendor's way to speak, byte for byte as its documents show it. */
export interface WireFormat {
  readonly name: string;
  /** What follows the host in a base URL. */
  readonly path: string;
  /** An answer in one piece; its usage is the one below. */
  whole(said: Said): object;
  /** The same answer as the chunks of a stream. */
  chunks(said: Said): readonly (string | Buffer)[];
  error(status: number, message: string): object;
  /** What the usage in its replies comes to. */
  readonly usage: Usage;
  /** The reasons to stop that it has words for. */
  readonly finishes: readonly FinishReason[];
  /** Whether a reply names the model that gave it. */
  readonly saysModel: boolean;
  /** The headers of every reply. */
  readonly headers: Readonly<Record<string, string>>;
  readonly streamType: string;
  asksForStream(arrived: Arrived): boolean;
  keyOf(headers: Arrived['headers']): string | undefined;
  /** The messages that arrived, with our roles. */
  messagesOf(body: Arrived['body']): readonly Message[];
  /** The settings that arrived, with our names. */
  settingsOf(body: Arrived['body']): object;
}

interface Options extends Partial<Omit<Said, 'pieces'>> {
  readonly delayMs?: number;
}

/** The replies that a contract is tested with, in a vendor's format, streamed where that was asked for. */
export const speaking = (format: WireFormat) => ({
  says: (text: string, options: Options = {}): Reply =>
    answering(format, said(text, options), (chunks) => chunks, options.delayMs),
  /** Ends the connection in the middle of an answer. */
  cutsOff: answering(format, said('one two three'), (chunks) => [...chunks.slice(0, 2), HANG_UP]),
  /** Ends well, but too early. */
  stopsShort: answering(format, said('one two three'), (chunks) => chunks.slice(0, 2)),
  fails: (status: number, message = 'no', headers: Record<string, string> = {}): Reply =>
    sends(status, JSON.stringify(format.error(status, message)), { ...format.headers, ...headers }),
});

const said = (text: string, { finish = 'stop', model = 'test-2026-11-01' }: Options = {}): Said => ({
  pieces: text.match(/\S+\s*|\s+/g) ?? [],
  finish,
  model,
});

const HANG_UP = Symbol('hang up');

type Chunk = string | Buffer | typeof HANG_UP;

const answering =
  (format: WireFormat, words: Said, edit: (chunks: readonly Chunk[]) => readonly Chunk[], delayMs = 0): Reply =>
  (response, arrived) => {
    const isStream = format.asksForStream(arrived);
    const chunks = isStream ? format.chunks(words) : inParts(JSON.stringify(format.whole(words)));
    const type = isStream ? format.streamType : 'application/json';
    setTimeout(() => write(response, { ...format.headers, 'content-type': type }, edit(chunks)), delayMs);
  };

/** A body in four parts, so that it can be cut. */
const inParts = (body: string): string[] => {
  const size = Math.ceil(body.length / 4);
  return [0, 1, 2, 3].map((index) => body.slice(index * size, (index + 1) * size));
};

async function write(response: ServerResponse, headers: Record<string, string>, chunks: readonly Chunk[]) {
  response.writeHead(200, headers);
  for (const chunk of chunks) {
    if (chunk === HANG_UP) return void response.socket?.destroy();
    await new Promise((written) => response.write(chunk, written));
  }
  response.end();
}

/** Server-sent events: `data:` lines, each with its name where it has one. */
export const events = (
  data: readonly (object | string)[],
  nameOf: (data: never) => string | undefined = () => undefined,
) =>
  data.map((one) => {
    const name = typeof one === 'string' ? undefined : nameOf(one as never);
    return `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`;
  });

/** The key in `Authorization: Bearer …`. */
export const bearer = ({ authorization }: Arrived['headers']): string | undefined =>
  authorization?.replace(/^Bearer /, '');

/** A text, or the texts of its parts. */
export const textOf = (content: string | readonly { readonly text: string }[]): string =>
  typeof content === 'string' ? content : content.map(({ text }) => text).join('');
