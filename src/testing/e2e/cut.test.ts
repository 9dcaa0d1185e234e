import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../app/run.ts';
import { type TempFolder, tempFolder } from '../temp.ts';
import { type Arrived, fails, type Reply, says, startVendor, type Vendor } from '../vendor.ts';
import { comparable } from './comparable.ts';
import { readRun } from './llm-bench.ts';

/** Answers with what readers of bytes stumble over, one of them without an end, one refused, and one that is none. */
const REPLIES: readonly Reply[] = [
  says('Grün'),
  says('🙂🙂 naïve\nBlau\u2028'),
  says('Rot, 漢字', { finish_reason: 'length' }),
  says('', { finish_reason: 'content_filter' }),
  fails(400, 'zu groß 🙈'),
  says('\uFEFF"\\u0000" \\ Blau'),
];

const suite = (url: string) =>
  JSON.stringify({
    name: 'cut',
    models: ['a', 'b'].map((id) => ({
      id,
      model: `openai-compatible/${id}`,
      base_url: url,
      price: { input: 1, output: 2 },
    })),
    tasks: [
      {
        name: 'Farben ☂',
        dataset: './questions.jsonl',
        prompt: '{{ input }}',
        grade: [{ label: { labels: ['grün', 'blau', 'rot'] } }, { rouge: { types: ['rouge1', 'rougeL'] } }, 'exact'],
      },
    ],
  });

const questions = REPLIES.map((_, n) =>
  JSON.stringify({ id: `ß${n}`, input: `ß${n}`, target: ['grün', 'blau', 'rot'][n % 3] }),
).join('\n');

/** The same for the same question, but not for the same question to another model, or a vendor that `turned`. */
const replyTo =
  (turned: () => boolean) =>
  ({ body }: Arrived) => {
    const place = Number(body.messages[0].content.slice(1)) + (body.model === 'a' ? 0 : 1) + (turned() ? 2 : 0);
    return REPLIES[place % REPLIES.length] as Reply;
  };

type Journal = 'outcomes' | 'scores';

describe('a run whose process was killed resumes from files that end at any byte:', () => {
  let folder: TempFolder;
  let vendor: Vendor;
  let suitePath: string;
  let whole: string;
  let files: Awaited<ReturnType<typeof readRun>>;
  let bytes: Record<Journal, Buffer>;
  let hasTurned = false;

  beforeAll(async () => {
    folder = await tempFolder();
    vendor = await startVendor(replyTo(() => hasTurned));
    await folder.write('questions.jsonl', questions);
    suitePath = await folder.write('suite.yaml', suite(vendor.url));
    whole = (await run({ path: suitePath, results: join(folder.path, 'whole'), env: {} })).folder;
    files = await readRun(whole);
    bytes = {
      outcomes: await readFile(join(whole, 'outcomes.jsonl')),
      scores: await readFile(join(whole, 'scores.jsonl')),
    };
    return async () => {
      await vendor[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    };
  });

  /** Makes the run's folder as a killed process leaves it, with these contents, and runs the same suite again. */
  async function resumeFrom(given: Partial<Record<Journal, Buffer>>, { turned = false } = {}) {
    hasTurned = turned;
    const results = join(folder.path, 'cut');
    const path = join(results, basename(whole));
    await rm(results, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'samples.jsonl'), await readFile(join(whole, 'samples.jsonl')));
    await writeFile(
      join(path, 'manifest.json'),
      JSON.stringify({ ...files.manifest, status: 'running', finished_at: null }),
    );
    for (const name of ['outcomes', 'scores'] as const) {
      await writeFile(join(path, `${name}.jsonl`), given[name] ?? bytes[name]);
    }
    vendor.arrived.length = 0;
    const { folder: resumed } = await run({ path: suitePath, results, env: {} });
    expect(resumed).toBe(path);
    return { path, ...(await readRun(path)) };
  }

  const cut = (name: Journal, length: number) => bytes[name].subarray(0, length);

  const asked = () => vendor.arrived.map(({ body }) => `${body.model} ${body.messages[0].content}`).sort();

  /** The trials whose lines are not whole where the outcomes end so early. */
  const unwritten = (length: number) => {
    const kept = cut('outcomes', length).toString('latin1').split('\n').length - 1;
    return files.outcomes
      .slice(kept)
      .map(({ model, sample }) => `${model} ${sample}`)
      .sort();
  };

  async function expectTorn(path: string, name: Journal, length: number) {
    const tail = cut(name, length).subarray(cut(name, length).lastIndexOf('\n') + 1);
    const torn = await readFile(join(path, `${name}.torn`)).catch(() => null);
    expect(torn).toEqual(tail.length === 0 ? null : tail);
  }

  test('of outcomes, it asks again what has no whole line, and sets the torn one aside', { timeout: 120_000 }, () =>
    atAnyByte(bytes.outcomes, 60, async (length) => {
      const { path, manifest, scorecard, outcomes } = await resumeFrom({ outcomes: cut('outcomes', length) });
      expect(asked()).toEqual(unwritten(length));
      await expectTorn(path, 'outcomes', length);
      expect(manifest.status).toBe('complete');
      expect(outcomes.map(({ key }) => key).sort()).toEqual(files.outcomes.map(({ key }) => key).sort());
      expect(comparable(scorecard)).toEqual(comparable(files.scorecard));
    }),
  );

  test(
    'of scores, it asks nothing, grades again what has none, and every report is the same to the byte',
    { timeout: 120_000 },
    () =>
      atAnyByte(bytes.scores, 30, async (length) => {
        const { path, manifest, scores } = await resumeFrom({ scores: cut('scores', length) });
        expect(asked()).toEqual([]);
        await expectTorn(path, 'scores', length);
        expect(manifest.status).toBe('complete');
        expect(inOrder(scores)).toEqual(inOrder(files.scores));
        for (const name of [
          'outcomes.jsonl',
          'scorecard.json',
          'summary.csv',
          'calls.csv',
          'report.md',
          'report.html',
        ]) {
          expect(await readFile(join(path, name), 'utf8')).toBe(await readFile(join(whole, name), 'utf8'));
        }
      }),
  );

  test('of both, which lost what was not yet on the disk, it comes to the same figures', { timeout: 120_000 }, () =>
    fc.assert(
      fc.asyncProperty(anyByteOf(bytes.outcomes), anyByteOf(bytes.scores), async (outcomes, scores) => {
        const { path, scorecard } = await resumeFrom({
          outcomes: cut('outcomes', outcomes),
          scores: cut('scores', scores),
        });
        expect(asked()).toEqual(unwritten(outcomes));
        await expectTorn(path, 'outcomes', outcomes);
        await expectTorn(path, 'scores', scores);
        expect(comparable(scorecard)).toEqual(comparable(files.scorecard));
      }),
      { numRuns: 40 },
    ),
  );

  test(
    'of outcomes, with a model that answers otherwise now, scores of its lost answers do not count',
    { timeout: 120_000 },
    () =>
      fc.assert(
        fc.asyncProperty(anyByteOf(bytes.outcomes), async (length) => {
          const { path, scorecard } = await resumeFrom({ outcomes: cut('outcomes', length) }, { turned: true });
          const outcomes = await readFile(join(path, 'outcomes.jsonl'));
          const onlyOldScores = await resumeFrom({ outcomes });
          expect(asked()).toEqual([]);
          const noScores = await resumeFrom({ outcomes, scores: Buffer.alloc(0) });
          expect(comparable(scorecard)).toEqual(comparable(noScores.scorecard));
          expect(comparable(onlyOldScores.scorecard)).toEqual(comparable(noScores.scorecard));
        }),
        { numRuns: 20 },
      ),
  );
});

const inOrder = (lines: readonly object[]) => lines.map((line) => JSON.stringify(line)).sort();

const placesOf = (bytes: Buffer, is: (byte: number) => boolean) =>
  [...bytes.keys()].filter((place) => is(bytes[place] as number));

const lineEnds = (bytes: Buffer) => placesOf(bytes, (byte) => byte === 0x0a);
/** Where a character of several bytes goes on. */
const insideCharacters = (bytes: Buffer) => placesOf(bytes, (byte) => byte >> 6 === 0b10);

const anyByteOf = (bytes: Buffer) =>
  fc.oneof(fc.integer({ min: 0, max: bytes.length }), fc.constantFrom(...insideCharacters(bytes)));

/** At both ends, before, at and after each line's end, and at so many other places, in the middle of characters too. */
const atAnyByte = (bytes: Buffer, more: number, check: (length: number) => Promise<void>) => {
  const always = new Set([0, ...lineEnds(bytes).flatMap((end) => [end, end + 1, Math.min(end + 2, bytes.length)])]);
  const examples = [...always].map((length): [number] => [length]);
  return fc.assert(fc.asyncProperty(anyByteOf(bytes), check), { examples, numRuns: examples.length + more });
};
