import { z } from 'zod';
import { name, usd } from './values.ts';

/** `5%`: above 0 and below 100. */
const RELATIVE_DROP = /^\s*(?!0+(\.0*)?\s*%)\d{1,2}(\.\d+)?\s*%\s*$/;

const share = z.number().min(0).max(1);
const drop = z.union([
  z.number().gt(0).lt(1).describe('in points of the scale: 0.03'),
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
  confidence: z.number().min(0.5).lt(1).describe('one-sided; default 0.95').exactOptional(),
  min_saving: share.lt(1).describe('share of the baseline’s cost that must be saved').exactOptional(),
  min_quality: share.gt(0).lt(1).describe('of the candidate’s own quality').exactOptional(),
  max_unparsed: share.describe('share of the candidate’s answers').exactOptional(),
  max_latency_p95_ms: z.number().positive().exactOptional(),
  max_usd_per_1k_tasks: usd.exactOptional(),
  inconclusive: z.enum(['pass', 'fail']).describe('what a gate that cannot be decided counts as').exactOptional(),
});

export type GateInput = z.infer<typeof gateSchema>;
