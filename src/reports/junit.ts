import type { Scorecard } from '../domain/scorecard.ts';
import type { TaskVerdict, Verdict } from '../domain/verdict.ts';
import { harmless } from '../lib/harmless.ts';
import type { Report } from './define.ts';
import { standingNotes } from './notes.ts';
import { rulingWords, verdictWords } from './verdict-words.ts';

/** Verdicts for CI that shows test results: a test case a gate and task. What cannot be decided is an error, not a failure. */
export const junit: Report = {
  name: 'junit',
  summary: 'the gates’ verdicts as test cases (JUnit XML)',
  file: null,

  write: ({ scorecard }) => junitPage(scorecard),
};

export function* junitPage(scorecard: Scorecard): Generator<string> {
  const { verdicts = [], economics, suite, run_id, started_at } = scorecard;
  const cases = verdicts.flatMap((verdict) => casesOf(verdict));
  const count = (as: Case['as']) => cases.filter((one) => one.as === as).length;
  const totals = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
  const headlines = verdicts.map((verdict) => verdictWords(verdict, economics).headline);
  const told = [...standingNotes(scorecard), ...headlines];
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n`;
  yield `  <testsuite name="${inXml(suite)}" id="${inXml(run_id)}" timestamp="${inXml(started_at)}" ${totals}>\n`;
  yield* cases.map(drawn);
  yield `    <system-out>${told.map(inXml).join('\n')}</system-out>\n  </testsuite>\n</testsuites>\n`;
}

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly as: 'success' | 'failure' | 'error';
  readonly ruling: string;
  readonly facts: string;
}

/** A case a task, also where nothing was ruled. */
function casesOf(verdict: Verdict): Case[] {
  const { gate, tasks, no_ruling } = verdict;
  const classname = `${gate.candidate} for ${gate.baseline}`;
  if (no_ruling !== null)
    return gate.tasks.map((name) => ({ classname, name, as: 'error', ruling: 'NO VERDICT', facts: no_ruling }));
  const { figures } = verdictWords(verdict);
  return tasks.map((one, place) => {
    const counts_as = countsAs(one, verdict);
    return {
      ...{ classname, name: one.task, facts: figures[place] ?? '' },
      as: counts_as === 'pass' ? 'success' : counts_as === 'fail' ? 'failure' : 'error',
      ruling: rulingWords({ ruling: one.ruling, counts_as }),
    };
  });
}

const countsAs = ({ ruling }: TaskVerdict, { gate }: Verdict): TaskVerdict['ruling'] =>
  ruling === 'inconclusive' ? (gate.inconclusive ?? ruling) : ruling;

/** Some CI shows the message, some the text between the tags. */
function drawn({ classname, name, as, ruling, facts }: Case): string {
  const open = `    <testcase classname="${inXml(classname)}" name="${inXml(name)}">`;
  const words = `${ruling}: ${facts}`;
  const told =
    as === 'success'
      ? `<system-out>${inXml(words)}</system-out>`
      : `<${as} type="${inXml(ruling)}" message="${inXml(words)}">${inXml(words)}</${as}>`;
  return `${open}${told}</testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** A text for an attribute or between tags; what XML 1.0 cannot hold becomes �. */
const inXml = (text: string): string =>
  harmless(text)
    .replace(/[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
