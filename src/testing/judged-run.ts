import { join } from 'node:path';
import { graderDigest, labelId, scoreKey, targetDigest, trialKey } from '../domain/keys.ts';
import type { Answered } from '../domain/outcome.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import type { GraderSpec } from '../domain/suite.ts';
import { planned } from './builders.ts';
import { answered } from './records.ts';
import type { TempFolder } from './temp.ts';

const LEVELS = [
  { name: 'rude', value: 0, when: 'It insults.' },
  { name: 'so-so', value: 0.5, when: 'It is curt.' },
  { name: 'polite', value: 1, when: 'It is kind.' },
];

interface JudgedRun {
  /** What the judge says of each model's answer to the samples 1, 2, …; null where it says nothing. */
  readonly judged: Readonly<Record<string, readonly (number | null)[]>>;
  readonly levels?: readonly { readonly name: string; readonly value: number; readonly when: string }[];
  readonly answer?: (model: string, sample: number) => string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Of each score, beside the value. */
  readonly parts?: Readonly<Record<string, number>>;
  readonly grade?: readonly Partial<GraderSpec>[];
}

/** What a judge grader is called in these runs. */
const GRADER = 'tone';

const DIGEST = graderDigest(GRADER, 1, {});

/** Writes a complete run with a judged task `t` to `results/run`, as if somebody had paid for it. */
export async function writeJudgedRun(folder: TempFolder, run: JudgedRun) {
  const { judged, answer = (model, sample) => `${model} says ${sample}.`, parts = {} } = run;
  const models = Object.keys(judged);
  const samples = Math.max(...Object.values(judged).map(({ length }) => length));
  const manifest = manifestOf(run, samples);
  const questions = Array.from({ length: samples }, (_, index) => questionOf(index + 1));
  const outcomes = models.flatMap((model) =>
    (judged[model] ?? []).map((value, index) => {
      const sample = String(index + 1);
      const key = trialKey(model, 't', sample, 1);
      return { value, question: questions[index] as PlannedSample, outcome: answerOf(model, sample, key) };
    }),
  );
  function answerOf(model: string, sample: string, key: string): Answered {
    return answered({ key, model, sample, task: 't', answer: answer(model, Number(sample)) });
  }
  const scores = outcomes.map(
    ({ outcome, question, value }): Score => ({
      ...{ schema_version: 1, key: outcome.key, grader: GRADER, explanation: '', extracted: null },
      score_key: scoreKey(outcome, targetDigest(question), DIGEST),
      ...(value === null ? { state: 'unscored', value, parts: {} } : { state: 'scored', value, parts }),
    }),
  );
  const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  await folder.write('results/run/manifest.json', JSON.stringify(manifest));
  await folder.write('results/run/samples.jsonl', lines(questions));
  await folder.write('results/run/outcomes.jsonl', lines(outcomes.map(({ outcome }) => outcome)));
  await folder.write('results/run/scores.jsonl', lines(scores));
  return {
    results: join(folder.path, 'results'),
    manifest,
    /** What the label of a model's answer to a sample is kept under. */
    idOf: (model: string, sample: number) =>
      labelId(answerOf(model, String(sample), trialKey(model, 't', String(sample), 1))),
  };
}

const questionOf = (sample: number): PlannedSample =>
  planned({
    ...{ task: 't', sample: String(sample), input: `Question ${sample}?`, target: `Reference ${sample}.` },
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: `Question ${sample}?` },
    ],
  });

function manifestOf({ judged, levels = LEVELS, options = {}, grade }: JudgedRun, samples: number): Manifest {
  const rubric = { criterion: 'Politeness.', levels };
  const judge: GraderSpec = {
    ...{ name: GRADER, grader: 'judge', options: { rubric, reference: true, pairwise: false, ...options } },
    judges: [{ id: 'j', identity: 'j' }],
  };
  const specs = (grade ?? [{}]).map((spec) => ({ ...judge, ...spec }));
  const specOf = (id: string) => ({ id, model: `openai-compatible/${id}`, timeout_s: 1, deadline_s: 1, retries: 0 });
  const isPairwise = options['pairwise'] === true;
  const facts = (name: string): GraderFacts => ({
    ...{
      name,
      grader: 'judge',
      version: 1,
      digest: name === GRADER ? DIGEST : graderDigest(name, 1, {}),
      binary: false,
    },
    parts: isPairwise ? ['consistent', 'first_position'] : [],
  });
  const task = { name: 't', dataset: 'd', split: 'test', shots: 0, shots_from: 'dev', epochs: 1, min_coverage: 0.99 };
  return {
    ...{ schema_version: 1, run_id: 'run', id: '0a1b2c3d', status: 'complete', samples_sha256: 's' },
    ...{ started_at: '2026-11-21T19:20:31.120Z', finished_at: null, tool_version: '0.1.0', node_version: '20' },
    suite: {
      name: 's',
      models: Object.keys(judged).map(specOf),
      roles: { judge: [specOf('j')] },
      tasks: [{ ...task, metric: GRADER, grade: specs }],
      seed: 0,
    },
    models: Object.keys(judged).map((id) => ({ id, provider: 'openai-compatible', name: id, identity: id })),
    tasks: [
      {
        ...{ name: 't', samples, dataset_sha256: 'd', prompt_sha256: 'p', protocol: '0-shot, generated' },
        graders: specs.map(({ name }) => facts(name)),
      },
    ],
  };
}
