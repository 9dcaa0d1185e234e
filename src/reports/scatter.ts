import type { Report } from './define.ts';
import { blocksOf } from './table.ts';

/** Price and quality in a terminal. */
export const scatter: Report = {
  name: 'scatter',
  summary: 'price and quality, drawn in letters',
  file: null,

  async *write({ scorecard }) {
    const { terminalScatter } = await import('./terminal-scatter.ts');
    for (const block of blocksOf(scorecard)) yield terminalScatter(block);
  },
};
