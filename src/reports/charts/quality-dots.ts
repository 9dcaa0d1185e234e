import type { Row } from '../../domain/row.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { percent, percentInterval } from '../../lib/format.ts';
import { blocksOf, taskBlocks } from '../table.ts';
import { MARGIN } from './head.ts';
import { isKnown } from './known.ts';
import { legend, type Mark, markAt } from './marks.ts';
import { qualityAxis } from './quality-axis.ts';
import { panelWidth, rowPanels } from './row-panels.ts';
import { line, type Picture, told, words } from './svg.ts';
import { clipped } from './text-width.ts';

const DOT: Mark = { shape: 'circle', class: 'strong' };
/** Before the first and after the last tick of a panel. */
const PAD = 14;

/** Quality on each task with its interval, a line a model; over all tasks first, where they share a metric. */
export function qualityDots(scorecard: Scorecard): Picture {
  const blocks = [...blocksOf(scorecard).filter(({ task }) => task === '*'), ...taskBlocks(scorecard)];
  const names = scorecard.models;
  const width = panelWidth(names, blocks.length);
  const axis = qualityAxis(
    blocks.flatMap(({ rows }) => rows),
    [PAD, width - PAD],
  );
  const all = blocks.flatMap(({ rows, title }) => rows.map((row) => ({ row, title })));
  return rowPanels({
    ...{ title: 'Quality by task', names, width },
    protocol: `${scorecard.suite}; each task by its own metric`,
    description: all.map(({ row, title }) => `${clipped(title, 200)}, ${facts(row)}`).join(' '),
    panels: blocks.map(({ title, rows }) => {
      const found = new Map(rows.map((row) => [row.model, row]));
      return { title, ticks: axis.ticks, row: (name) => dot(found.get(name), axis.at) };
    }),
    legend: (y) => legend(MARGIN, y, [[DOT, all.some(hasInterval) ? 'quality with its 95 % interval' : 'quality']]),
    notes: [],
  });
}

const hasInterval = ({ row: { quality } }: { row: Row }): boolean => isKnown(quality.low) && isKnown(quality.high);

function dot(row: Row | undefined, at: (value: number) => number): string {
  if (!row || !isKnown(row.quality.value)) return words({ x: PAD, y: 4, text: 'unknown', class: 'name soft small' });
  const { value, low, high } = row.quality;
  const interval =
    isKnown(low) && isKnown(high) ? line({ from: [at(low), 0], to: [at(high), 0], class: 'interval' }) : '';
  return told(facts(row), interval, markAt(at(value), 0, DOT));
}

const facts = ({ model, quality: { value, low, high, n } }: Row): string =>
  `${clipped(model, 400)}: ${isKnown(value) ? `${percent(value)} ${percentInterval(low, high)}` : 'unknown'}, n ${n.toLocaleString('en-US')}.`;
