export { UserError } from '../domain/errors.ts';
export type { Scorecard } from '../domain/scorecard.ts';
export { type EstimateInput, estimate, type ModelEstimate, type SuiteEstimate } from './estimate.ts';
export { type Listed, lists } from './list.ts';
export { type ReportRequest, report } from './report.ts';
export { type RunInput, type RunResult, type RunStart, run } from './run.ts';
export { suiteSchema } from './schema.ts';
export { type ValidateInput, type Validation, validate } from './validate.ts';
