import type { Call } from '../domain/call.ts';
import { isFailed, type Outcome } from '../domain/outcome.ts';
import type { Price } from '../domain/price.ts';
import { type Manifest, priceOfCalls } from '../domain/run.ts';
import { costOfTry, priceOfTry, triesOf } from '../pricing/cost.ts';
import { readOutcomes } from '../results/read.ts';

/** Every try of every call of a run with what it cost, in the order of `outcomes.jsonl`. */
export async function* readCalls(folder: string, manifest: Manifest): AsyncGenerator<Call> {
  const priceOf = priceOfCalls(manifest);
  for await (const outcome of readOutcomes(folder)) yield* callsOf(outcome, priceOf(outcome));
}

function callsOf(outcome: Outcome, price: Price | undefined): Call[] {
  const tries = triesOf(outcome);
  return tries.map((attempt, index) => {
    const isLast = index === tries.length - 1;
    const answer = isLast && !isFailed(outcome) ? outcome : undefined;
    return {
      role: outcome.role,
      model: outcome.model,
      task: outcome.task,
      sample: outcome.sample,
      epoch: outcome.epoch,
      attempt: index + 1,
      status: attempt.status ?? null,
      failure: attempt.failure ?? null,
      started_at: outcome.started_at,
      waited_ms: attempt.waited_ms ?? null,
      latency_ms: answer?.latency_ms ?? null,
      ttft_ms: answer?.ttft_ms ?? null,
      finish_reason: answer?.finish_reason ?? null,
      snapshot: answer?.snapshot ?? null,
      request_id: answer?.request_id ?? null,
      usage: answer?.usage ?? null,
      price: price ? priceOfTry(outcome, attempt, isLast, price) : null,
      cost: costOfTry(outcome, attempt, isLast, price),
      service_tier: answer?.service_tier ?? null,
      reused_from: 'reused_from' in outcome ? (outcome.reused_from ?? null) : null,
    };
  });
}
