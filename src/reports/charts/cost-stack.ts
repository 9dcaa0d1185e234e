import { usd } from '../../lib/format.ts';
import { linearAxis, usdTick } from './axis.ts';
import { MARGIN } from './head.ts';
import { isKnown } from './known.ts';
import { legend, type Mark } from './marks.ts';
import { panelWidth, rowPanels } from './row-panels.ts';
import { type Picture, tag, told, words } from './svg.ts';
import { clipped } from './text-width.ts';

/** What money went for; `answers` holds failed tries too where these are not told apart. */
export type CostKind = 'answers' | 'failed tries' | 'judging';

/** What one model cost, in parts; null where a part is unknown. */
export interface CostBar {
  readonly name: string;
  readonly parts: readonly { readonly kind: CostKind; readonly usd: number | null }[];
  readonly isEstimated: boolean;
}

interface CostStackInput {
  readonly title: string;
  readonly protocol: string;
  readonly bars: readonly CostBar[];
  readonly notes: readonly string[];
}

const MARKS: Readonly<Record<CostKind, Mark>> = {
  answers: { shape: 'square', class: 'strong' },
  'failed tries': { shape: 'square', class: 'weak' },
  judging: { shape: 'square', class: 'tint' },
};

/** Pixels of a bar's height, and what is left for its sum. */
const [HEIGHT, SUM] = [12, 96];

/** What was paid for, a bar a model: its parts side by side, and their sum. */
export function costStack({ title, protocol, bars, notes }: CostStackInput): Picture {
  const names = bars.map(({ name }) => name);
  const width = panelWidth(names, 1);
  const values = [0, ...bars.map((bar) => sumOf(bar).known)];
  const most = Math.max(...values);
  const axis = linearAxis({ values: most > 0 ? values : [0, 1], range: [0, width - SUM], label: usdTick });
  const found = new Map(bars.map((bar) => [bar.name, bar]));
  const used = (Object.keys(MARKS) as CostKind[]).filter((kind) =>
    bars.some(({ parts }) => parts.some((part) => part.kind === kind)),
  );
  return rowPanels({
    ...{ title, protocol, names, width },
    description: bars.map(facts).join(' '),
    panels: [
      { title: 'USD at list price', ticks: axis.ticks, row: (name) => barOf(found.get(name) as CostBar, axis.at) },
    ],
    legend: (y) =>
      legend(
        MARGIN,
        y,
        used.map((kind) => [MARKS[kind], kind]),
      ),
    notes: [...notes, ...(bars.some(({ isEstimated }) => isEstimated) ? ['~ part of the cost is an estimate.'] : [])],
  });
}

function barOf(bar: CostBar, at: (amount: number) => number): string {
  let sum = 0;
  const drawn = bar.parts.map(({ kind, usd: amount }) => {
    if (!isKnown(amount) || amount <= 0) return '';
    const from = at(sum);
    sum += amount;
    const { class: name } = MARKS[kind];
    return tag('rect', { x: from, y: -HEIGHT / 2, width: at(sum) - from, height: HEIGHT, class: name });
  });
  return told(facts(bar), ...drawn, words({ x: at(sum) + 8, y: 4, text: sumText(bar), class: 'name' }));
}

function sumOf({ parts }: CostBar) {
  const known = parts.map(({ usd: amount }) => amount).filter(isKnown);
  return { known: known.reduce((sum, amount) => sum + amount, 0), isWhole: known.length === parts.length };
}

function sumText(bar: CostBar): string {
  const { known, isWhole } = sumOf(bar);
  if (!isWhole && known === 0) return 'unknown';
  return `${bar.isEstimated ? '~' : ''}${usd(known)}${isWhole ? '' : ' + unknown'}`;
}

function facts(bar: CostBar): string {
  const parts = bar.parts.map(({ kind, usd: amount }) => `${kind} ${isKnown(amount) ? usd(amount) : 'unknown'}`);
  return `${clipped(bar.name, 400)}: ${sumText(bar)} (${parts.join(', ')}).`;
}
