import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3StreamPart,
  SharedV3Warning,
} from '@ai-sdk/provider';
import { toMicroseconds } from '../define.ts';
import { arrivalOfEvent, isDone, type Timing } from '../http/timing.ts';
import { Facts } from './facts.ts';
import type { ModelReply } from './model-reply.ts';
import { brokenReply, notStreamed, severalChoices, toldProblem } from './problem.ts';
import { at } from './told-error.ts';

/** Asks for a stream and puts its answer together; one that does not come to its end is no shorter answer. */
export async function askStreamed(
  model: LanguageModelV3,
  options: LanguageModelV3CallOptions,
  timing: Timing,
): Promise<ModelReply> {
  const { stream, response } = await model.doStream({ ...options, includeRawChunks: true });
  const headers = response?.headers ?? {};
  const heard = new Heard(isDone(timing));
  for await (const part of stream) heard.take(part);
  if (heard.isSilent) throw notStreamed(timing, headers);
  return { ...heard.whole(headers), headers, ttft_ms: timeToFirstToken(heard.firstToken, timing) };
}

/** What was heard of a stream until now. */
class Heard {
  /** The number of the event, from 1, that brought the first token. */
  firstToken: number | undefined;
  /** True where the stream says [DONE], which not all do. */
  readonly #isDone: boolean;
  readonly #facts = new Facts();
  #events = 0;
  /** The event that the SDK is about to read. */
  #event: unknown = BETWEEN;
  #text = '';
  #warnings: readonly SharedV3Warning[] = [];
  #id: string | undefined;
  #fault: unknown;
  /** True where further choices came in between, which the SDK takes for more of the same answer. */
  #hasOthers = false;
  #end: Extract<LanguageModelV3StreamPart, { type: 'finish' }> | undefined;

  constructor(isDone: boolean) {
    this.#isDone = isDone;
  }

  /** True where there was no event at all. */
  get isSilent(): boolean {
    return this.#events === 0;
  }

  take(part: LanguageModelV3StreamPart): void {
    if (part.type === 'raw') this.#takeEvent(part.rawValue);
    if (part.type === 'text-delta') this.#text += part.delta;
    if (part.type === 'text-delta' || part.type === 'reasoning-delta') this.#takeToken(part.delta);
    if (part.type === 'stream-start') this.#warnings = part.warnings;
    if (part.type === 'response-metadata') this.#id = part.id ?? this.#id;
    if (part.type === 'error' && !this.#isNoLoss()) this.#fault ??= part.error;
    if (part.type === 'finish') this.#end = part;
    if (part.type !== 'raw') this.#event = BETWEEN;
  }

  #takeEvent(event: unknown): void {
    this.#events++;
    this.#event = event;
    const refused = this.#facts.refusal;
    this.#facts.take(event);
    this.#hasOthers ||= Number(at(event, 'choices', 0, 'index') ?? 0) > 0;
    this.#takeToken(this.#facts.refusal.slice(refused.length));
  }

  #takeToken(token: string): void {
    if (token !== '') this.firstToken ??= this.#events;
  }

  /** True where the SDK stumbles over an event without words, such as an odd usage, in an answer that comes to its end. */
  #isNoLoss(): boolean {
    const choices = at(this.#event, 'choices');
    const isWordless = Array.isArray(choices) && !choices.some((choice) => hasWords(at(choice, 'delta')));
    return isWordless && (this.#facts.isFinished || this.#isDone);
  }

  /** The answer. Throws a ProviderError where the stream told an error, could not be read, or was cut. */
  whole(headers: Readonly<Record<string, string>>): Omit<ModelReply, 'headers' | 'ttft_ms'> {
    const facts = this.#facts;
    if (facts.error) throw toldProblem(facts.error, headers, this.firstToken !== undefined);
    if (this.#hasOthers) throw severalChoices();
    if (this.#fault) throw brokenReply(`an event of the stream could not be read: ${String(this.#fault)}`);
    const end = this.#end;
    if (!end || !(facts.isFinished || this.#isDone)) throw brokenReply('the stream ended before the answer did');
    const { finishReason, usage } = end;
    return { text: this.#text, finishReason, usage, warnings: this.#warnings, id: this.#id, facts };
  }
}

const hasWords = (delta: unknown): boolean =>
  ['content', 'reasoning', 'reasoning_content', 'refusal'].some((key) => !NO_WORDS.includes(at(delta, key)));

const BETWEEN = { choices: [] };

const NO_WORDS: readonly unknown[] = ['', null, undefined];

function timeToFirstToken(event: number | undefined, timing: Timing): number | null {
  const came = event === undefined ? undefined : arrivalOfEvent(timing, event);
  return came === undefined ? null : toMicroseconds(came - timing.sentAt);
}
