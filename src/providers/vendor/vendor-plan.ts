import type { LanguageModelV3, LanguageModelV3CallOptions } from '@ai-sdk/provider';
import { z } from 'zod';
import type { Settings } from '../../domain/model.ts';
import type { World } from '../define.ts';
import type { Rescue } from '../wire/wire.ts';
import type { VendorKey } from './vendor-keys.ts';

/** The keys that every model over the network takes. */
export const endpoint = {
  base_url: z
    .string()
    .regex(/^(https?:\/\/|\$\{\w+\})/, 'must start with http:// or https://')
    .describe('where the model answers; default: the vendor’s own address')
    .optional(),
  key_env: z.string().min(1).describe('the variable that holds the key; default: the vendor’s own').optional(),
  headers: z.record(z.string(), z.string()).optional(),
};

/** The values of the keys that only one vendor's models take. */
export type OptionsOf<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** What a vendor may look at to find its own address. */
export interface Place<Options> {
  readonly options: Options;
  readonly env: World['env'];
  /** Whom an error message is about. */
  readonly usedBy: string;
}

/** What the AI SDK's model of a vendor is made with. */
interface Way<Options> extends Place<Options> {
  /** The key, or the several parts of one; none where a server asks for none. */
  readonly keys: readonly string[];
  readonly baseURL: string;
  readonly headers: Record<string, string>;
  readonly fetch: typeof fetch;
}

/** What sets one vendor apart from the others. */
export interface VendorPlan<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly summary: string;
  /** The variables that its key is in; none where no key is needed. */
  keys(env: World['env']): readonly VendorKey[];
  /** Where it answers unless the suite says otherwise. */
  readonly baseUrl: string | ((place: Place<OptionsOf<Shape>>) => string);
  /** The keys of a model that only it takes, besides `base_url`, `key_env` and `headers`. */
  readonly options: Shape;
  defaults?(name: string): Settings;
  /** Calls in flight, where they are to stay the same. */
  readonly concurrency?: number;
  /** The values of `effort` that a model takes; absent where any is sent as it is. */
  efforts?(name: string): readonly string[];
  /** False where a signature covers the body, so that `send` must put `params` into it. */
  readonly mergesParams?: false;
  model(name: string, way: Way<OptionsOf<Shape>>): Promise<LanguageModelV3>;
  /** The AI SDK's provider options, for what it has no setting of its own for. */
  send(settings: Settings, options: OptionsOf<Shape>): NonNullable<LanguageModelV3CallOptions['providerOptions']>;
  readonly rescue?: Rescue;
}
