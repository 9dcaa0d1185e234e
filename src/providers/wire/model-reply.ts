import type { LanguageModelV3FinishReason, LanguageModelV3Usage, SharedV3Warning } from '@ai-sdk/provider';
import type { ReplyHeaders } from '../http/reply.ts';
import type { Facts } from './facts.ts';

/** A model's whole reply, streamed or not, as the AI SDK reads it, with the facts that it leaves out. */
export interface ModelReply {
  readonly text: string;
  readonly finishReason: LanguageModelV3FinishReason;
  readonly usage: LanguageModelV3Usage;
  readonly warnings: readonly SharedV3Warning[];
  readonly id: string | undefined;
  readonly headers: ReplyHeaders;
  readonly facts: Facts;
  readonly ttft_ms: number | null;
}
