import type { Row } from '../../domain/row.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { significant } from '../../lib/format.ts';
import { blocksOf } from '../table.ts';
import { logAxis } from './axis.ts';
import { MARGIN } from './head.ts';
import { isKnown } from './known.ts';
import { legend, type Mark, markAt } from './marks.ts';
import { panelWidth, rowPanels } from './row-panels.ts';
import { line, type Picture, told, words } from './svg.ts';
import { clipped } from './text-width.ts';

const P50: Mark = { shape: 'circle', class: 'strong' };
const P95: Mark = { shape: 'square', class: 'weak' };
const TTFT: Mark = { shape: 'triangle', class: 'tint' };
const PAD = 14;

/** How long answers take: from the median to the 95th percentile, and to the first token where answers were streamed. */
export function latencyBars(scorecard: Scorecard): Picture {
  const blocks = blocksOf(scorecard);
  const names = scorecard.models;
  const width = panelWidth(names, blocks.length);
  const values = blocks.flatMap(({ rows }) => rows.flatMap(secondsOf)).filter((value) => value > 0);
  const axis = logAxis({
    ...{ values: values.length > 0 ? values : [1], range: [PAD, width - PAD] },
    label: (seconds) => (seconds < 1 ? `${significant(1000 * seconds)} ms` : `${significant(seconds)} s`),
  });
  return rowPanels({
    ...{ title: 'Latency', names, width },
    protocol: `${scorecard.suite}; seconds until an answer was complete (log scale)`,
    description: blocks
      .flatMap(({ title, rows }) => rows.map((row) => `${clipped(title, 200)}, ${facts(row)}`))
      .join(' '),
    panels: blocks.map(({ title, rows }) => {
      const found = new Map(rows.map((row) => [row.model, row]));
      return { title, ticks: axis.ticks, row: (name) => bar(found.get(name), axis.at) };
    }),
    legend: (y) =>
      legend(MARGIN, y, [
        [P50, 'p50'],
        [P95, 'p95'],
        ...(blocks.some(({ rows }) => rows.some(({ ttft_p50_ms }) => isKnown(ttft_p50_ms)))
          ? [[TTFT, 'first token, p50'] as const]
          : []),
      ]),
    notes: [],
  });
}

const secondsOf = ({ latency_p50_ms, latency_p95_ms, ttft_p50_ms }: Row): number[] =>
  [latency_p50_ms, latency_p95_ms, ttft_p50_ms].filter(isKnown).map((ms) => ms / 1000);

function bar(row: Row | undefined, at: (seconds: number) => number): string {
  const { latency_p50_ms: p50 = null, latency_p95_ms: p95 = null, ttft_p50_ms: ttft = null } = row ?? {};
  if (!row || !isKnown(p50)) return words({ x: PAD, y: 4, text: 'unknown', class: 'name soft small' });
  const markOf = (ms: number | null, mark: Mark) => (isKnown(ms) ? markAt(at(ms / 1000), 0, mark) : '');
  const range = isKnown(p95) ? line({ from: [at(p50 / 1000), 0], to: [at(p95 / 1000), 0], class: 'interval' }) : '';
  return told(facts(row), range, markOf(p95, P95), markOf(ttft, TTFT), markOf(p50, P50));
}

function facts({ model, latency_p50_ms, latency_p95_ms, ttft_p50_ms }: Row): string {
  const seconds = (ms: number | null) => (isKnown(ms) ? `${significant(ms / 1000)} s` : 'unknown');
  const first = isKnown(ttft_p50_ms) ? `, first token p50 ${seconds(ttft_p50_ms)}` : '';
  return `${clipped(model, 400)}: p50 ${seconds(latency_p50_ms)}, p95 ${seconds(latency_p95_ms)}${first}.`;
}
