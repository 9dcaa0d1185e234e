import { type CatalogModel, hasShape } from '../../analysis/model-size.ts';
import { usd } from '../../lib/format.ts';
import type { Columns } from '../../reports/csv-lines.ts';
import { type Hosting, host } from '../host.ts';
import { LOAD } from '../hosted.ts';

/** GPUs that hold a model at a precision; `gpus` is null where it takes more than are sized. */
export type Configuration = Pick<Hosting, 'gpu' | 'gpus' | 'precision'> & { readonly usd_per_hour: number | null };

/** On which GPUs a model is sized where nobody says which. */
export const GPU = 'a100-80';

/** What a table with configurations says below it. */
export const HOSTING_NOTE = `Self-hosting: ${LOAD.concurrent} sequences of ${LOAD.context} tokens at once, on ${GPU} at the catalogue’s USD per hour.`;

/** What it takes to host a model at 4, 8 and 16 bits; empty where its weights or its shape are not published. */
export async function configurations(model: CatalogModel): Promise<Configuration[]> {
  if (!model.open_weights || !hasShape(model)) return [];
  const request = { input: 1000, output: 1000, utilisation: 0.5, at: model.released };
  const rows = await host({ model: model.id, gpus: [GPU], precisions: [4, 8, 16], ...LOAD, ...request });
  return rows.map(({ gpu, gpus, precision, usd_per_gpu_hour }) => ({
    ...{ gpu, gpus, precision },
    usd_per_hour: gpus === null || usd_per_gpu_hour === null ? null : gpus * usd_per_gpu_hour,
  }));
}

/** `yes: 1 × a100-80 at 4 bit ($1.39/h), 2 at 8 bit ($2.78/h)`: never a yes without what it takes. */
export function viable(hosting: readonly Configuration[]): string {
  if (hosting.length === 0) return 'no: weights not published';
  const fitting = hosting.filter(({ gpus }) => gpus !== null);
  if (fitting.length === 0) return `no: more than fits on ${GPU}`;
  const each = fitting.map(({ gpus, precision, usd_per_hour }, place) => {
    const cost = usd_per_hour === null ? '' : ` (${usd(usd_per_hour)}/h)`;
    return `${gpus}${place === 0 ? ` × ${GPU}` : ''} at ${precision} bit${cost}`;
  });
  return `yes: ${each.join(', ')}`;
}

/** GPUs by precision. */
export const configurationColumns = <T>(of: (item: T) => readonly Configuration[]): Columns<T> => {
  const gpusAt = (bits: number) => (item: T) => of(item).find(({ precision }) => precision === bits)?.gpus;
  return {
    gpu: (item) => of(item)[0]?.gpu,
    gpus_4bit: gpusAt(4),
    gpus_8bit: gpusAt(8),
    gpus_16bit: gpusAt(16),
  };
};
