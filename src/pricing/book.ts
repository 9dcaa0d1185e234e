import type { HostName, PriceOrigin, PriceRow } from '../domain/price.ts';

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
      for (const { provider, model } of rows) {
        const row = holding(rows, provider, { model, day });
        const key = `${provider}/${model}`;
        if (row && !found.has(key)) found.set(key, { origin, row });
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }

  /** Why there is none, in a few words. */
  whyNone(wanted: Wanted): string {
    const { provider, name, day } = wanted;
    const own = this.#names.filter((one) => isFor(one, provider) && one.name === name);
    const rows = this.#shelves
      .flatMap((shelf) => shelf.rows)
      .filter((row) => row.provider === provider)
      .filter(({ model }) => isAlike(model, name) || own.some((one) => one.model === model))
      .sort((a, b) => (a.from < b.from ? -1 : 1));
    const [first, last] = [rows[0], own.at(-1)];
    if (first && day < first.from) return `its first price is of ${first.from}`;
    if (last?.to !== undefined && last.to <= day)
      return `what it meant until ${last.to}, ${last.model}, is no longer behind that name`;
    return first ? `its last price held until ${rows.at(-1)?.to}` : 'it is not in the catalogue';
  }

  /** What a name may mean on a day, the surest first: as rows call it, as its host called it then, as its hub calls it. */
  #meanings({ provider, name, day }: Wanted, rows: readonly PriceRow[]): Meaning[] {
    const named = this.#names.filter((one) => isFor(one, provider) && one.name.toLowerCase() === name.toLowerCase());
    const now = named.filter(({ from = '', to = LAST_DAY }) => from <= day && day < to);
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

const isFor = (one: HostName, provider: string): boolean => one.provider === provider || one.provider === ANY_HOST;

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
