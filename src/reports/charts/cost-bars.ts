import type { Call } from '../../domain/call.ts';
import { toUsd } from '../../domain/money.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { taskBlocks } from '../table.ts';
import { type CostBar, type CostKind, costStack } from './cost-stack.ts';
import type { Picture } from './svg.ts';

/** What each model and each judge cost, by the scorecard alone. */
export const costStackOf = (scorecard: Scorecard): Picture =>
  costStack({
    ...{ title: 'Cost of the run', protocol: scorecard.suite },
    bars: [...answerBars(scorecard), ...judgeBars(scorecard)],
    notes: [
      'Answers with all their tries: what failed tries cost of it is not told apart here.',
      ...(scorecard.judging ? ['Judging stands by judge: which model’s answers it was for is not told here.'] : []),
    ],
  });

function answerBars(scorecard: Scorecard): CostBar[] {
  const rows = taskBlocks(scorecard).flatMap((block) => block.rows);
  return scorecard.models.map((name) => {
    const own = rows.filter(({ model }) => model === name);
    return {
      name,
      parts: [{ kind: 'answers', usd: own.length === 0 ? null : total(own.map(({ cost_usd }) => cost_usd)) }],
      isEstimated: own.some(({ cost_estimated }) => cost_estimated),
    };
  });
}

function judgeBars({ judging = [], former_judging = [] }: Scorecard): CostBar[] {
  const judges = [...judging, ...former_judging].flatMap((grader) => grader.judges);
  return [...new Set(judges.map(({ model }) => model))].map((model) => {
    const own = judges.filter((judge) => judge.model === model);
    return {
      name: judgeName(model),
      parts: [{ kind: 'judging', usd: total(own.map(({ cost_usd }) => cost_usd)) }],
      isEstimated: own.some(({ cost_estimated }) => cost_estimated),
    };
  });
}

const judgeName = (model: string): string => `${model} (judge)`;

const total = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0);

/** What one kind of calls of one model came to. */
interface Sum {
  femtoUsd: bigint | null;
  isEstimated: boolean;
}

/** What each model and each judge cost, try by try: those that brought an answer, and those that did not. */
export async function costBarsOf(calls: AsyncIterable<Call>): Promise<CostBar[]> {
  const bars = new Map<string, Map<CostKind, Sum>>();
  for await (const { role, model, failure, cost } of calls) {
    const name = role === 'answer' ? model : judgeName(model);
    const kind = role !== 'answer' ? 'judging' : failure === null ? 'answers' : 'failed tries';
    const parts = bars.get(name) ?? new Map<CostKind, Sum>();
    const sum = parts.get(kind) ?? { femtoUsd: 0n, isEstimated: false };
    sum.femtoUsd = sum.femtoUsd === null || cost.femtoUsd === null ? null : sum.femtoUsd + cost.femtoUsd;
    sum.isEstimated ||= cost.estimated;
    bars.set(name, parts.set(kind, sum));
  }
  return [...bars].map(([name, parts]) => ({
    name,
    parts: [...parts].map(([kind, { femtoUsd }]) => ({ kind, usd: femtoUsd === null ? null : toUsd(femtoUsd) })),
    isEstimated: [...parts.values()].some(({ isEstimated }) => isEstimated),
  }));
}
