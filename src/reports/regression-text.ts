import type { Regression, ShownAnswer } from '../domain/comparison.ts';
import { harmless } from '../lib/harmless.ts';

/** Of a longer text some lines are left out: a question stands at the end of its prompt. */
const FIRST_LINES = 10;
const LAST_LINES = 30;
const MOST_LETTERS = 400;

/** A lost sample as plain lines: what was asked, what was wanted, what both said. */
export function regressionLines({ prompt, target, candidate, baseline, answers }: Regression): string[] {
  const [one, other] = candidate === baseline ? [`${candidate}, now`, `${baseline}, before`] : [candidate, baseline];
  return [
    ...prompt.flatMap(({ role, content }) => part(role, content)),
    ...part('target', typeof target === 'string' ? target : target.join(' | ')),
    ...answers.candidate.flatMap((answer) => answerLines(one as string, answer)),
    ...answers.baseline.flatMap((answer) => answerLines(other as string, answer)),
  ];
}

function answerLines(model: string, { epoch, answer, value, explanation }: ShownAnswer): string[] {
  const score = value === null ? 'no score' : `score ${value}`;
  const title = `${harmless(model)}${epoch > 1 ? `, epoch ${epoch}` : ''}: ${score}${explanation ? ` (${harmless(explanation)})` : ''}`;
  return answer === null ? [title] : part(title, answer);
}

function part(title: string, text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const left = lines.length - FIRST_LINES - LAST_LINES;
  const shown =
    left > 0 ? [...lines.slice(0, FIRST_LINES), `… ${left} more lines …`, ...lines.slice(-LAST_LINES)] : lines;
  return [`${title}:`, ...shown.map((line) => `  ${shortened(harmless(line))}`)];
}

const shortened = (line: string): string => (line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)} …` : line);
