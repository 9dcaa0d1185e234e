import { z } from 'zod';
import { priceFileSchema } from '../catalog/schema.ts';
import { UserError } from '../domain/errors.ts';
import type { PriceRow } from '../domain/price.ts';
import { nearest } from '../lib/suggest.ts';
import { providers } from '../providers/index.ts';
import { describeIssues } from './issues.ts';
import { readText } from './load.ts';
import { parseSuiteSource, type SuiteSource } from './source.ts';

/** A user's own prices and where they say they have them from. */
export interface PriceFile {
  readonly rows: readonly PriceRow[];
  readonly sources: Readonly<Record<string, string>>;
  /** What is likely a slip: a provider with almost the name of one that we have. */
  readonly warnings: readonly string[];
}

/** What a row without a day holds from. */
const ALWAYS = '0001-01-01';

/** Reads a price file. Throws one UserError that lists all problems, each with file, line and column. */
export async function loadPriceFile(path: string): Promise<PriceFile> {
  const source = parseSuiteSource(await readText(path), path);
  const { success, data, error } = priceFileSchema.safeParse(source.value);
  if (!success) throw new UserError(describeIssues(error.issues, source, KIND).join('\n'));
  const rows = data.prices.map(
    ({ from = ALWAYS, date_basis = 'own', check = 'own', source: told = path, ...row }): PriceRow => ({
      ...row,
      from,
      date_basis,
      check,
      source: [told].flat(),
    }),
  );
  const firsts = new Map(rows.map((row, index) => [nameOf(row), index] as const).reverse());
  const problems = rows.flatMap((row, index) =>
    rowProblems(row, { index, isSecond: firsts.get(nameOf(row)) !== index, source }),
  );
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return {
    rows,
    sources: data.sources ?? {},
    warnings: rows.flatMap((row, index) => slipOf(row, () => source.at(['prices', index, 'provider']))),
  };
}

const PROVIDERS = providers.map(({ name }) => name);

/** Hosts that we do not know may be the user's own; no price of a mistyped one would ever hold. */
function slipOf({ provider }: PriceRow, placeOf: () => string): string[] {
  const near = PROVIDERS.includes(provider) ? undefined : nearest(provider, PROVIDERS);
  return near === undefined ? [] : [`${placeOf()}: no provider "${provider}"; did you mean "${near}"?`];
}

const KIND = { name: 'the file', schema: (): object => z.toJSONSchema(priceFileSchema, { io: 'input' }) };

const nameOf = ({ provider, model, from }: PriceRow): string => JSON.stringify([provider, model, from]);

interface RowAt {
  readonly index: number;
  readonly isSecond: boolean;
  readonly source: SuiteSource;
}

function rowProblems(row: PriceRow, { index, isSecond, source }: RowAt): string[] {
  const since = row.from === ALWAYS ? 'without a day' : `from ${row.from}`;
  return [
    ...(isSecond ? [`${source.at(['prices', index])}: a second price of ${row.provider}/${row.model} ${since}`] : []),
    ...(row.to !== undefined && row.to <= row.from
      ? [`${source.at(['prices', index, 'to'])}: ends before it begins (${row.from})`]
      : []),
  ];
}
