import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { parseYaml } from '../lib/yaml.ts';
import {
  type CatalogCirculating,
  type CatalogGpus,
  type CatalogModels,
  type CatalogPrices,
  circulatingSchema,
  gpusSchema,
  modelsSchema,
  pricesSchema,
} from './schema.ts';

/** What hosts charge, dated. */
export const loadPrices = (): Promise<CatalogPrices> => load('prices.yaml', pricesSchema);

/** What is known of models, and what hosts call them. */
export const loadModels = (): Promise<CatalogModels> => load('models.yaml', modelsSchema);

export const loadGpus = (): Promise<CatalogGpus> => load('gpus.yaml', gpusSchema);

/** What articles say of five models. */
export const loadCirculating = (): Promise<CatalogCirculating> => load('circulating.yaml', circulatingSchema);

/** Beside the source, in the package too: what is compiled reads the same files. What is wrong in them is a bug of ours. */
const FOLDER = join(import.meta.dirname, '../../src/catalog');

async function load<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(parseYaml(await readFile(join(FOLDER, file), 'utf8')).value);
}
