import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { messageOf, ProviderError, systemCode, UserError } from '../domain/errors.ts';
import { always, type ModelSpec } from '../domain/model.ts';
import { sha256OfFile } from '../lib/hash.ts';
import { type Line, readLines } from '../lib/jsonl.ts';
import { PATH } from '../lib/path.ts';
import { completion, type OpenModel, type Provider, type World } from './define.ts';
import { usageAsGiven } from './usage-as-given.ts';

/** Of one answer: what is more was written down wrong, and sums of it could not be told from infinity. */
const MOST_USD = 1e6;

/** A line of a file of recorded answers; what is not known is left out. */
const recordedLine = z.strictObject({
  id: z.union([z.string(), z.number().transform(String)]),
  answer: z.string(),
  task: z.string().optional(),
  epoch: z.int().positive().default(1),
  usage: usageAsGiven.optional(),
  latency_ms: z.number().nonnegative().optional(),
  cost_usd: z.number().nonnegative().max(MOST_USD).optional(),
});

/** Answers that we already have, read from a file of lines `{id, answer}` or from a run's folder. */
export const recorded: Provider = {
  name: 'recorded',
  summary:
    'answers you already have: of a run, or a JSONL file of {id, answer, task, epoch, usage, latency_ms, cost_usd}',
  options: z
    .strictObject({
      file: z.string().regex(PATH, 'must start with ./, ../ or /').optional(),
      run: z.string().min(1).describe('a run’s folder (./…), its id, or latest').optional(),
      max_age_days: z.number().positive().describe('how old an answer of that run may be').optional(),
    })
    .superRefine(({ file, run, max_age_days }, context) => {
      const problem = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
      if (file === undefined && run === undefined) problem('file', 'is missing; or name a run: of ours');
      if (file !== undefined && run !== undefined) problem('run', 'answers come from a file or a run, not both');
      if (run === undefined && max_age_days !== undefined) problem('max_age_days', 'is for answers of a run');
    }),
  pricedBy: ['tokens'],
  concurrency: () => always(16),

  open: (spec, world) => (spec.run === undefined ? openFile(spec, world) : openRun(spec, world)),
};

async function openFile(spec: ModelSpec, { directory }: World): Promise<OpenModel> {
  const path = resolve(directory, spec.file ?? '');
  const { places, file } = await openLines(path, spec.file ?? '');
  return {
    identity: { file: await sha256OfFile(path) },
    close: () => file.close(),

    async complete({ task, sample, epoch }, signal) {
      signal.throwIfAborted();
      const place = candidates(task, sample, epoch)
        .map((name) => places.get(name))
        .find(Boolean);
      if (!place) throw new ProviderError('missing', `${spec.file} has no answer to ${sample}`);
      const bytes = Buffer.alloc(place.length);
      await file.read(bytes, 0, place.length, place.offset);
      const { answer, usage, latency_ms, cost_usd } = parseLine(bytes.toString('utf8').replace(/^\uFEFF/, ''), path);
      return completion(answer, {
        usage: usage ?? null,
        latency_ms: latency_ms ?? null,
        ...(cost_usd !== undefined && { cost_usd }),
      });
    },
  };
}

async function openRun(spec: ModelSpec, world: World): Promise<OpenModel> {
  const run = await world.openRun?.(spec);
  if (!run) throw new UserError(`run: ${spec.run} cannot be read here`);
  return {
    identity: { run: run.run_id },
    close: async () => run.close(),

    whyNot(question) {
      const found = run.find(question);
      return typeof found === 'string' ? found : null;
    },

    async complete(question, signal) {
      signal.throwIfAborted();
      const found = run.find(question);
      if (typeof found !== 'string') return found;
      const { task, sample } = question;
      const why = found === 'other words' ? 'asked in other words' : 'has no answer to';
      throw new ProviderError('missing', `${run.run_id} ${why} ${task} ${sample}`);
    },
  };
}

type Place = Pick<Line, 'offset' | 'length'>;

/** Checks every line and remembers where it is; the answers stay on disk. */
async function openLines(path: string, name: string): Promise<{ places: Map<string, Place>; file: FileHandle }> {
  const places = new Map<string, Place>();
  try {
    for await (const { text, number, offset, length, valid } of readLines(path)) {
      if (!valid) throw new UserError(`${name}:${number}: not UTF-8`);
      if (text.trim() === '') continue;
      const { id, task, epoch } = parseLine(text, `${name}:${number}`);
      const key = placeName(task, id, epoch);
      if (places.has(key)) throw new UserError(`${name}:${number}: a second answer for id "${id}"`);
      places.set(key, { offset, length });
    }
    return { places, file: await open(path) };
  } catch (error) {
    const code = systemCode(error);
    throw code ? new UserError(`${name}: ${{ ENOENT: 'no such file', EISDIR: 'is a folder' }[code] ?? code}`) : error;
  }
}

function parseLine(text: string, at: string): z.infer<typeof recordedLine> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${at}: not JSON: ${messageOf(error)}`);
  }
  const { success, data, error } = recordedLine.safeParse(json);
  if (success) return data;
  const issue = error.issues[0];
  throw new UserError(`${at}: ${issue?.path.join('.') || 'line'}: ${issue?.message}`);
}

const placeName = (task: string | undefined, id: string, epoch: number): string =>
  JSON.stringify([task ?? null, id, epoch]);

/** A line that names its task is for that task alone; one that does not is for any. One answer is never two epochs'. */
const candidates = (task: string, sample: string, epoch: number): string[] => [
  placeName(task, sample, epoch),
  placeName(undefined, sample, epoch),
];
