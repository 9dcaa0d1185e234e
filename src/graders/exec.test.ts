import { afterEach, describe, expect, test } from 'vitest';
import { rejection, untouched } from '../testing/ask.ts';
import { planned } from '../testing/builders.ts';
import { problemOf } from '../testing/problem.ts';
import type { GraderWorld, LateGrader, OpenGrader } from './define.ts';
import { exec as execGrader } from './exec.ts';
import { gradeAnswerLater } from './grade-answer.ts';

const exec = execGrader as LateGrader;

const graders: OpenGrader[] = [];
afterEach(async () => {
  for (const grader of graders.splice(0)) await grader.close?.();
});

/** A grader in JavaScript for Node, which is told each line as `asked` and answers with `say`. */
function start(
  body: string,
  { world = {}, ...options }: { world?: Partial<GraderWorld>; [option: string]: unknown } = {},
) {
  const script = `const say = (reply) => console.log(JSON.stringify(reply)); let number = 0;
    require('readline').createInterface({ input: process.stdin })
      .on('line', (line) => { const asked = JSON.parse(line); number += 1; ${body} })`;
  const parsed = exec.options.parse({ command: [process.execPath, '-e', script], ...options });
  const open = exec.open(parsed, { env: {}, directory: '.', allowExec: true, judges: [], ...world });
  graders.push(open);
  const ask = () => Promise.reject(new Error('it asks no judge'));
  return (answer = 'it', signal = untouched(), finish_reason: 'stop' | 'length' = 'stop') =>
    gradeAnswerLater(exec, open, { sample: planned(), answer: { answer, finish_reason }, ask, signal });
}

describe('a program of the team’s own', () => {
  test('is told the sample and the answer without its reasoning, and gives value and explanation', async () => {
    const grade = start('say({ value: 0.25, explanation: JSON.stringify(asked) })');
    const { explanation, ...judgement } = await grade('<think>is it?</think>it');
    expect(judgement).toEqual({ state: 'scored', value: 0.25, extracted: null, parts: {} });
    expect(JSON.parse(explanation)).toEqual({
      sample: {
        id: '1',
        task: 'task',
        input: 'What is it?',
        target: 'it',
        choices: null,
        group: null,
        category: null,
        metadata: {},
        messages: [{ role: 'user', content: 'What is it?' }],
      },
      answer: 'it',
    });
  });

  test('keeps running, and judges many answers in the order asked', async () => {
    const grade = start('say({ value: asked.answer === "4" ? 1 : 0, explanation: number + ": " + asked.answer })');
    const all = await Promise.all(['1', '4', '3'].map((answer) => grade(answer)));
    expect(all.map(({ value, explanation }) => [value, explanation])).toEqual([
      [0, '1: 1'],
      [1, '2: 4'],
      [0, '3: 3'],
    ]);
  });

  test('need not explain', async () =>
    expect((await start('say({ value: 1 })')()).explanation).toBe('1, the program says'));

  test('may give further values, those that the suite names', async () => {
    const grade = start('say({ value: 1, parts: { fluent: 0.5, brief: 1 } })', { parts: ['brief', 'fluent'] });
    const { parts } = await grade();
    expect(Object.entries(parts)).toEqual([
      ['brief', 1],
      ['fluent', 0.5],
    ]);
  });

  test('judges an answer that was cut off as it stands', async () =>
    expect(await start('say({ value: 1 })')('it', untouched(), 'length')).toMatchObject({
      state: 'truncated',
      value: 1,
    }));

  test('explains itself on one line fit for a terminal, without the keys that it was given', async () => {
    const grade = start('say({ value: 1, explanation: "\\u001b[31m\\n" + process.env.MY_TOKEN + "x".repeat(1000) })', {
      env: ['MY_TOKEN'],
      world: { env: { MY_TOKEN: 'tok-123456' } },
    });
    expect((await grade()).explanation).toMatch(/^\[31m \[secret\]x+$/);
    expect((await grade()).explanation.length).toBeLessThanOrEqual(500);
  });
});

describe('an answer is unscored, with the reason, and the next is judged', () => {
  test.each([
    ['when the program says that it cannot judge', 'say({ error: "no ear for it" })', 'no ear for it'],
    ['when it crashes', 'console.error("oops"); process.exit(1)', 'node ended with exit code 1: oops'],
    ['when its line is not JSON', 'console.log("1")', /^the program printed no judgement \(line: .*\): 1$/],
    ['when its line is half of one', 'console.log("{")', 'the program printed no judgement (not JSON): {'],
    ['when the value is above 1', 'say({ value: 2 })', /value: .*: \{"value":2\}$/],
    ['when the value is below 0', 'say({ value: -0.1 })', /value: /],
    ['when the value is no number', 'say({ value: NaN })', /value: /],
    ['when a part is not one that the suite names', 'say({ value: 1, parts: { x: 1 } })', /parts: /],
    ['when there is a key that nobody knows', 'say({ value: 1, scroe: 1 })', /scroe/],
    ['when nothing comes in time', '', 'node printed no line within 0.5 s; does it flush each?'],
  ])('%s', async (_, body, reason) => {
    const grade = start(`if (asked.answer === 'bad') { ${body} } else say({ value: 1 })`, { timeout_s: 0.5 });
    const { explanation, ...judgement } = await grade('bad');
    expect(judgement).toEqual({ state: 'unscored', value: null, extracted: null, parts: {} });
    const words = explanation.replaceAll(process.execPath, 'node');
    if (typeof reason === 'string') expect(words).toBe(reason);
    else expect(words).toMatch(reason);
    expect(await grade()).toMatchObject({ state: 'scored', value: 1 });
  });

  test('but a program that fails three times in a row is asked no more', async () => {
    const grade = start('process.exit(1)');
    for (let n = 0; n < 3; n++) await grade();
    expect((await grade()).explanation).toMatch(/^asked no more after 3 failures in a row; the last: /);
  });

  test('when a part is missing', async () =>
    expect(await start('say({ value: 1 })', { parts: ['brief'] })()).toMatchObject({ state: 'unscored' }));

  test('when values are 0 or 1 by the suite, and this one is not', async () =>
    expect(await start('say({ value: 0.5 })', { binary: true })()).toMatchObject({ state: 'unscored' }));
});

test('a call that is dropped rejects with the signal’s reason', async () => {
  const enough = new AbortController();
  const judging = rejection(start('')('it', enough.signal));
  const reason = new Error('enough');
  setTimeout(() => enough.abort(reason), 50);
  expect(await judging).toBe(reason);
});

describe('before any answer it refuses', () => {
  const refused = (command: string[], allowExec = true) =>
    problemOf(() =>
      exec.open(exec.options.parse({ command }), { env: { PATH: '/bin' }, directory: '.', allowExec, judges: [] }),
    );

  test('to run anything without --allow-exec', async () =>
    expect(await refused(['rm', '-rf', '/'], false)).toBe('exec runs the program rm; allow it with --allow-exec'));

  test('a program that is not there', async () =>
    expect(await refused(['no-such-program'])).toBe('exec: no program no-such-program on the PATH'));
});
