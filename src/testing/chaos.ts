import { type Random, randomBelow, seededRandom } from '../lib/random.ts';
import {
  type Arrived,
  busy,
  cutsOff,
  fails,
  hangsUp,
  type Reply,
  says,
  saysRaw,
  stalls,
  startVendor,
} from './vendor.ts';

/** What a request is given. */
export type Given = keyof typeof SHARES | 'silence';

/** How often each is given, in per cent. */
const SHARES = {
  'an answer': 48,
  'an answer without usage': 2,
  'too many': 10,
  'too many, come back later': 6,
  'a server error': 7,
  'an overload': 6,
  'a hang-up': 7,
  'a cut': 4,
  'a cut at the end': 4,
  'no JSON': 6,
};

const drawable = Object.keys(SHARES) as (keyof typeof SHARES)[];
export const givens: readonly Given[] = [...drawable, 'silence'];

/** Silence lasts as long as the client bears it, so it comes at the start alone, where many bear it together. */
const isSilent = (request: number): boolean => request < 40 && request % 3 === 2;

export const RETRY_AFTER_S = 2;

/** A question as a test tells it from all others. */
export interface Asked {
  readonly name: string;
  readonly answer: string;
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly prompt_tokens_details: { readonly cached_tokens: number };
  };
  /** What it is given each time, where chance has no say. */
  readonly always?: Given | undefined;
}

/**
 * A vendor that gives each request what chance says: but for the silence, the same for the same question asked for the
 * same time, in whatever order questions come. `given` is what each question got, in order; an answer's id is its
 * question's name and which request for it this was.
 */
export async function startChaos(questionOf: (arrived: Arrived) => Asked) {
  const given = new Map<string, Given[]>();
  let requests = 0;
  const vendor = await startVendor((arrived) => {
    const asked = questionOf(arrived);
    const before = given.get(asked.name) ?? [];
    const random = seededRandom('chaos', asked.name, before.length);
    const now = asked.always ?? (isSilent(requests) ? 'silence' : drawn(random));
    given.set(asked.name, [...before, now]);
    requests += 1;
    const id = `${asked.name} #${before.length + 1}`;
    return trouble(now, random) ?? (arrived.body.stream ? streamed : whole)(now, asked, id);
  });
  return {
    url: vendor.url,
    given,
    requests: () => requests,
    [Symbol.asyncDispose]: () => vendor[Symbol.asyncDispose](),
  };
}

function drawn(random: Random): Given {
  let left = 100 * random();
  for (const given of drawable) {
    left -= SHARES[given];
    if (left < 0) return given;
  }
  return 'an answer';
}

/** What is the same whether the answer was to come whole or as a stream; undefined for all else. */
function trouble(given: Given, random: Random): Reply | undefined {
  if (given === 'too many') return busy();
  if (given === 'too many, come back later') return busy({ retryAfterSeconds: RETRY_AFTER_S });
  if (given === 'a server error') return fails(500);
  if (given === 'an overload') return fails(529, 'overloaded');
  if (given === 'a hang-up') return hangsUp;
  if (given === 'no JSON') return saysRaw(NO_JSON[randomBelow(random, NO_JSON.length)] as string);
  return undefined;
}

const NO_JSON = ['', '<html>Bad gateway</html>', '{"choices": [{"message": {"content": "4"', 'null'];

function whole(given: Given, { answer, usage }: Asked, id: string): Reply {
  if (given === 'a cut') return cutsOff;
  if (given === 'a cut at the end') return lacksOneByte(answer);
  if (given === 'silence') return stalls;
  return says(answer, { usage: given === 'an answer' ? usage : null, headers: { 'x-request-id': id } });
}

/** A whole answer, but the connection ends a byte before the length that was promised. */
const lacksOneByte =
  (content: string): Reply =>
  (response) => {
    const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
    const body = JSON.stringify({ choices: [choice] });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + 1 });
    response.write(body, () => response.socket?.destroy());
  };

/** https://platform.openai.com/docs/api-reference/chat-streaming */
function streamed(given: Given, { answer, usage }: Asked, id: string): Reply {
  const choice = (delta: object, finish_reason: string | null = null) => ({
    id,
    choices: [{ index: 0, delta, finish_reason }],
  });
  const words = [choice({ role: 'assistant', content: '' }), ...[...answer].map((content) => choice({ content }))];
  const counted = { id, choices: [], usage };
  const all = [...words, choice({}, 'stop'), ...(given === 'an answer' ? [counted] : [])];
  const events =
    given === 'a cut' || given === 'silence' ? all.slice(0, 2) : given === 'a cut at the end' ? words : all;
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': id });
    for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (given === 'a cut') response.write('data: {"choices', () => response.socket?.destroy());
    else if (given === 'a cut at the end') response.end();
    else if (given !== 'silence') response.end('data: [DONE]\n\n');
  };
}
