import type { Prompt } from '../../domain/sample.ts';
import type { AskJudge } from '../../domain/task.ts';
import { isReply, readVerdict, responseSchema, type Verdict } from './verdict.ts';

/** One verdict that is wanted of one judge. */
export interface Wanted {
  readonly judge: number;
  readonly isSwapped?: boolean;
  readonly names: readonly string[];
  /** All texts that the judge is shown: a verdict in there is not its own. */
  readonly shown: readonly string[];
  readonly structured: boolean;
  prompt(attempt: number, delimiter: string): Prompt;
}

const MOST_TRIES = 2;

/** Asks a judge, and once more where its reply holds no verdict. A call that failed was tried often enough by then. */
export async function askVerdict(wanted: Wanted, ask: AskJudge, attempt = 1): Promise<Verdict> {
  const { judge, isSwapped, names, shown, structured, prompt } = wanted;
  const reply = await ask({
    judge,
    attempt,
    ...(isSwapped !== undefined && { isSwapped }),
    messages: (delimiter) => prompt(attempt, delimiter),
    ...(structured && { response_schema: responseSchema(names) }),
  });
  if (!isReply(reply)) return { problem: inWords(reply.failure, structured) };

  const verdict = readVerdict(reply, names, shown);
  if (!('problem' in verdict)) return verdict;
  return attempt < MOST_TRIES
    ? askVerdict(wanted, ask, attempt + 1)
    : { problem: `no valid verdict in ${MOST_TRIES} tries: ${verdict.problem}` };
}

/** A server may refuse the schema that it was sent, and nothing else. */
const inWords = ({ kind, message }: { readonly kind: string; readonly message: string }, structured: boolean): string =>
  `${kind}: ${message}${kind === 'rejected' && structured ? ' (a server that takes no schema needs structured: false)' : ''}`;
