import type { Estimate } from '../../domain/estimate.ts';
import type { Row } from '../../domain/row.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { groupBy } from '../../lib/group-by.ts';
import { taskBlocks } from '../../reports/table.ts';

/** What the requests of a model took in a run: means of one, over all tasks; null where unknown. */
export interface MeasuredLoad {
  readonly n: number;
  readonly input: number | null;
  readonly output: number | null;
  /** Its limits are known where the run has one figure over all its tasks. */
  readonly usd_per_1k_requests: Estimate | null;
}

/** By model. A request is a sample as it was asked, tries again included. */
export function measuredLoads(scorecard: Scorecard): ReadonlyMap<string, MeasuredLoad> {
  const rows = taskBlocks(scorecard).flatMap((block) => block.rows);
  return new Map([...groupBy(rows, ({ model }) => model)].map(([model, own]) => [model, loadOf(own)]));
}

function loadOf(rows: readonly Row[]): MeasuredLoad {
  const n = rows.reduce((sum, { asked }) => sum + asked, 0);
  const [only, ...more] = rows;
  const [low, high] = more.length === 0 && only ? [only.usd_per_1k_low, only.usd_per_1k_high] : [null, null];
  const cost = meanOf(rows, n, ({ cost_usd }) => cost_usd);
  return {
    n,
    input: meanOf(rows, n, ({ input_tokens }) => input_tokens),
    output: meanOf(rows, n, ({ output_tokens }) => output_tokens),
    usd_per_1k_requests: cost === null ? null : { value: 1000 * cost, low, high, n },
  };
}

/** Null where a part of it is unknown. */
function meanOf(rows: readonly Row[], n: number, of: (row: Row) => number | null): number | null {
  const asked = rows.filter((row) => row.asked > 0).map(of);
  if (n === 0 || asked.includes(null)) return null;
  return asked.reduce<number>((sum, amount) => sum + (amount ?? 0), 0) / n;
}
