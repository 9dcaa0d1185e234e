import type { Report } from './define.ts';
import { blocksOf } from './table.ts';

/** The picture of price and quality alone. */
export const svg: Report = {
  name: 'svg',
  summary: 'price and quality as a picture (SVG)',
  file: null,

  async *write({ scorecard }) {
    const [{ priceQuality }, { stacked, svgOf }] = await Promise.all([
      import('./charts/price-quality.ts'),
      import('./charts/svg.ts'),
    ]);
    const pictures = blocksOf(scorecard).map(priceQuality);
    const [only, ...others] = pictures;
    if (!only) return;
    yield svgOf(others.length === 0 ? only : stacked(`Price and quality: ${scorecard.suite}`, pictures));
  },
};
