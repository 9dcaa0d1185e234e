import type { Prompt } from '../../domain/sample.ts';

/** What a built-in prompt asks, read back from its text. */
export type Question =
  | {
      readonly kind: 'choice';
      readonly question: string;
      readonly choices: readonly string[];
      readonly answerLine: boolean;
    }
  | {
      readonly kind: 'label';
      readonly text: string;
      readonly labels: readonly string[];
      readonly shots: readonly Labelled[];
    }
  | { readonly kind: 'summary'; readonly text: string };

interface Labelled {
  readonly text: string;
  readonly label: string;
}

/** Undefined for a prompt that is not one of the built-in ones. */
export function readPrompt(messages: Prompt): Question | undefined {
  const text = messages.at(-1)?.content ?? '';
  return readLabel(text) ?? readSummary(text) ?? readChoice(text);
}

const LABELS = /^Labels: (.+)$/m;
const LABEL_SHOT = /^Text: (.*?)\nLabel: (.+?)\n\n/gms;

function readLabel(text: string): Question | undefined {
  const labels = LABELS.exec(text)?.[1]?.split(', ');
  if (labels === undefined || !text.endsWith('\nLabel:')) return undefined;
  const shots = [...text.matchAll(LABEL_SHOT)];
  return {
    kind: 'label',
    labels,
    shots: shots.map(([, shot = '', label = '']) => ({ text: shot, label })),
    text: lastText(text, shots.at(-1)).slice(0, -'\nLabel:'.length),
  };
}

const SUMMARY_SHOT = /^Text: .*?\nSummary: .*?\n\n(?=Text: )/gms;

function readSummary(text: string): Question | undefined {
  if (!text.endsWith('\nSummary:')) return undefined;
  const shots = [...text.matchAll(SUMMARY_SHOT)];
  return { kind: 'summary', text: lastText(text, shots.at(-1)).slice(0, -'\nSummary:'.length) };
}

/** What follows `Text: ` after the last shot. */
function lastText(text: string, lastShot: RegExpExecArray | undefined): string {
  const rest = text.slice(lastShot ? lastShot.index + lastShot[0].length : 0);
  return rest.slice(rest.indexOf('Text: ') + 'Text: '.length);
}

/** The last run of lines that start with A, B, C …; the question is what stands above it, down from the last shot. */
function readChoice(text: string): Question | undefined {
  const lines = text.replace(/\nAnswer:$/, '').split('\n');
  const start = lines.findLastIndex(
    (line, index) => /^A[.)] /.test(line) && lines.slice(index).some((next) => /^B[.)] /.test(next)),
  );
  if (start < 0) return undefined;

  const choices: string[] = [];
  const sign = lines[start]?.[1];
  for (const line of lines.slice(start)) {
    const letter = String.fromCharCode(65 + choices.length);
    if (line.startsWith(`${letter}${sign} `)) choices.push(line.slice(3));
    else choices.push(`${choices.pop()}\n${line}`);
  }
  const lastShot = lines
    .slice(0, start)
    .findLastIndex((line, index) => /^Answer: [A-Z]$/.test(line) && lines[index + 1] === '');
  const above = lines.slice(Math.max(lastShot + 1, 1), start);
  return { kind: 'choice', question: above.join('\n').trim(), choices, answerLine: text.includes("'Answer: $LETTER'") };
}
