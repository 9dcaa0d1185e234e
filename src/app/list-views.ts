import { UserError } from '../domain/errors.ts';
import { hint } from '../lib/suggest.ts';
import { landscape } from './landscape.ts';
import { findList } from './list.ts';
import { type List, ofAnything } from './listing.ts';

/** Another view of a list, as flags ask for it. */
export interface View {
  readonly table?: string | undefined;
}

/** A list, or the view of it that is asked for. Throws a UserError for one that it does not have. */
export function findView(what: string, { table }: View): List<unknown> {
  const list = findList(what);
  if (table === undefined) return list;
  if (what !== 'models') throw new UserError(`--table is of list models, not of list ${what}`);
  const found = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
  if (found) return found;
  throw new UserError(`no table "${table}" of models${hint(table, Object.keys(TABLES))}`);
}

const TABLES: Readonly<Record<string, List<unknown>>> = { landscape: ofAnything(landscape) };
