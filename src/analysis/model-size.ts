import type { CatalogModels } from '../catalog/schema.ts';

/** A model of the catalogue. */
export type CatalogModel = CatalogModels['models'][number];

/** A model whose architecture is published. */
export type Shape = CatalogModel &
  Required<
    Pick<
      CatalogModel,
      'attention' | 'layers' | 'hidden' | 'heads' | 'kv_heads' | 'head_dim' | 'ffn' | 'vocab' | 'tied_embeddings'
    >
  >;

export const hasShape = (model: CatalogModel): model is Shape =>
  [model.attention, model.layers, model.hidden, model.heads, model.kv_heads, model.head_dim].every(
    (part) => part !== undefined,
  ) && [model.ffn, model.vocab, model.tied_embeddings].every((part) => part !== undefined);

/** Parameters: matrices in all layers, those that one token passes, and the embeddings with the head. */
export interface Parameters {
  readonly total: number;
  readonly active: number;
  readonly embeddings: number;
}

export function parametersOf(model: Shape): Parameters {
  const { layers, hidden, ffn, vocab, tied_embeddings, moe } = model;
  const embeddings = vocab * hidden * (tied_embeddings ? 1 : 2);
  const dense = moe ? moe.dense_layers : layers;
  const outside = layers * attentionOf(model) + dense * 3 * hidden * ffn + embeddings;
  const experts = (count: number): number =>
    moe ? (layers - dense) * (3 * hidden * moe.expert_ffn * (count + moe.shared) + hidden * moe.experts) : 0;
  return { total: outside + experts(moe?.experts ?? 0), active: outside + experts(moe?.active ?? 0), embeddings };
}

/** A layer's query, key, value and output matrices. */
function attentionOf({ hidden, heads, kv_heads, head_dim, mla }: Shape): number {
  if (!mla) return hidden * head_dim * (2 * heads + 2 * kv_heads);
  const { kv_lora_rank, q_lora_rank, rope_head_dim: rope, nope_head_dim: nope, v_head_dim: v } = mla;
  const query =
    q_lora_rank === 0 ? hidden * heads * (nope + rope) : hidden * q_lora_rank + q_lora_rank * heads * (nope + rope);
  return query + hidden * (kv_lora_rank + rope) + kv_lora_rank * heads * (nope + v) + heads * v * hidden;
}

/** 16: bf16; 8: fp8 or int8; 4: AWQ or GPTQ in groups of 128. */
export const PRECISIONS = [16, 8, 4] as const;
export type Precision = (typeof PRECISIONS)[number];

/** With a scale and a zero for each group of 128. */
const FOUR_BITS = 4 + 20 / 128;

/** The weights in bytes. With 4 bits, embeddings and head stay at 16. */
export function weightBytes(model: Shape, precision: Precision): number {
  const { total, embeddings } = parametersOf(model);
  if (precision !== 4) return (total * precision) / 8;
  return ((total - embeddings) * FOUR_BITS + embeddings * 16) / 8;
}

/** Bytes that the cache holds for a sequence of so many tokens. Layers with a window keep no more than that. */
export function kvBytes({ layers, kv_heads, head_dim, mla, swa }: Shape, tokens: number, bytes = 2): number {
  const perLayer = bytes * (mla ? mla.kv_lora_rank + mla.rope_head_dim : 2 * kv_heads * head_dim);
  const global = swa ? swa.global_layers : layers;
  return perLayer * (global * tokens + (layers - global) * Math.min(tokens, swa?.window ?? tokens));
}
