/**
 * Why a call gave no answer. busy: the vendor is over its limit; timeout; broken: a server fault or a cut or malformed
 * reply; unreachable: no connection; rejected: the vendor will not take this request; denied: the key is refused;
 * crashed: a program ended badly; missing: no recorded answer; dropped:
 * we were told to stop after money may have been spent on it, so that it is kept and asked again.
 */
export type FailureKind =
  | 'busy'
  | 'timeout'
  | 'broken'
  | 'unreachable'
  | 'rejected'
  | 'denied'
  | 'crashed'
  | 'missing'
  | 'dropped';

interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** Tokens, disjoint: `input` is the uncached part; `reasoning` lies inside `output`. */
export interface Usage {
  readonly input: number;
  readonly input_cached: number;
  /** Written to a cache that lasts five minutes, or as long as the vendor says. */
  readonly input_cache_write: number;
  /** Written to a cache that lasts an hour; absent where the vendor has none. */
  readonly input_cache_write_1h?: number;
  readonly output: number;
  readonly reasoning: number;
}

/** All input, cached or not. */
export const totalInput = ({ input, input_cached, input_cache_write, input_cache_write_1h = 0 }: Usage): number =>
  input + input_cached + input_cache_write + input_cache_write_1h;

/** Tokens set aside for a try that may be billed though its reply never told: an estimate. */
export interface Reserved {
  readonly input: number;
  readonly output: number;
}

/** One try of a call. */
export interface Attempt {
  readonly status?: number;
  readonly failure?: FailureKind;
  /** The pause after this try and before the next. */
  readonly waited_ms?: number;
  /** How long a failed try ran, where that is what is paid for. */
  readonly took_ms?: number;
  readonly reserved?: Reserved;
}

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'other';

export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

/** What a model said, and what is known of how. */
export interface Completion {
  readonly answer: string;
  readonly finish_reason: FinishReason;
  /** null where the server does not say. */
  readonly usage: Usage | null;
  /** The model's exact version as the vendor names it. */
  readonly snapshot: string | null;
  readonly request_id: string | null;
  /** From sending the try that succeeded to its last byte; null where unknown. */
  readonly latency_ms: number | null;
  /** From sending to the first token; null where the answer was not streamed. */
  readonly ttft_ms: number | null;
  /** As the vendor names the tier that it billed. */
  readonly service_tier?: string;
  /** The chosen tokens with the logarithm of their probability, where they were asked for and given. */
  readonly logprobs?: readonly TokenLogprob[];
  /** What the call cost, where the source of the answer knows it (recorded answers). */
  readonly cost_usd?: number;
  readonly warnings: readonly string[];
  readonly attempts: readonly Attempt[];
}

/** What happened when a model was asked; one line of `outcomes.jsonl`. */
export type Outcome = Answered | Failed;

/** Which call it is, and when it began. */
export interface Asked {
  readonly schema_version: 1;
  readonly key: string;
  readonly generation_key: string;
  readonly role: Role;
  readonly model: string;
  readonly task: string;
  readonly sample: string;
  readonly epoch: number;
  /** When the call began, its waiting included. */
  readonly started_at: string;
  /** What a judge was asked about; absent from answers. */
  readonly judging?: Judging;
}

/** What a model was asked for: its answer to a sample, its verdict on an answer, its verdict on a known case. */
export type Role = 'answer' | 'judge' | 'probe';

/** What a judge's call is about. */
export interface Judging {
  /** The grader's name in its task. */
  readonly grader: string;
  /** The keys of the answers judged, in the order shown; of a probe, its name. */
  readonly of: readonly string[];
  /** Which try for a valid verdict, from 1. */
  readonly attempt: number;
}

export interface Answered extends Asked, Completion {
  /** The run that asked and paid, where the answer was taken from another; its times are not this run's. */
  readonly reused_from?: string;
}

export type Reused = Answered & { readonly reused_from: string };

export interface Failed extends Asked {
  readonly failure: Failure;
  readonly attempts: readonly Attempt[];
}

export const isFailed = (outcome: Outcome): outcome is Failed => 'failure' in outcome;

/** True for a call that was cut short and is to be made again; what its tries may have cost counts all the same. */
export const isDropped = (outcome: Outcome): boolean => isFailed(outcome) && outcome.failure.kind === 'dropped';
