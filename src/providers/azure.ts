import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { api, EFFORTS } from './openai.ts';
import { rescueChat } from './vendor/look-alike.ts';
import { optionalPackage } from './vendor/optional-package.ts';
import { defineVendor } from './vendor/vendor.ts';

/** OpenAI's models on Azure: https://learn.microsoft.com/azure/ai-foundry/openai/reference. A model's name is its deployment's. */
export const azure = defineVendor({
  name: 'azure',
  summary: 'OpenAI’s models on Azure, by deployment; needs the package @ai-sdk/azure',
  keys: () => ['AZURE_API_KEY'],
  options: {
    api,
    api_version: z
      .string()
      .describe(
        'of Azure’s API; default v1. With a date, such as 2024-10-21, each deployment has an address of its own',
      )
      .optional(),
  },
  efforts: () => EFFORTS,

  baseUrl({ env, usedBy }) {
    const resource = env['AZURE_RESOURCE_NAME']?.trim();
    if (!resource)
      throw new UserError(`${usedBy} needs base_url, or AZURE_RESOURCE_NAME in the environment or in .env`);
    return `https://${resource}.openai.azure.com/openai`;
  },

  async model(name, { keys: [apiKey = ''], baseURL, headers, fetch, options: { api, api_version }, usedBy }) {
    const { createAzure } = await optionalPackage(() => import('@ai-sdk/azure'), '@ai-sdk/azure@3.0.128', usedBy);
    const provider = createAzure({
      apiKey,
      baseURL,
      headers,
      fetch,
      ...(api_version && { apiVersion: api_version, useDeploymentBasedUrls: /^\d{4}-/.test(api_version) }),
    });
    return api === 'responses' ? provider.responses(name) : provider.chat(name);
  },

  // A deployment's name does not tell what model it is of; that an effort is asked of it does. As for store: see openai.ts;
  // Azure keeps no chats, and its older versions do not know the word.
  send: ({ effort }, { api }) => ({
    openai: {
      ...(api === 'responses' && { store: false }),
      ...(effort && { reasoningEffort: effort, forceReasoning: effort !== 'none' }),
    },
  }),
  rescue: rescueChat,
});
