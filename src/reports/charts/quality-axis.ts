import type { Row } from '../../domain/row.ts';
import { type Axis, linearAxis } from './axis.ts';
import { isKnown } from './known.ts';

/** Quality in per cent, of ten points at least, with its intervals. */
export function qualityAxis(rows: readonly Row[], range: readonly [number, number]): Axis {
  const values = rows.flatMap(({ quality: { value, low, high } }) => [value, low, high].filter(isKnown));
  return linearAxis({
    ...{ values: values.length > 0 ? values : [0, 1], range, least: 0.1, bounds: [0, 1] },
    label: (value) => `${Number((100 * value).toFixed(6))} %`,
  });
}
