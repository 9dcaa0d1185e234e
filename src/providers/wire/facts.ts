import type { TokenLogprob } from '../../domain/outcome.ts';
import { at, errorIn, type ToldError, textAt } from './told-error.ts';

/** What a reply tells beside what the AI SDK reads out of it: from its body, or from the events of its stream in turn. */
export class Facts {
  /** The model's exact version. */
  model: string | undefined;
  tier: string | undefined;
  /** What a model says where it declines for itself: OpenAI puts it beside an empty content. */
  refusal = '';
  /** True where a filter stopped the prompt. */
  isBlocked = false;
  /** True where the answer's beginning is there, or the word that there is none. */
  hasAnswer = false;
  /** True where a stream has said that the answer is whole. */
  isFinished = false;
  /** Why it stopped, in the words of chat completions. */
  stopped: string | undefined;
  error: ToldError | undefined;
  readonly logprobs: TokenLogprob[] = [];

  /** Takes in what a body or the next event tells. */
  take(body: unknown): this {
    const choice = at(body, 'choices', 0);
    this.#takeOrigin(body);
    this.refusal += textAt(at(choice, 'message') ?? at(choice, 'delta'), 'refusal') ?? '';
    this.isBlocked ||= textAt(body, 'promptFeedback', 'blockReason') !== undefined;
    this.hasAnswer ||= this.isBlocked || ANSWERS.some((path) => at(body, ...path) !== undefined);
    this.stopped = textAt(choice, 'finish_reason') ?? this.stopped;
    this.isFinished ||= this.isBlocked || this.stopped !== undefined || isLast(body);
    this.error ??= errorIn(body);
    for (const token of tokensIn(body, choice)) this.#note(token);
    return this;
  }

  #note(token: unknown): void {
    const known = tokenLogprob(token);
    if (known) this.logprobs.push(known);
  }

  #takeOrigin(body: unknown): void {
    const reply = at(body, 'response') ?? at(body, 'message') ?? body;
    this.model = textAt(reply, 'model') ?? textAt(reply, 'modelVersion') ?? this.model;
    for (const path of TIERS) this.tier = textAt(reply, ...path) ?? this.tier;
  }
}

/** Where the first part of an answer stands: chat completions, Google, OpenAI's responses, Anthropic. */
const ANSWERS = [['choices', 0], ['candidates', 0], ['output'], ['content']] as const;

/** Where the tier stands: OpenAI; Anthropic and Mistral; Google; Bedrock. */
const TIERS = [
  ['service_tier'],
  ['usage', 'service_tier'],
  ['usageMetadata', 'serviceTier'],
  ['metadata', 'serviceTier', 'type'],
] as const;

const isLast = (event: unknown): boolean =>
  textAt(event, 'candidates', 0, 'finishReason') !== undefined ||
  at(event, 'messageStop') !== undefined ||
  ['message_stop', 'response.completed', 'response.incomplete'].includes(textAt(event, 'type') ?? '');

/** The tokens of an answer with their logprobs: chat completions, the old ones, OpenAI's responses, Google. */
function tokensIn(body: unknown, choice: unknown): readonly unknown[] {
  const logprobs = at(choice, 'logprobs');
  if (logprobs) return [...listAt(logprobs, 'content'), ...listAt(logprobs, 'refusal'), ...pairsIn(logprobs)];
  if (choice !== undefined) return NONE;
  if (at(body, 'type') === 'response.output_text.delta') return listAt(body, 'logprobs');
  const parts = listAt(body, 'output').flatMap((item) => listAt(item, 'content'));
  return [
    ...parts.flatMap((part) => listAt(part, 'logprobs')),
    ...listAt(body, 'candidates', 0, 'logprobsResult', 'chosenCandidates'),
  ];
}

const NONE: readonly unknown[] = [];

const pairsIn = (logprobs: unknown): unknown[] =>
  listAt(logprobs, 'tokens').map((token, index) => ({ token, logprob: at(logprobs, 'token_logprobs', index) }));

function listAt(value: unknown, ...path: readonly (string | number)[]): unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

function tokenLogprob(found: unknown): TokenLogprob | undefined {
  const token = at(found, 'token');
  const logprob = at(found, 'logprob') ?? at(found, 'logProbability');
  return typeof token === 'string' && typeof logprob === 'number' ? { token, logprob } : undefined;
}
