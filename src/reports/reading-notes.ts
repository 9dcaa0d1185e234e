import type { Scorecard } from '../domain/scorecard.ts';
import { count, percent } from '../lib/format.ts';

/** By which rules choices were read, where not all stood in an answer line. */
export const readingNotes = ({ readings = [] }: Scorecard): string[] =>
  readings.flatMap(({ task, model, strict, loose }) => {
    const read = strict + loose;
    if (loose === 0) return [];
    return `${model} on ${task}: of ${count(read, 'choice')} read, ${percent(strict / read)} from an answer line (strict), ${percent(loose / read)} from other text (loose).`;
  });
