import type { FailureKind } from '../../domain/outcome.ts';
import type { ReplyHeaders } from '../http/reply.ts';
import type { ToldError } from './told-error.ts';

/** True where a filter stopped the prompt or the answer: a refusal, which some vendors send as an error. */
export function isFiltered({ status = 0, names, message }: ToldError): boolean {
  if (![400, 403].includes(status)) return false;
  return FILTERED.test(names) || FILTERED_IN_WORDS.test(message);
}

const FILTERED = /content_(filter|policy)|data_inspection_failed/;

/** DeepSeek, OpenAI's reasoning models, Anthropic, xAI. */
const FILTERED_IN_WORDS =
  /content exists risk|prompt was flagged|blocked by content filter|violates (our |the )?usage guidelines/i;

/** What an error that a vendor told means for the next try; its words count where its status misleads. */
export function kindOf({ status = 0, names, message }: ToldError, headers: ReplyHeaders): FailureKind {
  const named = `${names} ${headers['x-amzn-errortype'] ?? ''}`;
  if (status < 500 && (NO_MONEY.test(named) || NO_MONEY_IN_WORDS.test(message))) return 'denied';
  if (/throttling|resource_exhausted/i.test(named)) return 'busy';
  return status === 400 && /api_key_invalid/.test(named) ? 'denied' : kindOfStatus(status);
}

/** An account that cannot pay: to try again is of no use, whatever the status says. */
const NO_MONEY = /insufficient_(quota|balance|credit|fund)|billing|credit_balance|exceeded_current_quota/;

/** Anthropic, DeepSeek, xAI. */
const NO_MONEY_IN_WORDS =
  /credit balance is too low|insufficient balance|used all available credits|specified api usage limits/i;

function kindOfStatus(status: number): FailureKind {
  if (status === 429) return 'busy';
  if ([401, 402, 403].includes(status)) return 'denied';
  if (status === 408) return 'timeout';
  return status >= 500 || status === 409 || status === 425 ? 'broken' : 'rejected';
}
