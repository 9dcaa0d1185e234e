import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { appendFile, chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../chromium.ts';
import { type TempFolder, tempFolder } from '../temp.ts';
import { llmBench, runsIn, startLlmBench } from './llm-bench.ts';

const HOSTILE = '<script>document.title = 1</script>"\'';

const lines = (of: (place: number) => object): string =>
  Array.from({ length: 20 }, (_, place) => `${JSON.stringify({ id: `s${place + 1}`, ...of(place) })}\n`).join('');
const answers = (right: number) => lines((place) => ({ answer: place < right ? 'yes' : HOSTILE, cost_usd: 0.01 }));
const suite = (prompt = '{{ input }}') => `name: ${JSON.stringify(`swap ${HOSTILE}`)}
models:
  - { id: "old ${'<b>'}", model: recorded/old, file: ./old.jsonl }
  - { id: new, model: recorded/new, file: ./new.jsonl }
roles: { incumbent: "old <b>" }
tasks: [{ name: t, dataset: ./data.jsonl, prompt: "${prompt}", grade: exact }]
gates: [{ candidate: new, baseline: "old <b>", max_drop: 0.5 }]
`;

interface Viewed extends AsyncDisposable {
  readonly url: string;
  readonly program: ReturnType<typeof startLlmBench>;
}

/** Starts `view` and waits for its address. */
async function startView(
  cwd: string,
  words: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Viewed> {
  const program = startLlmBench(['view', ...words], cwd, env);
  const url = await new Promise<string>((resolve, reject) => {
    program.stdout.once('data', (words) => resolve(String(words).trim()));
    program.then(({ stderr }) => reject(new Error(stderr)));
  });
  return {
    ...{ url, program },
    async [Symbol.asyncDispose]() {
      program.kill('SIGINT');
      await program;
    },
  };
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** Asks for an address as it is written: fetch would tidy it up, and choose the Host itself. */
async function ask(url: string, path: string, { method = 'GET', headers = {} }: Asked = {}) {
  const sent = request(url, { method, path, headers, agent: false });
  sent.end();
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: reply.statusCode, headers: reply.headers, body: await text(reply) };
}

describe('a folder of runs in a browser', () => {
  let folder: TempFolder;
  let viewed: Viewed;
  let [first, second, third]: string[] = [];

  beforeAll(async () => {
    folder = await tempFolder();
    await folder.write(
      'data.jsonl',
      lines((place) => ({ input: `Question ${place}?`, target: 'yes' })),
    );
    await folder.write('old.jsonl', answers(10));
    const runs: string[] = [];
    for (const [right, prompt] of [
      [12, undefined],
      [8, undefined],
      [8, 'Say: {{ input }}'],
    ] as const) {
      await folder.write('new.jsonl', answers(right));
      await folder.write('suite.yaml', suite(prompt));
      const { stderr } = await llmBench(['run', 'suite.yaml'], folder.path);
      // Their names tell the second alone: two may share it.
      runs.push(basename(/Results: (\S+)/.exec(stderr)?.[1] ?? ''));
    }
    [first, second, third] = runs;
    viewed = await startView(folder.path);
  }, 60_000);
  afterAll(async () => {
    await viewed[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const get = (path: string, asked?: Asked) => ask(viewed.url, path, asked);

  test('has its address on stdout, on loopback, at a port of its own', () => {
    expect(viewed.url).toMatch(/^http:\/\/127\.0\.0\.1:\d{4,5}\/$/);
  });

  test('is a list with figures, money and verdicts, and no markup of anybody else', async () => {
    const { status, body } = await get('/');
    expect(status).toBe(200);
    for (const run of [first, second, third]) expect(body).toContain(`href="/runs/${run}/"`);
    const places = [third, second, first].map((run) => body.indexOf(run as string));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(body).toContain('new <strong>60.0 % [38.7–78.1]</strong> <span class="nowrap">n 20</span>');
    expect(body).toContain('<td class="figure" data-title="Spent">$0</td>');
    expect(body).toMatch(/<strong class="\w+">(PASS|FAIL|INCONCLUSIVE)<\/strong> new for old &lt;b&gt;/);
    expect(body).not.toContain('<b>');
    expect(body.match(/<script>/g)).toHaveLength(1);
  });

  test('is searched without a script too', async () => {
    const shown = async (query: string) =>
      (await get(`/?q=${encodeURIComponent(query)}`)).body.match(/<tr data-words="[^"]*">/g)?.length ?? 0;
    expect(await shown('SWAP new')).toBe(3);
    expect(await shown(`${second}`)).toBe(1);
    expect(await shown('nowhere')).toBe(0);
    expect((await get(`/?q=${encodeURIComponent(`"${HOSTILE}`)}`)).body).not.toContain(HOSTILE);
  });

  test('opens a run as the page that the run has, with the way back', async () => {
    const { status, body, headers } = await get(`/runs/${first}/`);
    expect(status).toBe(200);
    expect(body).toContain('<nav aria-label="Pages"><a href="/">All runs</a>');
    const kept = await readFile(join(folder.path, 'results', first as string, 'report.html'), 'utf8');
    expect(body.replace(/<nav aria-label="Pages">.*\n/, '')).toBe(kept);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; .*script-src 'sha256-.*frame-ancestors 'none'/,
    );
  });

  test('makes the page of a run that has none, or one of before, or one of somebody else', async () => {
    await using other = await tempFolder();
    await cp(join(folder.path, 'results'), join(other.path, 'results'), { recursive: true, preserveTimestamps: true });
    const page = (run: string | undefined) => join(other.path, 'results', run as string, 'report.html');
    const kept = await readFile(page(first), 'utf8');
    await rm(page(first));
    await writeFile(page(second), '<!doctype html><body>\n<script>alert(1)</script>');
    await using its = await startView(other.path);
    expect((await ask(its.url, `/runs/${first}/`)).body.replace(/<nav aria-label="Pages">.*\n/, '')).toBe(kept);
    expect((await ask(its.url, `/runs/${second}/`)).body).not.toContain('alert(1)');
    await rm(page(third));
    await rm(join(other.path, 'results', third as string, 'samples.jsonl'));
    expect((await ask(its.url, `/runs/${third}/`)).status).toBe(422);
    await expect(readFile(page(first))).rejects.toThrow('ENOENT');
  });

  test('gives the raw files to be kept, and no others', async () => {
    const { body } = await get(`/runs/${first}/files/`);
    for (const name of [
      'manifest.json',
      'samples.jsonl',
      'outcomes.jsonl',
      'scores.jsonl',
      'summary.csv',
      'calls.csv',
    ]) {
      expect(body).toContain(`href="/runs/${first}/files/${name}"`);
      const file = await get(`/runs/${first}/files/${name}`);
      expect(file.status).toBe(200);
      expect(file.headers['content-disposition']).toBe(`attachment; filename="${name}"`);
      expect(file.headers['content-type']).toMatch(/^(text\/plain|text\/csv|application\/json)/);
      expect(file.body).toBe(await text(createReadStream(join(folder.path, 'results', first as string, name))));
    }
    await writeFile(join(folder.path, 'results', first as string, 'notes.html'), 'x');
    for (const name of ['notes.html', 'report.html', 'lock.1', '.env']) {
      expect((await get(`/runs/${first}/files/${name}`)).status).toBe(404);
    }
  });

  test('compares two ticked runs, whichever was ticked first, the earlier one as baseline', async () => {
    for (const pair of [
      [first, second],
      [second, first],
    ]) {
      const { status, headers } = await get(`/compare?run=${pair[0]}&run=${pair[1]}`);
      expect([status, headers.location]).toEqual([303, `/compare?a=${first}&b=${second}`]);
    }
    const { status, body } = await get(`/compare?a=${first}&b=${second}`);
    expect(status).toBe(200);
    expect(body).toContain('<span>-20.0</span> <span>[');
    expect(body).toContain('Some of what was lost');
    expect(body).toContain('&lt;script&gt;document.title');
    expect(body).not.toContain('<b>');
  });

  test('sets no figures of different protocols side by side, unless that is insisted on', async () => {
    const { status, body } = await get(`/compare?a=${second}&b=${third}`);
    expect(status).toBe(409);
    expect(body).toContain('Not comparable');
    expect(body).toContain('<td>prompt</td>');
    const insisted = await get(`/compare?a=${second}&b=${third}&protocol=any`);
    expect(insisted.status).toBe(200);
    expect(insisted.body).toContain('asked or graded in different ways');
  });

  test.each([
    ['/compare', 400],
    ['/compare?run=a', 400],
    ['/compare?a=x&b=x', 400],
    ['/compare?a=x&b=y', 404],
    ['/compare?run=x&run=y', 404],
    ['/nowhere', 404],
    ['/runs/', 404],
    ['/runs/nowhere/', 404],
    ['/%E0%A4%A', 400],
    ['http://other.example/', 400],
    ['*', 400],
  ])('%s is a page with status %i, without a stack', async (path, expected) => {
    const { status, body } = await get(path);
    expect(status).toBe(expected);
    expect(body).toContain('<h1>');
    expect(body).not.toMatch(/at \S+ \(|\.ts:|\.js:/);
  });

  test.each([
    '/runs/../../suite.yaml',
    '/runs/..%2f..%2fsuite.yaml/',
    '/runs/%2e%2e/',
    '/runs/../',
    '/runs//etc/passwd',
    '/runs/RUN/files/../../../suite.yaml',
    '/runs/RUN/files/..%2f..%2f..%2fsuite.yaml',
    '/runs/RUN/files/%2fetc%2fpasswd',
    '/runs/RUN%00/',
    '/runs/RUN/files/manifest.json%00.csv',
    '//etc/passwd',
  ])('nothing outside is read by %s', async (path) => {
    const { status, body } = await get(path.replace('RUN', first as string));
    expect(status).toBe(404);
    expect(body).not.toContain('recorded/old');
  });

  test.each([
    ['a name that somebody else gave the address', 'evil.example', 403],
    ['such a name with the port', 'evil.example:PORT', 403],
    ['another port', '127.0.0.1:1', 403],
    ['no port', '127.0.0.1', 403],
    ['a name that begins alike', 'localhost.evil.example:PORT', 403],
    ['its own name', 'localhost:PORT', 200],
    ['its own name in capitals', 'LOCALHOST:PORT', 200],
  ])('as Host %s (%s) has status %i', async (_, host, expected) => {
    const { status, body } = await get('/', { headers: { host: host.replace('PORT', new URL(viewed.url).port) } });
    expect(status).toBe(expected);
    expect(body.includes(first as string)).toBe(expected === 200);
  });

  test('what a page of another site loads is refused; a link from there is followed', async () => {
    const from = (site: string, mode: string) =>
      get('/', { headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode } }).then(({ status }) => status);
    expect(await from('cross-site', 'no-cors')).toBe(403);
    expect(await from('same-site', 'cors')).toBe(403);
    expect(await from('cross-site', 'navigate')).toBe(200);
    expect(await from('same-origin', 'cors')).toBe(200);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    const { status, headers } = await get('/', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test.each(['/', '/runs/RUN/', '/runs/RUN/files/', '/runs/RUN/files/summary.csv', '/compare', '/nowhere'])(
    'HEAD of %s tells what GET does, and every answer is closed to other sites',
    async (path) => {
      const address = path.replace('RUN', first as string);
      const [head, whole] = [await get(address, { method: 'HEAD' }), await get(address)];
      expect(head.body).toBe('');
      expect(head.status).toBe(whole.status);
      for (const { headers } of [head, whole]) {
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-resource-policy': 'same-origin',
          'cross-origin-opener-policy': 'same-origin',
          'cache-control': 'no-store',
        });
        expect(headers['access-control-allow-origin']).toBeUndefined();
        expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      }
    },
  );

  test('shows hostile folders as what they are, and what they lead to not at all', async () => {
    const results = join(folder.path, 'results');
    const name = '<img src=x onerror=alert(1)> "a\'';
    await using elsewhere = await tempFolder();
    await elsewhere.write('secret.jsonl', '{"secret": 1}\n');
    await mkdir(join(results, name));
    await cp(join(results, first as string), join(results, 'linked'), { recursive: true });
    await rm(join(results, 'linked/samples.jsonl'));
    await symlink(join(elsewhere.path, 'secret.jsonl'), join(results, 'linked/samples.jsonl'));
    try {
      const { body } = await get('/');
      expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(body).not.toContain('<img');
      expect(body).toContain('it has no manifest.json');
      expect((await get(`/runs/${encodeURIComponent(name)}/`)).status).toBe(422);
      for (const path of ['', 'files/', 'files/samples.jsonl']) {
        const linked = await get(`/runs/linked/${path}`);
        expect(linked.status).toBe(422);
        expect(linked.body).toContain('by a symbolic link');
        expect(linked.body).not.toContain('secret&quot;');
      }
    } finally {
      await rm(join(results, name), { recursive: true });
      await rm(join(results, 'linked'), { recursive: true });
    }
  });

  test('shows a run that is being written as far as it is, the torn line left out', async () => {
    const run = join(folder.path, 'results', 'growing');
    await cp(join(folder.path, 'results', first as string), run, { recursive: true, preserveTimestamps: true });
    try {
      const manifest = await readFile(join(run, 'manifest.json'), 'utf8');
      await writeFile(join(run, 'manifest.json'), manifest.replace('"status": "complete"', '"status": "running"'));
      const outcomes = (await readFile(join(run, 'outcomes.jsonl'), 'utf8')).split('\n');
      await writeFile(join(run, 'outcomes.jsonl'), `${outcomes.slice(0, 10).join('\n')}\n`);
      const growing = appendFile(join(run, 'outcomes.jsonl'), '{"schema_version":1,"key":"ab');
      const pages = await Promise.all(
        ['/', '/runs/growing/', '/runs/growing/files/outcomes.jsonl'].map((path) => get(path)),
      );
      await growing;
      expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(pages[0]?.body).toContain('running, or cut short');
    } finally {
      await rm(run, { recursive: true });
    }
  });

  test('changes no file of the folder', async () => {
    const path = join(folder.path, 'results', first as string, 'manifest.json');
    const before = await readFile(path, 'utf8');
    await get(`/runs/${first}/`);
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let folder: TempFolder;
  let viewed: Viewed;
  let browser: Browser;

  beforeAll(async () => {
    folder = await tempFolder();
    await folder.write(
      'data.jsonl',
      lines((place) => ({ input: `Question ${place}?`, target: 'yes' })),
    );
    await folder.write('old.jsonl', answers(10));
    await folder.write('new.jsonl', answers(12));
    for (const name of ['suite', 'other']) {
      await folder.write(`${name}.yaml`, suite().replace('name: "swap', `name: "${name}`));
      await llmBench(['run', `${name}.yaml`, '--fresh'], folder.path);
    }
    await mkdir(join(folder.path, 'results/half-copied'));
    [viewed, browser] = await Promise.all([
      startView(folder.path),
      chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await viewed[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  interface Opened extends AsyncDisposable {
    readonly page: Page;
    readonly complaints: string[];
    /** Addresses asked for outside of view. */
    readonly elsewhere: string[];
  }

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
    const page = await context.newPage();
    const [complaints, elsewhere]: [string[], string[]] = [[], []];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(viewed.url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
    });
    await page.goto(`${viewed.url}${path}`);
    return { page, complaints, elsewhere, [Symbol.asyncDispose]: () => context.close() };
  }

  const rowsOf = (page: Page) => page.locator('tr[data-words]:visible').count();

  test('runs are found as one types, two are ticked by keyboard and compared, and nothing leaves the page', async () => {
    await using opened = await open('');
    const { page, complaints, elsewhere } = opened;
    expect(await rowsOf(page)).toBe(2);
    await page.getByLabel('Search runs').fill('OTHER');
    expect(await rowsOf(page)).toBe(1);
    expect(await page.getByRole('status').textContent()).toBe('1 of 2 runs found');
    await page.getByLabel('Search runs').fill('');

    for (const tick of await page.getByRole('checkbox').all()) {
      await tick.focus();
      await page.keyboard.press('Space');
    }
    await page.getByRole('button', { name: 'Compare two runs (2 of 2 ticked)' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/compare\?a=/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('two runs');
    await page.getByRole('link', { name: 'All runs' }).click();
    await page.locator('tr[data-words] a').first().click();
    await page.getByRole('heading', { name: 'Samples' }).waitFor();
    expect(await page.title()).toContain('<script>');
    await page.getByRole('link', { name: 'Files of this run' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('summary.csv').click()]);
    expect(download.suggestedFilename()).toBe('summary.csv');
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  test('the search works without a script', async () => {
    await using opened = await open('', { javaScriptEnabled: false });
    const { page } = opened;
    await page.getByLabel('Search runs').fill('other');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?q=other/);
    expect(await rowsOf(page)).toBe(1);
  });

  test.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'in %s, %i wide, no page has a flaw that axe-core knows, or is wider than the screen',
    async (colorScheme, width) => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const [later, earlier] = (await runsIn(folder.path))
        .map((path) => basename(path))
        .filter((name) => /^2/.test(name));
      for (const path of ['', `compare?a=${earlier}&b=${later}`, `runs/${later}/files/`, 'nowhere']) {
        // To look at a page with axe, its policy must let axe in.
        await using opened = await open(path, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
        const { page } = opened;
        await page.evaluate(axe);
        const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
        expect([path, violations.map(({ id }) => id)]).toEqual([path, []]);
        expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
    },
  );

  test('an endless name leaves room for what was spent and ruled', async () => {
    const wide = suite().replaceAll('old <b>', 'y'.repeat(200)).replace('name: "swap', 'name: "wide');
    await folder.write('wide.yaml', wide);
    await llmBench(['run', 'wide.yaml'], folder.path);
    await using opened = await open('?q=wide');
    const cell = await opened.page.locator('tr[data-words]:visible [data-title="Spent"]').boundingBox();
    expect((cell?.x ?? Number.NaN) + (cell?.width ?? Number.NaN)).toBeLessThan(1200);
  });
});

describe('the command', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s with exit code 0, also with a page half read',
    async (signal) => {
      await using folder = await tempFolder();
      await mkdir(join(folder.path, 'runs'));
      const { url, program } = await startView(folder.path, ['runs']);
      const idle = request(url, { agent: false });
      idle.end();
      const [reply] = (await once(idle, 'response')) as [IncomingMessage];
      reply.on('error', () => {});
      program.kill(signal);
      const { exitCode, stdout, stderr } = await program;
      expect(exitCode).toBe(0);
      expect(stdout).toBe(url);
      expect(stderr).toBe('The runs of runs, for this machine alone; Ctrl-C ends.');
    },
  );

  test('opens a browser where that is asked for', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'results'));
    const opener = await folder.write('bin/xdg-open', '#!/bin/sh\necho "$1" > opened.part && mv opened.part opened\n');
    await chmod(opener, 0o755);
    const env = { PATH: `${join(folder.path, 'bin')}:${process.env['PATH']}` };
    await using viewed = await startView(folder.path, ['--open'], env);
    const opened = () => readFile(join(folder.path, 'opened'), 'utf8').catch(() => '');
    await expect.poll(opened, { timeout: 10_000 }).toBe(`${viewed.url}\n`);
  });

  test('shows an empty folder as one', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'results'));
    await using viewed = await startView(folder.path, ['--quiet', '--port', '0']);
    expect((await ask(viewed.url, '/')).body).toContain('There is no run here yet');
  });

  test('a port that is taken is told', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'results'));
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { exitCode, stderr } = await llmBench(['view', '--port', String(port)], folder.path);
    server.close();
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `error: port ${port} of 127.0.0.1 is in use; give another with --port, or none to take any that is free`,
    );
  });

  test.each([
    [['nowhere'], 'there is no folder nowhere'],
    [['one'], 'one is one run; name the folder that holds it'],
    [['--port', '70000'], 'up to 65535'],
    [['--port', 'x'], 'It must be a port'],
  ])('%j is told, and is the user’s to mend', async (words, problem) => {
    await using folder = await tempFolder();
    await folder.write('one/manifest.json', '{}');
    const { exitCode, stderr } = await llmBench(['view', ...words], folder.path);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });
});
