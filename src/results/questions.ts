import { targetDigest } from '../domain/keys.ts';
import { digest } from '../lib/hash.ts';
import { readSamples } from './read.ts';

/** What a sample asks, whatever the prompt around it: its id, and a digest of its input, its options and its target. */
interface Question {
  readonly id: string;
  readonly digest: string;
}

/** The questions of a run by task, in the order of `samples.jsonl`. */
export async function readQuestions(folder: string): Promise<Map<string, Question[]>> {
  const questions = new Map<string, Question[]>();
  for await (const sample of readSamples(folder)) {
    const own = questions.get(sample.task) ?? [];
    questions.set(sample.task, own);
    own.push({ id: sample.sample, digest: digest([sample.input, targetDigest(sample)]) });
  }
  return questions;
}
