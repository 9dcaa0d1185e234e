import type { Price } from './price.ts';

/** What is sent with a prompt. Absent means: not sent. */
export interface Settings {
  readonly temperature?: number | undefined;
  readonly top_p?: number | undefined;
  readonly max_tokens?: number | undefined;
  readonly stop?: string | readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly effort?: string | undefined;
  readonly response_schema?: Readonly<Record<string, unknown>> | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** One setting for all models of a run: answers come token by token, so that the time to the first is known. */
  readonly stream?: boolean | undefined;
}

/** Calls in flight: how many at first, and how far a vendor's answers may lower and raise that. */
export interface Concurrency {
  readonly start: number;
  readonly least: number;
  readonly most: number;
}

/** So many calls in flight, come what may. */
export const always = (calls: number): Concurrency => ({ start: calls, least: calls, most: calls });

/** One model of a suite, every default filled in, with the keys that the suite spells. */
export interface ModelSpec extends Settings {
  /** The label that people read. */
  readonly id: string;
  /** `provider/name` */
  readonly model: string;
  readonly timeout_s: number;
  readonly deadline_s: number;
  /** Further tries after the first. */
  readonly retries: number;
  readonly limits?: Limits | undefined;
  readonly price?: Price | undefined;
  /** Which model of the catalogue it is. */
  readonly catalog?: string | undefined;
  /** What it runs on; prices it where nothing else in the suite does. */
  readonly hosting?: HostingSpec | undefined;
  readonly base_url?: string | undefined;
  readonly key_env?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly command?: readonly string[] | undefined;
  readonly env?: readonly string[] | undefined;
  /** How a program is spoken to; absent: a prompt in, an answer out, and started anew for each. */
  readonly protocol?: 'jsonl' | undefined;
  readonly file?: string | undefined;
  /** The run that recorded answers are read from: a folder, a run id, or `latest`. */
  readonly run?: string | undefined;
  /** How old an answer of that run may be. */
  readonly max_age_days?: number | undefined;
  /** What `run` was found to be; never written by a user. */
  readonly recorded_from?: RecordedFrom | undefined;
}

/** The model that gives or once gave the answers, and where: it is billed and known as that. */
export const whoAnswered = ({
  recorded_from,
  model,
  base_url,
}: Pick<ModelSpec, 'recorded_from' | 'model' | 'base_url'>): Pick<ModelSpec, 'model' | 'base_url'> =>
  recorded_from ?? { model, base_url };

/** Where answers that we already have come from, when that is a run of ours. */
export interface RecordedFrom {
  readonly run_id: string;
  /** The model's id in that run. */
  readonly id: string;
  /** What was asked there: `provider/name`. */
  readonly model: string;
  readonly base_url?: string | undefined;
}

/** GPUs of one's own. */
export interface HostingSpec {
  readonly gpu: string;
  readonly count: number;
  /** Absent: the catalogue's. */
  readonly usd_per_gpu_hour?: number | undefined;
  /** The share of the most that they can do, above 0 and up to 1. */
  readonly utilisation: number;
}

export interface Limits {
  /** Calls in flight at most. */
  readonly concurrency?: number | undefined;
  readonly requests_per_minute?: number | undefined;
  readonly tokens_per_minute?: number | undefined;
}

/** `openai-compatible/meta-llama/Llama-3` → provider `openai-compatible`, name `meta-llama/Llama-3`. */
export function splitModel(model: string): { provider: string; name: string } {
  const slash = model.indexOf('/');
  return { provider: model.slice(0, Math.max(slash, 0)), name: model.slice(slash + 1) };
}

export const settingsOf = (spec: ModelSpec): Settings => ({
  temperature: spec.temperature,
  top_p: spec.top_p,
  max_tokens: spec.max_tokens,
  stop: spec.stop,
  seed: spec.seed,
  effort: spec.effort,
  response_schema: spec.response_schema,
  params: spec.params,
  stream: spec.stream,
});
