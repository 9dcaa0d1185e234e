import { existsSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ProviderError } from '../domain/errors.ts';
import type { ModelSpec } from '../domain/model.ts';
import type { Prompt } from '../domain/sample.ts';
import { identify } from '../lib/own-process.ts';
import { modelSpec, question, rejection, untouched, world } from '../testing/ask.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { exec } from './exec.ts';

interface Program {
  /** JavaScript for Node. */
  readonly script?: string;
  readonly command?: string[];
  readonly prompt?: string;
  readonly messages?: Prompt;
  readonly env?: string[];
  readonly world?: Record<string, string>;
  readonly directory?: string;
  readonly signal?: AbortSignal;
}

async function ask({ script = '', prompt = 'hello', signal = untouched(), ...given }: Program) {
  const { command = [process.execPath, '-e', script], env, directory = '.' } = given;
  const messages = given.messages ?? [{ role: 'user', content: prompt }];
  const spec = modelSpec({ command, ...(env && { env }) });
  const { complete } = await exec.open(spec, world({ env: given.world ?? {}, directory, allowExec: true }));
  return complete(question({ messages }), signal);
}

const answerOf = async (program: Program) => (await ask(program)).answer;

async function crash(program: Program): Promise<ProviderError> {
  const error = await rejection(ask(program));
  expect(error).toBeInstanceOf(ProviderError);
  return error as unknown as ProviderError;
}

const ECHO = 'process.stdin.pipe(process.stdout)';
const HANG = 'setInterval(() => {}, 1000)';

describe('a program', () => {
  test('reads the prompt and writes the answer; one line end is taken away', async () => {
    expect(await answerOf({ script: ECHO, prompt: 'Grüße 🙂' })).toBe('Grüße 🙂');
    expect(await answerOf({ script: 'console.log("4\\n")' })).toBe('4\n');
  });

  test('is timed, and tells no tokens', async () => {
    const { usage, latency_ms } = await ask({ script: 'setTimeout(() => console.log(4), 50)' });
    expect(usage).toBeNull();
    expect(latency_ms).toBeGreaterThanOrEqual(50);
  });

  test('sees several messages with their roles', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '2 + 2?' },
    ] as const;
    expect(await answerOf({ script: ECHO, messages })).toBe('system: Be brief.\n\nuser: 2 + 2?');
  });

  test('is given its arguments as they stand: there is no shell', async () => {
    const hostile = ['; touch pwned', '$(touch pwned)', '`id`', '$HOME', '*', '\' " \\', '', '-e'];
    const command = [process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...hostile];
    await using folder = await tempFolder();
    expect(JSON.parse(await answerOf({ command, directory: folder.path }))).toEqual(hostile);
    expect(existsSync(`${folder.path}/pwned`)).toBe(false);
  });

  test('starts in the suite’s folder, and may lie there', async () => {
    await using folder = await tempFolder();
    await chmod(await folder.write('answer.sh', '#!/bin/sh\ncat data.txt\n'), 0o755);
    await folder.write('data.txt', 'from here');
    expect(await answerOf({ command: ['./answer.sh'], directory: folder.path })).toBe('from here');
  });

  test('sees of the environment PATH, HOME, LANG and what is listed, and no more', async () => {
    const all = { PATH: '/usr/bin', HOME: '/home/me', LANG: 'C', WANTED: 'yes', OPENAI_API_KEY: 'sk-1' };
    const script = 'console.log(JSON.stringify(process.env))';
    const seen = async (env: string[]) => JSON.parse(await answerOf({ script, world: all, env }));
    expect(await seen([])).toEqual({ PATH: '/usr/bin', HOME: '/home/me', LANG: 'C' });
    expect(await seen(['WANTED', 'NOT_SET'])).toEqual({ PATH: '/usr/bin', HOME: '/home/me', LANG: 'C', WANTED: 'yes' });
  });

  test.each([
    ['in its group', false],
    ['out of its group', true],
  ])('that leaves a child behind %s, which holds its output open, has answered when it ends', async (_, detached) => {
    const child = `process.execPath, ['-e', 'setTimeout(() => {}, 8000)'], { detached: ${detached}, stdio: ['ignore', 1, 2] }`;
    const start = performance.now();
    expect(await answerOf({ script: `require('child_process').spawn(${child}).unref(); console.log(4)` })).toBe('4');
    expect(performance.now() - start).toBeLessThan(7000);
  });

  test('may be given 5 MB, and give them back', async () => {
    const prompt = 'é'.repeat(2_500_000);
    expect((await answerOf({ script: ECHO, prompt })) === prompt).toBe(true);
  });

  test.each(['console.log(4)', 'process.stdin.destroy(); setTimeout(() => console.log(4), 20)'])(
    'need not read the prompt, however long: %s',
    async (script) => {
      expect(await answerOf({ script, prompt: 'x'.repeat(5_000_000) })).toBe('4');
    },
  );
});

describe('a call fails as crashed', () => {
  test('when the program ends badly, with its last words and how long it ran', async () => {
    const script = 'for (const n of [1, 2, 3, 4]) console.error("line", n); process.exit(3)';
    expect(await crash({ script })).toMatchObject({
      kind: 'crashed',
      message: `${process.execPath} ended with exit code 3: line 2 | line 3 | line 4`,
      tookMs: expect.any(Number),
      maybeBilled: false,
    });
  });

  test('when it is killed', async () => {
    const { message } = await crash({ script: 'process.kill(process.pid, "SIGKILL")' });
    expect(message).toBe(`${process.execPath} was ended by SIGKILL`);
  });

  test('when it prints too much', async () => {
    const { message } = await crash({
      script: 'process.stdout.write("x".repeat(17 << 20)); setInterval(() => {}, 1000)',
    });
    expect(message).toBe(`${process.execPath} printed more than 16 MB`);
  });

  test('when the system cannot run it', async () => {
    await using folder = await tempFolder();
    await chmod(await folder.write('bad', '#!/no/such/interpreter\n'), 0o755);
    expect((await crash({ command: ['./bad'], directory: folder.path })).message).toContain('could not be run');
  });

  test('and its last words hold no key that it was given', async () => {
    const script = 'console.error("bad key", process.env.OUR_API_KEY, process.env.REGION); process.exit(1)';
    const env = { OUR_API_KEY: 'sk-ours-123456', REGION: 'eu-central-1' };
    const { message } = await crash({ script, env: Object.keys(env), world: env });
    expect(message).toContain('bad key [secret] eu-central-1');
  });
});

describe('a call that is dropped', () => {
  /** Aborts when the program has said its process ids, and tells them with what the call was rejected with. */
  async function dropped(script: string, command?: string[]) {
    await using folder = await tempFolder();
    const enough = new AbortController();
    const reason = new Error('enough');
    const call = ask({ script, ...(command && { command }), directory: folder.path, signal: enough.signal });
    const pids = async () => (await readFile(`${folder.path}/pids`, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    while ((await pids()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    enough.abort(reason);
    expect(await rejection(call)).toBe(reason);
    return (await pids()).map(Number);
  }
  const gone = async (pid: number) => {
    while (identify(pid) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  test('leaves no process behind, not even one that the program started', async () => {
    const command = ['/bin/sh', '-c', 'sleep 60 & printf "%s\\n%s\\n" $$ $! > pids; wait'];
    for (const pid of await dropped('', command)) await gone(pid);
  });

  test('kills a program that will not be asked to end', async () => {
    const script = `process.on('SIGTERM', () => {}); ${HANG};
      require('fs').writeFileSync('pids', process.pid + '\\n' + process.pid + '\\n')`;
    for (const pid of await dropped(script)) await gone(pid);
  });

  test('starts nothing where it was dropped before', async () => {
    await using folder = await tempFolder();
    const script = 'require("fs").writeFileSync("started", "")';
    const reason = new Error('enough');
    const call = ask({ script, directory: folder.path, signal: AbortSignal.abort(reason) });
    expect(await rejection(call)).toBe(reason);
    expect(existsSync(`${folder.path}/started`)).toBe(false);
  });
});

test.runIf(existsSync('/proc/self/stat'))(
  'a program has a process group of its own, so that a Ctrl-C in the terminal lets it finish its answer',
  async () => {
    const script = `const stat = require('fs').readFileSync('/proc/self/stat', 'utf8');
      console.log(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === String(process.pid))`;
    expect(await answerOf({ script })).toBe('true');
  },
);

describe('before any call it refuses', () => {
  const refused = (command: string[], { allowExec = true, directory = '.', PATH = '/usr/bin:/bin' } = {}) =>
    problemOf(() => exec.open(modelSpec({ id: 'ours', command }), world({ directory, allowExec, env: { PATH } })));

  test('to run anything without --allow-exec', async () => {
    expect(await refused(['rm', '-rf', '/'], { allowExec: false })).toBe(
      'model ours runs the program rm; allow it with --allow-exec',
    );
  });

  test('a program that is not there', async () => {
    expect(await refused(['no-such-program'])).toBe('no program no-such-program on the PATH');
    expect(await refused(['sh'], { PATH: '/nowhere' })).toBe('no program sh on the PATH');
    expect(await refused([''])).toBe('no program  on the PATH');
  });

  test('a file that cannot be run, and a folder', async () => {
    await using folder = await tempFolder();
    await folder.write('text.txt', 'hello');
    for (const name of ['./text.txt', './nothing', './', '/']) {
      expect(await refused([name], { directory: folder.path })).toContain(`no program ${name} in`);
    }
  });
});

test('its identity is the command', async () => {
  const command = [process.execPath, '-e', ECHO];
  expect((await exec.open(modelSpec({ command }), world({ allowExec: true }))).identity).toEqual({ command });
});

describe('with protocol: jsonl a program', () => {
  /** JavaScript that is told each line as `asked`, and answers with `say`. */
  const open = async (body: string, more: Partial<ModelSpec> = {}, env: Record<string, string> = {}) => {
    const script = `const say = (reply) => console.log(JSON.stringify(reply)); let number = 0;
      require('readline').createInterface({ input: process.stdin })
        .on('line', (line) => { const asked = JSON.parse(line); number += 1; ${body} })`;
    const command = [process.execPath, '-e', script];
    const model = await exec.open(modelSpec({ command, protocol: 'jsonl', ...more }), world({ env, allowExec: true }));
    return {
      ...model,
      ask: (content: string) => model.complete(question({ messages: [{ role: 'user', content }] }), untouched()),
      [Symbol.asyncDispose]: () => model.close?.() ?? Promise.resolve(),
    };
  };

  test('is told messages, task, sample and epoch, and answers line for line in one process', async () => {
    await using model = await open('say({ answer: number + JSON.stringify(asked) })');
    const asked = '{"messages":[{"role":"user","content":"a\\nb"}],"task":"task","sample":"1","epoch":1}';
    expect((await model.ask('a\nb')).answer).toBe(`1${asked}`);
    expect((await model.ask('a\nb')).answer).toBe(`2${asked}`);
  });

  test('may tell its usage, and is timed without its start', async () => {
    await using model = await open('say({ answer: "4", usage: { input: 5, output: 1 } })');
    await model.ask('');
    const { usage, latency_ms } = await model.ask('');
    expect(usage).toEqual({ input: 5, input_cached: 0, input_cache_write: 0, output: 1, reasoning: 0 });
    expect(latency_ms).toBeGreaterThan(0);
  });

  test('serves each call in flight with a copy of its own, and keeps no more than that', async () => {
    await using model = await open('setTimeout(() => say({ answer: String(process.pid) }), 50)');
    const both = async () => (await Promise.all([model.ask(''), model.ask('')])).map(({ answer }) => answer);
    const first = await both();
    expect(new Set(first).size).toBe(2);
    expect((await both()).sort()).toEqual(first.sort());
  });

  test.each([
    ['says why it has no answer', 'say({ error: "no idea" })', 'rejected', 'no idea'],
    ['crashes', 'process.exit(2)', 'crashed', 'node ended with exit code 2'],
    ['says something else', 'console.log("4")', 'crashed', 'not a line {"answer": "…"} or {"error": "…"}: 4'],
    [
      'gives its answer another type',
      'say({ answer: 4 })',
      'crashed',
      'not a line {"answer": "…"} or {"error": "…"}: {"answer":4}',
    ],
  ])('that %s has failed, and serves the next call', async (_, body, kind, message) => {
    await using model = await open(`if (asked.messages[0].content === 'bad') { ${body} } else say({ answer: 'ok' })`);
    const error = await rejection(model.ask('bad'));
    expect(error).toBeInstanceOf(ProviderError);
    expect({ ...error, message: error.message.replace(process.execPath, 'node') }).toMatchObject({
      kind,
      message,
      tookMs: expect.any(Number),
    });
    expect((await model.ask('')).answer).toBe('ok');
  });

  test('gives no key away that it was given', async () => {
    const env = { OUR_API_KEY: 'sk-ours-123456' };
    await using model = await open('say({ answer: process.env.OUR_API_KEY })', { env: ['OUR_API_KEY'] }, env);
    expect((await model.ask('')).answer).toBe('[secret]');
  });

  test('is another model than without', async () => {
    await using model = await open('');
    expect(model.identity).toMatchObject({ command: expect.any(Array), protocol: 'jsonl' });
  });
});
