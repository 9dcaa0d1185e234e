import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import type { RunHead } from '../domain/run-head.ts';
import { checkVersion } from './manifest.ts';

const names = z.array(z.object({ name: z.string() }));

const manifestSchema = z.object({
  status: z.enum(['running', 'incomplete', 'complete']),
  started_at: z.iso.datetime(),
  suite: z.object({ name: z.string(), models: z.array(z.object({ id: z.string() })) }),
  tasks: names,
});

const estimate = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.number(),
});

const spent = { spent_usd: z.number().nullable(), cost_estimated: z.boolean() };
const ruling = z.enum(['pass', 'fail', 'inconclusive']).nullable();

const cardSchema = z.object({
  tasks: z.array(z.object({ name: z.string(), metric: z.string() })),
  rows: z.array(
    z.object({
      ...{ model: z.string(), task: z.string(), metric: z.string(), level: z.string() },
      ...{ quality: estimate, ...spent },
    }),
  ),
  judging: z.array(z.object({ judges: z.array(z.object(spent)) })).default([]),
  former_judging: z.array(z.object({ judges: z.array(z.object(spent)) })).default([]),
  verdicts: z
    .array(
      z.object({
        gate: z.object({ candidate: z.string(), baseline: z.string() }),
        ...{ ruling, counts_as: ruling },
      }),
    )
    .default([]),
});

type Card = z.infer<typeof cardSchema>;

/**
 * A run's head from the text of its manifest, and of its scorecard where it has one. Throws a UserError for a manifest that
 * cannot be read; a scorecard that cannot be read is as good as none, since it can be made again.
 */
export function readHead(run_id: string, manifestText: string, cardText: string | null): RunHead {
  const { suite, tasks, status, started_at } = readManifestText(manifestText);
  const card = cardText === null ? null : readCard(cardText);
  const facts = { run_id, status, started_at, suite: suite.name, models: suite.models.map(({ id }) => id) };
  return { ...facts, tasks: tasks.map(({ name }) => name), ...(card ? figuresOf(card) : NO_FIGURES) };
}

const NO_FIGURES = { first: null, spent_usd: null, spent_estimated: false, verdicts: [] };

function readManifestText(text: string): z.infer<typeof manifestSchema> {
  const manifest = parsed(text);
  checkVersion(manifest as { schema_version?: unknown } | null, 'manifest.json');
  const { data, error } = manifestSchema.safeParse(manifest);
  if (data) return data;
  const [issue] = error.issues;
  throw new UserError(`manifest.json: ${issue?.path.join('.')}: ${issue?.message}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('manifest.json is broken: it is not JSON');
  }
}

function readCard(text: string): Card | null {
  try {
    return cardSchema.parse(partsOf(text) ?? JSON.parse(text));
  } catch {
    return null;
  }
}

const KEYS = ['tasks', 'rows', 'judging', 'former_judging', 'verdicts'] as const;

/**
 * Some of a scorecard as we write it, a line a value, where a key's list begins and ends at known indents: to read all of it
 * takes four times as long, and a folder may hold a thousand. Null where it was written in another way.
 */
function partsOf(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{\n  "schema_version": 1,\n') || !text.endsWith('\n}\n')) return null;
  return Object.fromEntries(KEYS.map((key) => [key, listOf(text, key)]));
}

/** None where it is empty, or absent. */
function listOf(text: string, key: (typeof KEYS)[number]): unknown {
  const start = text.indexOf(`\n  "${key}": [\n`);
  const end = text.indexOf('\n  ]', start);
  if (start < 0 || end < 0) return [];
  const list = text.slice(text.indexOf('[', start) + 1, end);
  return JSON.parse(`[${key === 'rows' ? wholeRows(list).join() : list}]`);
}

/** The rows over all samples: one of many, where a task has groups. */
function wholeRows(list: string): string[] {
  const rows: string[] = [];
  for (let at = list.indexOf(WHOLE); at >= 0; at = list.indexOf(WHOLE, at + 1)) {
    rows.push(list.slice(list.lastIndexOf(ROW_BEGINS, at), list.indexOf(ROW_ENDS, at) + ROW_ENDS.length));
  }
  return rows;
}

const WHOLE = '\n      "level": "all",\n';
const ROW_BEGINS = '\n    {\n';
const ROW_ENDS = '\n    }';

/** Rows over whole tasks, each by its task's metric. */
const taskRows = ({ tasks, rows }: Card): Card['rows'] => {
  const metrics = new Map(tasks.map(({ name, metric }) => [name, metric]));
  return rows.filter(({ task, metric, level }) => level === 'all' && metrics.get(task) === metric);
};

function figuresOf(card: Card): Pick<RunHead, keyof typeof NO_FIGURES> {
  const rows = taskRows(card);
  const paid = [...rows, ...[...card.judging, ...card.former_judging].flatMap(({ judges }) => judges)];
  const [first] = card.tasks;
  return {
    first: first
      ? {
          ...{ task: first.name, metric: first.metric },
          models: rows.filter(({ task }) => task === first.name).map(({ model, quality }) => ({ model, quality })),
        }
      : null,
    spent_usd: sumOf(paid.map(({ spent_usd }) => spent_usd)),
    spent_estimated: paid.some(({ cost_estimated }) => cost_estimated),
    verdicts: card.verdicts.map(({ gate, ...ruled }) => ({ ...gate, ...ruled })),
  };
}

/** Null where one is unknown, or there is none. */
const sumOf = (amounts: readonly (number | null)[]): number | null =>
  amounts.length === 0 || amounts.some((amount) => amount === null)
    ? null
    : (amounts as readonly number[]).reduce((sum, amount) => sum + amount, 0);
