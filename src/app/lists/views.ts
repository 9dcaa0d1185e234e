import { UserError } from '../../domain/errors.ts';
import { hint } from '../../lib/suggest.ts';
import { findList } from '../list.ts';
import { landscape } from './landscape.ts';
import { type List, ofAnything } from './listing.ts';
import { changesList } from './price-changes.ts';
import { checkList } from './price-check.ts';
import { trendList } from './price-trend.ts';

/** Another view of a list, as flags ask for it; one at most. */
export interface View {
  readonly table?: string | undefined;
  /** `mmlu>=82` */
  readonly trend?: string | undefined;
  /** A day. */
  readonly diff?: string | undefined;
  readonly check?: boolean | undefined;
  /** Days, for `check`. */
  readonly olderThan?: number | undefined;
}

/** A list, or the view of it that is asked for. Throws a UserError for one that it does not have. */
export function findView(what: string, view: View): List<unknown> {
  const list = findList(what);
  const asked = (Object.keys(VIEWS) as Flag[]).filter((flag) => view[flag] !== undefined);
  const [flag, other] = asked;
  if (view.olderThan !== undefined && !view.check) throw new UserError('--older-than goes with --check');
  if (flag === undefined) return list;
  if (other !== undefined) throw new UserError(`--${flag} and --${other} are two views: give one`);
  const { of, open } = VIEWS[flag];
  if (what !== of) throw new UserError(`--${flag} is of list ${of}, not of list ${what}`);
  return open(view);
}

type Flag = Exclude<keyof View, 'olderThan'>;

interface ViewOf {
  /** The list that has it. */
  readonly of: string;
  open(view: View): List<unknown>;
}

const VIEWS: Readonly<Record<Flag, ViewOf>> = {
  table: { of: 'models', open: ({ table = '' }) => tableNamed(table) },
  trend: { of: 'prices', open: ({ trend = '' }) => ofAnything(trendList(trend)) },
  diff: { of: 'prices', open: ({ diff = '' }) => ofAnything(changesList(diff)) },
  check: { of: 'prices', open: ({ olderThan }) => ofAnything(checkList(olderThan)) },
};

const TABLES: Readonly<Record<string, List<unknown>>> = { landscape: ofAnything(landscape) };

function tableNamed(table: string): List<unknown> {
  const found = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
  if (found) return found;
  throw new UserError(`no table "${table}" of models${hint(table, Object.keys(TABLES))}`);
}
