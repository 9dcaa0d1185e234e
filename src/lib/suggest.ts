import { distance } from 'fastest-levenshtein';

/** The name nearest to a mistyped one, or undefined when none is near: at most two in five letters differ. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.round(word.length * 0.4) + 1;
  for (const name of names) {
    const far = distance(word.toLowerCase(), name.toLowerCase());
    if (far < least) [best, least] = [name, far];
  }
  return best;
}

const MOST_NAMES = 12;

/** `; did you mean "exact"?`, or `; there is: a, b, c` when nothing is near, or nothing when there are no names. */
export function hint(word: string, names: Iterable<string>): string {
  const all = [...names];
  const near = nearest(word, all);
  if (near !== undefined) return `; did you mean "${near}"?`;
  const more = all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : '';
  return all.length === 0 ? '' : `; there is: ${all.slice(0, MOST_NAMES).join(', ')}${more}`;
}
