import { z } from 'zod';

const tokens = z.int().nonnegative();

/** Usage as a file or a program of the user's tells it; what is left out is none. */
export const usageAsGiven = z.strictObject({
  input: tokens,
  input_cached: tokens.default(0),
  input_cache_write: tokens.default(0),
  input_cache_write_1h: tokens.exactOptional(),
  output: tokens,
  reasoning: tokens.default(0),
});
