import { z } from 'zod';
import { name, usd } from './values.ts';

/** `5%`: above 0 and below 100. */
const RELATIVE_DROP = /^\s*(?!0+(\.0*)?\s*%)\d{1,2}(\.\d+)?\s*%\s*$/;

/** People think in per cent; shares are written 0…1. */
const words = {
  drop: 'must be above 0 and below 1: 0.03 is 3 points',
  confidence: 'must be 0.5 or more and below 1: 0.95 is 95 %',
  saving: 'must be 0 or more and below 1: 0.5 is half of the cost',
  quality: 'must be above 0 and below 1: 0.8 is 80 %',
  unparsed: 'must be from 0 to 1: 0.05 is 5 %',
};

const drop = z.union([
  z.number().gt(0, words.drop).lt(1, words.drop).describe('in points of the scale: 0.03'),
  z
    .string()
    .regex(RELATIVE_DROP, 'must be above 0 % and below 100 %, like "5%"')
    .describe('of the baseline’s quality: "5%"'),
]);

/** A gate as a user writes it. */
export const gateSchema = z.strictObject({
  candidate: name.describe('the id of the model that would take over'),
  baseline: name.describe('the id of the model that does the work now; or incumbent, as `roles` says'),
  tasks: z.array(name).min(1).describe('default: all').exactOptional(),
  max_drop: z
    .union([drop, z.record(z.string(), drop)])
    .describe('the loss of quality that is acceptable: 0.03, "5%", or by task')
    .exactOptional(),
  confidence: z
    .number()
    .min(0.5, words.confidence)
    .lt(1, words.confidence)
    .describe('one-sided; default 0.95')
    .exactOptional(),
  min_saving: z
    .number()
    .min(0, words.saving)
    .lt(1, words.saving)
    .describe('share of the baseline’s cost that must be saved')
    .exactOptional(),
  min_quality: z
    .number()
    .gt(0, words.quality)
    .lt(1, words.quality)
    .describe('of the candidate’s own quality')
    .exactOptional(),
  max_unparsed: z
    .number()
    .min(0, words.unparsed)
    .max(1, words.unparsed)
    .describe('share of the candidate’s answers')
    .exactOptional(),
  max_latency_p95_ms: z.number().positive().exactOptional(),
  max_usd_per_1k_tasks: usd.exactOptional(),
  inconclusive: z.enum(['pass', 'fail']).describe('what a gate that cannot be decided counts as').exactOptional(),
});

export type GateInput = z.infer<typeof gateSchema>;
