import { loadGpus, loadModels } from '../catalog/load.ts';
import type { CatalogModels } from '../catalog/schema.ts';
import { splitModel } from '../domain/model.ts';
import type { Path } from '../lib/about.ts';
import { hint } from '../lib/suggest.ts';
import type { ModelInput, SuiteInput } from './schema.ts';
import type { SuiteSource } from './source.ts';

/** What a suite says of models and GPUs that the catalogue does not know. It is read only where a suite speaks of it. */
export async function catalogueProblems({ models }: SuiteInput, source: SuiteSource): Promise<string[]> {
  const told = models.flatMap((model, index) =>
    typeof model !== 'string' && (model.catalog !== undefined || model.hosting) ? [{ model, index }] : [],
  );
  if (told.length === 0) return [];
  const [{ models: known }, { gpus }] = await Promise.all([loadModels(), loadGpus()]);
  const gpuIds = gpus.map(({ id }) => id);
  return told.flatMap(({ model, index }) => [
    ...modelNameProblems(model, known, ['models', index], source),
    ...(model.hosting && !gpuIds.includes(model.hosting.gpu)
      ? [
          `${source.at(['models', index, 'hosting', 'gpu'])}: no GPU "${model.hosting.gpu}"${hint(model.hosting.gpu, gpuIds)}`,
        ]
      : []),
  ]);
}

function modelNameProblems(
  { model, catalog }: ModelInput,
  known: CatalogModels['models'],
  path: Path,
  source: SuiteSource,
): string[] {
  const ids = known.map(({ id }) => id);
  if (catalog !== undefined) {
    if (ids.includes(catalog)) return [];
    return [`${source.at([...path, 'catalog'])}: no model "${catalog}" in the catalogue${hint(catalog, ids)}`];
  }
  const { name } = splitModel(model);
  if (findModel(name, known)) return [];
  return [
    `${source.atKey([...path, 'hosting'])}: "${name}" is not in the catalogue; say which model of it this is: catalog: …`,
  ];
}

/** A model of the catalogue by its id or its name on the hub. */
export const findModel = <T extends CatalogModels['models'][number]>(
  name: string,
  known: readonly T[],
): T | undefined => known.find(({ id, hf }) => id === name || hf?.toLowerCase() === name.toLowerCase());
