import type { JSONObject } from '@ai-sdk/provider';
import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import type { Settings } from '../domain/model.ts';
import type { World } from './define.ts';
import { optionalPackage } from './vendor/optional-package.ts';
import { defineVendor } from './vendor/vendor.ts';
import type { Place } from './vendor/vendor-plan.ts';
import { merged } from './vendor/vendor-request.ts';

/** Amazon Bedrock's Converse: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const bedrock = defineVendor({
  name: 'bedrock',
  summary: 'models on Amazon Bedrock, by Converse; needs the package @ai-sdk/amazon-bedrock',
  keys: keysIn,
  options: {
    region: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)+-\d+$/, 'must be a region of AWS, such as eu-central-1')
      .describe('of AWS; default AWS_REGION')
      .optional(),
  },
  efforts: () => ['low', 'medium', 'high', 'xhigh', 'max'],
  mergesParams: false,
  baseUrl: (way) => `https://bedrock-runtime.${regionOf(way)}.amazonaws.com`,

  async model(name, way) {
    const { baseURL, headers, fetch, usedBy } = way;
    const load = () => import('@ai-sdk/amazon-bedrock');
    const { createAmazonBedrock } = await optionalPackage(load, '@ai-sdk/amazon-bedrock@4.0.186', usedBy);
    const [first = '', secretAccessKey, sessionToken] = way.keys;
    const credentials =
      secretAccessKey === undefined
        ? { apiKey: first }
        : { accessKeyId: first, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    return createAmazonBedrock({ region: regionOf(way), baseURL, headers, fetch, ...credentials }).languageModel(name);
  },

  send: (settings) => ({ bedrock: ownPart(settings) as JSONObject }),
});

/** A key for Bedrock alone, or the parts of AWS's own. */
function keysIn(env: World['env']) {
  if (env['AWS_BEARER_TOKEN_BEDROCK']?.trim()) return ['AWS_BEARER_TOKEN_BEDROCK'] as const;
  const pair = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
  return env['AWS_SESSION_TOKEN']?.trim() ? ([...pair, 'AWS_SESSION_TOKEN'] as const) : pair;
}

function regionOf({ options, env, usedBy }: Place<{ readonly region?: string | undefined }>): string {
  const region = options.region ?? env['AWS_REGION']?.trim();
  if (!region) throw new UserError(`${usedBy} needs region, or AWS_REGION in the environment or in .env`);
  return region;
}

/** What goes into the body before it is signed: the effort, and `params`, of which the AI SDK reads two in its own way. */
function ownPart({ params = {}, effort, ...settings }: Settings): object {
  const { inferenceConfig, serviceTier, ...others } = params as {
    serviceTier?: { type?: unknown };
    [key: string]: unknown;
  };
  return {
    ...others,
    ...(effort && { reasoningConfig: { maxReasoningEffort: effort } }),
    ...(inferenceConfig !== undefined && { inferenceConfig: merged(inferenceOf(settings), inferenceConfig) }),
    ...(serviceTier !== undefined && { serviceTier: serviceTier.type ?? serviceTier }),
  };
}

const inferenceOf = ({ max_tokens, temperature, top_p, stop }: Settings): object => ({
  maxTokens: max_tokens,
  temperature,
  topP: top_p,
  stopSequences: stop === undefined ? undefined : [stop].flat(),
});
