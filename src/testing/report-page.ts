import { inflateRawSync } from 'node:zlib';
import type { AnsweredSample, SampleAnswer } from '../domain/answered-sample.ts';
import type { Answered } from '../domain/outcome.ts';
import type { Score } from '../domain/score.ts';
import type { IndexChunk } from '../reports/html/index-chunk.ts';
import type { ShownSample } from '../reports/html/shown.ts';
import { planned } from './builders.ts';
import { answered } from './records.ts';

export const score = (facts: Partial<Score> = {}): Score => ({
  ...{ schema_version: 1, score_key: 'score', key: 'key', grader: 'exact', state: 'scored', value: 1, extracted: null },
  ...{ explanation: 'equal', parts: {} },
  ...facts,
});

/** An answer with one score by `exact`. */
export const answerOf = (facts: Partial<Answered> = {}, given: Partial<Score> = {}): SampleAnswer => ({
  outcome: answered(facts),
  scores: [score(given)],
  cost: { femtoUsd: 1_500_000_000_000n, estimated: false },
});

export const answeredSample = (
  facts: Parameters<typeof planned>[0] = {},
  answers: readonly SampleAnswer[] = [answerOf()],
): AnsweredSample => ({ sample: planned({ task: 't', ...facts }), answers });

const blocks = (html: string, kind: string): unknown[] =>
  [...html.matchAll(new RegExp(`<script type="text/plain" class="${kind}">([^<]*)</script>`, 'g'))].map(([, letters]) =>
    JSON.parse(inflateRawSync(Buffer.from(letters as string, 'base64')).toString('utf8')),
  );

/** What a page holds of samples: pages of texts, and the index. */
export const dataOf = (html: string) => ({
  pages: blocks(html, 'page') as ShownSample[][],
  index: blocks(html, 'index') as IndexChunk[],
});
