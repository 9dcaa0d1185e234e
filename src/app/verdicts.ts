import { UserError } from '../domain/errors.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { harmless } from '../lib/harmless.ts';
import { jsonText } from '../lib/json-text.ts';
import { hint } from '../lib/suggest.ts';
import { junitPage } from '../reports/junit.ts';
import { verdictSection } from '../reports/markdown.ts';
import { verdictPage } from '../reports/terminal.ts';
import { verdictWords } from '../reports/verdict-words.ts';
import type { Gated } from './gate.ts';

type Ruled = Pick<Scorecard, 'verdicts' | 'economics'>;

/** The verdicts as a person reads them in a terminal. */
export const verdictText = (ruled: Ruled, colour: boolean): Iterable<string> => verdictPage(ruled, colour);

type WriteVerdicts = (gated: Gated, colour: boolean) => Iterable<string>;

const FORMATS: Readonly<Record<string, WriteVerdicts>> = {
  terminal: ({ scorecard }, colour) => verdictPage(scorecard, colour),
  markdown: ({ scorecard }) => verdictSection(scorecard),
  json: ({ scorecard: { verdicts }, ...runs }) => [jsonText({ schema_version: 1, ...runs, verdicts })],
  junit: ({ scorecard }) => junitPage(scorecard),
};

/** What writes verdicts alone in a format. Throws a UserError for one that is not there. */
export function findVerdictWriter(format: string): WriteVerdicts {
  const found = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!found) throw new UserError(`gate has no format "${format}"${hint(format, Object.keys(FORMATS))}`);
  return found;
}

/** What a job of GitHub Actions is told of verdicts. */
export interface JobNews {
  /** An annotation a verdict, as a command to the runner; lines. */
  readonly annotations: string;
  /** A section of the job's summary, in Markdown. */
  readonly summary: string;
}

export function jobNews(ruled: Ruled): JobNews {
  const { verdicts = [], economics } = ruled;
  const annotations = verdicts.map((verdict) => {
    const { ruling, headline, figures, change } = verdictWords(verdict, economics);
    const level = verdict.counts_as === 'pass' ? 'notice' : verdict.counts_as === 'fail' ? 'error' : 'warning';
    const lines = [headline, ...figures, ...(change === null ? [] : [change])].map(harmless);
    return `::${level} title=${inProperty(ruling)}::${inCommand(lines.join('\n'))}\n`;
  });
  return { annotations: annotations.join(''), summary: `${[...verdictSection(ruled)].join('')}\n` };
}

/** As the runner reads a command's text: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const inCommand = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const inProperty = (text: string): string => inCommand(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
