import type { HostName, PriceOrigin, PriceRow } from '../domain/price.ts';
import { groupBy } from '../lib/group-by.ts';

/** Rows from one place. */
export interface Shelf {
  readonly origin: PriceOrigin;
  readonly rows: readonly PriceRow[];
}

/** A model as a suite names it, on a day. */
export interface Wanted {
  readonly provider: string;
  readonly name: string;
  /** `2026-11-22` */
  readonly day: string;
}

export interface FoundPrice {
  readonly origin: PriceOrigin;
  readonly row: PriceRow;
}

/** A name that is no model's any more. */
interface EndedName {
  /** What it meant last. */
  readonly model: string;
  /** The first day that it no longer did. */
  readonly to: string;
  /** What its host's models are called now. */
  readonly now: readonly string[];
}

/** Any host: a hub's name. */
export const ANY_HOST = '*';

/** All prices we know, the user's own first. */
export class PriceBook {
  readonly #shelves: readonly Shelf[];
  readonly #names: readonly HostName[];

  constructor(shelves: readonly Shelf[], names: readonly HostName[]) {
    this.#shelves = shelves;
    this.#names = names;
  }

  /** The row that holds: of the first shelf that has one, the one that began last. */
  find(wanted: Wanted): FoundPrice | undefined {
    for (const { origin, rows } of this.#shelves) {
      for (const meant of this.#meanings(wanted, rows)) {
        const row = holding(rows, wanted.provider, meant);
        if (row) return { origin, row };
      }
    }
    return undefined;
  }

  /** Every row that holds on a day, by provider and model; of several for one model, that of the first shelf. */
  on(day: string): FoundPrice[] {
    const found = new Map<string, FoundPrice>();
    for (const { origin, rows } of this.#shelves) {
      for (const [key, alike] of groupBy(rows, ({ provider, model }) => `${provider}/${model}`)) {
        const { provider, model } = alike[0] as PriceRow;
        const row = holding(alike, provider, { model, day });
        if (row && !found.has(key)) found.set(key, { origin, row });
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }

  /** The first day of the oldest price. */
  firstDay(): string | undefined {
    const days = this.#shelves.flatMap(({ rows }) => rows.map(({ from }) => from));
    return days.reduce<string | undefined>(
      (first, day) => (first !== undefined && first < day ? first : day),
      undefined,
    );
  }

  /** Why there is none, in a few words. */
  whyNone(wanted: Wanted): string {
    const rows = this.#rowsOf(wanted);
    const [first, last] = [rows[0], rows.at(-1)];
    const begun = this.#names.find((one) => isNamed(one, wanted) && isAhead(one, wanted.day))?.on ?? first?.from;
    if (begun !== undefined && wanted.day < begun) return `its first price is of ${begun}`;
    const ended = this.endedName(wanted);
    if (ended) return endWords(wanted, ended);
    return first ? `its last price held until ${last?.to}` : 'it is not in the catalogue';
  }

  /** True where there was a price, and is none any more: another source that still has one is behind. */
  isOver(wanted: Wanted): boolean {
    return this.#rowsOf(wanted).some(({ from }) => from <= wanted.day) && this.find(wanted) === undefined;
  }

  /** What a name meant last, where it means nothing on that day any more; and how models are called there now. */
  endedName(wanted: Wanted): EndedName | undefined {
    const { provider, name, day } = wanted;
    const meant = this.#names.filter((one) => isNamed(one, { provider, name })).at(-1);
    if (meant?.to === undefined || meant.to > day || this.find(wanted)) return undefined;
    return { model: meant.model, to: meant.to, now: this.#namesNow(provider, day) };
  }

  /** A name of each model that a host has a price of, those first that came last. */
  #namesNow(provider: string, day: string): string[] {
    return this.on(day)
      .map(({ row }) => row)
      .filter((row) => row.provider === provider)
      .sort((a, b) => (a.from > b.from ? -1 : 1))
      .flatMap(({ model }) => {
        const names = this.#names.filter((one) => one.provider === provider && one.model === model);
        return names.length === 0
          ? [model]
          : names
              .filter((one) => holds(one, day))
              .slice(0, 1)
              .map(({ name }) => name);
      });
  }

  /** The rows that a name has ever meant at its provider, the oldest first. */
  #rowsOf({ provider, name }: Wanted): PriceRow[] {
    const own = this.#names.filter((one) => isNamed(one, { provider, name }));
    return this.#shelves
      .flatMap((shelf) => shelf.rows)
      .filter((row) => row.provider === provider)
      .filter(({ model }) => isAlike(model, name) || own.some((one) => one.model === model))
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  /** What a name may mean on a day, the surest first: as rows call it, as its host called it then, as its hub calls it. */
  #meanings({ provider, name, day }: Wanted, rows: readonly PriceRow[]): Meaning[] {
    const now = this.#names.filter((one) => isNamed(one, { provider, name }) && holds(one, day) && !isAhead(one, day));
    const alike = rows.filter((row) => row.provider === provider && isAlike(row.model, name));
    return [
      ...now.map(({ model, on }) => ({ model, day: on ?? day })),
      ...[...alike.filter(({ model }) => model === name), ...alike].map(({ model }) => ({ model, day })),
    ];
  }
}

interface Meaning {
  readonly model: string;
  readonly day: string;
}

const LAST_DAY = '9999-12-31';

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const holds = ({ from = '', to = LAST_DAY }: HostName, day: string): boolean => from <= day && day < to;

/** True of a snapshot on a day before its own. */
const isAhead = ({ on = '' }: HostName, day: string): boolean => day < on;

const MOST_NAMES = 4;

/** `deepseek-chat meant deepseek-v4-flash until 2026-07-25, and nothing since; deepseek now has deepseek-flash` */
function endWords({ provider, name }: Wanted, { model, to, now }: EndedName): string {
  const words = `${name} meant ${model} until ${to}, and nothing since`;
  return now.length === 0 ? words : `${words}; ${provider} now has ${now.slice(0, MOST_NAMES).join(', ')}`;
}

const isFor = (one: HostName, provider: string): boolean => one.provider === provider || one.provider === ANY_HOST;
const isNamed = (one: HostName, { provider, name }: Pick<Wanted, 'provider' | 'name'>): boolean =>
  isFor(one, provider) && isSame(one.name, name);

function holding(rows: readonly PriceRow[], provider: string, { model, day }: Meaning): PriceRow | undefined {
  const begun = rows.filter((row) => row.provider === provider && row.model === model && row.from <= day);
  const last = begun.reduce<PriceRow | undefined>(
    (best, row) => (best && best.from >= row.from ? best : row),
    undefined,
  );
  return last && day < (last.to ?? LAST_DAY) ? last : undefined;
}

/** `claude-3.5-haiku` and `claude-3-5-haiku-20241022`: alike but for points and a snapshot's date. */
const isAlike = (model: string, name: string): boolean => model === name || plain(model) === plain(name);

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('.', '-')
    .replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, '');
