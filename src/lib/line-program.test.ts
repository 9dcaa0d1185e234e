import { afterEach, describe, expect, test } from 'vitest';
import { rejection, untouched } from '../testing/ask.ts';
import { LineProgram } from './line-program.ts';
import { identify } from './own-process.ts';
import { ProgramFailed } from './program-failed.ts';

const open: LineProgram[] = [];
afterEach(async () => {
  for (const program of open.splice(0)) await program.close();
});

/** A program in JavaScript for Node; `say` answers a line, `line` is what was sent. */
function program(body: string, timeoutMs?: number): LineProgram {
  const script = `const say = (text) => process.stdout.write(text + '\\n');
    let number = 0;
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => { number += 1; ${body} });`;
  const started = new LineProgram({
    command: [process.execPath, '-e', script],
    directory: '.',
    env: {},
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  open.push(started);
  return started;
}

const COUNT = 'say(number + " " + line)';

const read = (line: string) => line;

const say = async (to: LineProgram, line: string, signal = untouched()) => (await to.ask(line, { read, signal })).value;

const failure = async (to: LineProgram, line: string) => {
  const error = await rejection(say(to, line));
  expect(error).toBeInstanceOf(ProgramFailed);
  return error.message.replaceAll(process.execPath, 'node');
};

describe('a program that keeps running', () => {
  test('answers line for line, in one process', async () => {
    const counts = program(COUNT);
    expect(await say(counts, 'a')).toBe('1 a');
    expect(await say(counts, 'b')).toBe('2 b');
  });

  test('gets one line at a time, however many are asked at once', async () => {
    const slow = program('const n = number; setTimeout(() => say((n === number) + " " + line), 5)');
    const lines = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(lines.map((line) => say(slow, line)))).toEqual(lines.map((line) => `true ${line}`));
  });

  test.each([
    ['in its group', false],
    ['out of its group', true],
  ])('keeps nobody waiting for a child that it left behind %s', async (_, detached) => {
    const child = `process.execPath, ['-e', 'setTimeout(() => {}, 8000)'], { detached: ${detached}, stdio: ['ignore', 1, 2] }`;
    const leaving = `require('child_process').spawn(${child}).unref();`;
    const start = performance.now();
    const fails = program(`${leaving} process.exit(3)`);
    expect(await failure(fails, 'a')).toContain('exit code 3');
    const answers = program(`${leaving} say(line)`);
    expect(await say(answers, 'a')).toBe('a');
    await answers.close();
    expect(performance.now() - start).toBeLessThan(7000);
  });

  test('may be sent 5 MB in a line, and send them back', async () => {
    const long = 'é'.repeat(2_500_000);
    expect((await say(program('say(line)'), long)) === long).toBe(true);
  });

  test('is timed from when it has the line', async () => {
    const slow = program('setTimeout(() => say(line), 40)');
    const [first, second] = await Promise.all(['a', 'b'].map((line) => slow.ask(line, { read, signal: untouched() })));
    expect(first?.tookMs).toBeGreaterThanOrEqual(39);
    expect(second?.tookMs).toBeLessThan((first?.tookMs ?? 0) + 1000);
  });

  test('is not started before its first line', async () => {
    const never = new LineProgram({ command: ['/no/such/program'], directory: '.', env: {} });
    await never.close();
  });
});

describe('one line fails, and the next finds the program started anew', () => {
  test.each([
    ['after a crash', 'console.error("no idea"); process.exit(3)', 'node ended with exit code 3: no idea'],
    ['after an end without a word', 'process.exit(0)', 'node ended with exit code 0'],
    ['after a kill', 'process.kill(process.pid, "SIGKILL")', 'node was ended by SIGKILL'],
    ['after two lines for one', 'say("x\\ny")', 'node printed more than one line for one'],
    [
      'after a line that is not UTF-8',
      'process.stdout.write(Buffer.from([0xff, 10]))',
      'node printed a line that is not UTF-8',
    ],
    [
      'after a line without end',
      'process.stdout.write("x".repeat(17 << 20))',
      'node printed more than 16 MB in one line',
    ],
  ])('%s', async (_, body, problem) => {
    const moody = program(`if (line === 'bad') { ${body} } else ${COUNT}`);
    expect(await say(moody, 'a')).toBe('1 a');
    const [failed, next] = await Promise.all([failure(moody, 'bad'), say(moody, 'b')]);
    expect(failed).toBe(problem);
    expect(next).toBe('1 b');
  });

  test('after silence', async () => {
    const mute = program(`if (line !== "bad") ${COUNT}`, 300);
    expect(await failure(mute, 'bad')).toBe('node printed no line within 0.3 s; does it flush each?');
  });

  test('after a line that is not what was agreed on', async () => {
    const parrot = program(COUNT);
    const picky = () => {
      throw new ProgramFailed('not a number');
    };
    expect((await rejection(parrot.ask('x', { read: picky, signal: untouched() }))).message).toBe('not a number');
    expect(await say(parrot, 'a')).toBe('1 a');
  });

  test('after words that nobody asked for', async () => {
    const chatty = program(`${COUNT}; if (line === "a") setTimeout(() => say("and another thing"), 20)`);
    expect(await say(chatty, 'a')).toBe('1 a');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await say(chatty, 'b')).toBe('1 b');
  });

  test('but three failures in a row are enough', async () => {
    const broken = program('process.exit(number)');
    for (let n = 0; n < 3; n++) expect(await failure(broken, 'a')).toBe('node ended with exit code 1');
    expect(await failure(broken, 'a')).toBe(
      'asked no more after 3 failures in a row; the last: node ended with exit code 1',
    );
  });
});

test('a program that cannot be run fails in words', async () => {
  const none = new LineProgram({ command: ['/no/such/program'], directory: '.', env: {} });
  open.push(none);
  expect(await failure(none, 'a')).toContain('/no/such/program could not be run');
});

describe('no process is left behind', () => {
  const gone = async (pid: number) => {
    while (identify(pid) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  /** Before the 2 s of grace, which whoever exits after closing would not wait for. */
  const isGoneAtOnce = async (pid: number) => {
    const start = performance.now();
    while (identify(pid) !== null && performance.now() - start < 1000)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return identify(pid) === null;
  };

  test('after closing: it ends by itself', async () => {
    const polite = program('say(String(process.pid))');
    const pid = Number(await say(polite, ''));
    await polite.close();
    expect(identify(pid)).toBeNull();
  });

  test('after closing, though it will not end', async () => {
    const stubborn = program('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); say(String(process.pid))');
    const pid = Number(await say(stubborn, ''));
    await stubborn.close();
    await gone(pid);
  });

  test('after closing, though what it started will not end', async () => {
    const child = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log(process.pid)';
    const parent = program(
      `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]).stdout.once('data', (pid) => say(String(pid).trim()));`,
    );
    const pid = Number(await say(parent, ''));
    await parent.close();
    expect(await isGoneAtOnce(pid)).toBe(true);
  });

  test('after closing, though it was given up and will not end', async () => {
    const stubborn = program(
      'if (number === 1) { process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); say(String(process.pid)); }',
      100,
    );
    const pid = Number(await say(stubborn, ''));
    await failure(stubborn, 'no answer');
    await stubborn.close();
    expect(await isGoneAtOnce(pid)).toBe(true);
  });

  test('after a call that is dropped, which rejects with the signal’s reason', async () => {
    const mute = program('if (line === "") say(String(process.pid))');
    const pid = Number(await say(mute, ''));
    const enough = new AbortController();
    const calls = ['a', 'b'].map((line) => rejection(say(mute, line, enough.signal)));
    const reason = new Error('enough');
    await new Promise((resolve) => setTimeout(resolve, 50));
    enough.abort(reason);
    expect(await Promise.all(calls)).toEqual([reason, reason]);
    await gone(pid);
  });
});
