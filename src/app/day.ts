import { UserError } from '../domain/errors.ts';
import { dayOf, isoTime, systemClock } from '../lib/clock.ts';

/** The day that a user names: `2024-06-01` or `today`. Throws a UserError for another. */
export function dayNamed(text = 'today', clock = systemClock): string {
  if (text === 'today') return dayOf(isoTime(clock.now()));
  const time = Date.parse(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && dayOf(isoTime(time)) === text) return text;
  throw new UserError(`"${text}" is not a day: give one as 2024-06-01, or today`);
}
