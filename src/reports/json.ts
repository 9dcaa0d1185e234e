import { jsonText } from '../lib/json-text.ts';
import type { Report } from './define.ts';

/** Every figure, for programs. */
export const json: Report = {
  name: 'json',
  summary: 'every figure (JSON)',
  file: 'scorecard.json',

  write: ({ scorecard }) => [jsonText(scorecard)],
};
