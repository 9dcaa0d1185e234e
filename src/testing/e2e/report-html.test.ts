import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchChromium, openFile } from '../chromium.ts';
import { type TempFolder, tempFolder } from '../temp.ts';
import { llmBench, onlyRun } from './llm-bench.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  script: '</script><script>document.title = "gone"</script>',
  image: '<img src=x onerror="document.title = 1"><a href="javascript:alert(1)">here</a>',
  formula: '=cmd|"/C calc"!A0',
  ansi: '\u001B[31mred\u001B]52;c;aGk=\u0007',
  direction: 'right\u202Eleft\u2067',
  zero: 'zero\0 and \uD800 half',
  long: `begin ${'x'.repeat(1_000_000)} end`,
};
const PLAIN = Array.from({ length: 60 }, (_, place) => `law/${place + 1}`);

const SUITE = `
name: swap
models:
  - { id: dear, model: recorded/dear, file: ./dear.jsonl, price: { input: 15, output: 75 } }
  - { id: cheap, model: recorded/cheap, file: ./cheap.jsonl, price: { input: 0.1, output: 0.4 } }
roles: { incumbent: dear }
tasks:
  - { name: law, dataset: ./law.jsonl, group: topic, prompt: "{{ input }}", grade: exact }
  - { name: odd, dataset: ./odd.jsonl, prompt: "{{ input }}", grade: exact }
gates: [{ candidate: cheap, baseline: dear, tasks: [law], max_drop: 0.3 }]
`;

const lines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const usage = { input: 100, output: 10 };

/** 60 questions, of which the cheap model has every sixth wrong, and a task of hostile answers. */
async function makeRun(folder: TempFolder): Promise<string> {
  const odd = Object.keys(HOSTILE);
  await folder.write('suite.yaml', SUITE);
  await folder.write(
    'law.jsonl',
    lines(
      PLAIN.map((id, place) => ({ id, input: `Clause ${id}?`, target: 'yes', topic: place % 2 ? 'torts' : 'tax' })),
    ),
  );
  await folder.write('odd.jsonl', lines(odd.map((id) => ({ id, input: `${id}: ${HOSTILE[id]}`, target: 'plain' }))));
  const answers = (of: (id: string, place: number) => string) =>
    lines([
      ...PLAIN.map((id, place) => ({ id, task: 'law', answer: of(id, place), usage, latency_ms: 100 + place })),
      ...odd.map((id) => ({ id, task: 'odd', answer: HOSTILE[id], usage, latency_ms: 5 })),
    ]);
  await folder.write(
    'dear.jsonl',
    answers(() => 'yes'),
  );
  await folder.write(
    'cheap.jsonl',
    answers((id, place) => (place % 6 === 5 ? `no, says ${id}` : 'yes')),
  );
  const { exitCode, stderr } = await llmBench(['run', 'suite.yaml', '--quiet'], folder.path);
  if (exitCode === 70) throw new Error(stderr);
  return join(await onlyRun(folder.path), 'report.html');
}

const found = (page: Page) => page.locator('#found').textContent();
const ids = (page: Page) => page.locator('#list tbody a').allTextContents();

/** What axe-core finds that keeps people out. */
const barriers = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => { ${axe.source}; return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | '))) })()`);

describe.skipIf(chromiumPath === undefined)('report.html in Chromium (skipped where none is: npm run chromium)', () => {
  let folder: TempFolder;
  let file: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = await tempFolder();
    file = await makeRun(folder);
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await folder[Symbol.asyncDispose]();
  });

  test('is filtered, sorted and read with nothing but the keyboard, and asks nobody for anything', async () => {
    await using opened = await openFile(browser, file);
    const { page, complaints, requests } = opened;
    await page.getByText('67 samples found').waitFor();
    expect(await page.title()).toBe('swap · llm-bench');
    expect(await page.locator('.verdict .ruling').textContent()).toBe('PASS');

    const cheapest = page.locator('#figures + .wide thead th', { hasText: '$/1k tasks' }).first();
    await cheapest.locator('button').focus();
    await page.keyboard.press('Enter');
    expect(await cheapest.getAttribute('aria-sort')).toBe('ascending');
    const models = page.locator('#figures + .wide tbody th');
    expect(await models.allTextContents()).toEqual(['cheap', 'dear']);
    await page.keyboard.press('Enter');
    expect(await models.allTextContents()).toEqual(['dear', 'cheap']);

    await page.getByLabel('Compared').focus();
    await page.keyboard.type('worse');
    await page.getByText('10 samples found').waitFor();
    expect((await ids(page)).slice(0, 2)).toEqual(['law/6', 'law/12']);
    expect(page.url()).toContain('#than=worse');

    await page.getByRole('link', { name: 'law/6', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'law/6' }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('opened');
    const answers = page.locator('.answer');
    expect(await answers.locator('h5').allTextContents()).toEqual(['dear right', 'cheap wrong']);
    expect(await answers.nth(1).locator('pre').textContent()).toBe('no, says law/6');
    expect(await answers.nth(1).textContent()).toContain('$0.000014 · 0.105 s · 100 tokens in · 10 out');
    expect(await page.locator('.asked pre').textContent()).toBe('Clause law/6?');

    await page.getByRole('link', { name: 'Next →' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'law/12' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('10 samples found').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('law/12');

    expect(complaints).toEqual([]);
    expect(requests).toEqual([String(pathToFileURL(file))]);
  });

  test('finds samples by every filter, and by words in what was asked and said', async () => {
    await using opened = await openFile(browser, file);
    const { page } = opened;
    const by = async (hash: string, words: string) => {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.getByText(words).waitFor({ timeout: 5000 });
      return await found(page);
    };
    await by('#task=1', '7 samples found, of 67.');
    await by('#group=torts', '30 samples found, of 67.');
    await by('#model=1&result=wrong&task=0', '10 samples found, of 67.');
    await by('#than=different', '10 samples found, of 67.');
    await by('#than=better', '0 samples found, of 67.');
    await by('#find=LAW%2F6', '2 samples found, of 67.');
    await by('#find=says&texts=yes', '10 samples found.');
    await by('#find=nowhere&texts=yes', '0 samples found.');
    await by('#from=50', '51–67 of 67');
    await page.getByRole('link', { name: '← Previous' }).click();
    await page.getByText('1–50 of 67').waitFor();
  });

  test('opens at a sample by its address, and says so where there is none', async () => {
    await using opened = await openFile(browser, file, { hash: '#sample=law%2Flaw%2F7' });
    await opened.page.getByRole('heading', { name: 'law/7' }).waitFor();
    await opened.page.evaluate("location.hash = '#sample=law%2Fgone'");
    await opened.page.getByRole('heading', { name: 'No sample law/gone' }).waitFor();
  });

  test('shows hostile answers as the words that they are', async () => {
    await using opened = await openFile(browser, file);
    const { page, complaints, requests } = opened;
    const shown: Record<string, string | null> = {};
    for (const id of Object.keys(HOSTILE)) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#sample=odd%2F${id}`)}`);
      await page.getByRole('heading', { name: id, exact: true }).waitFor();
      shown[id] = await page.locator('.answer pre').first().textContent();
    }
    expect(shown).toMatchObject({
      script: HOSTILE['script'],
      image: HOSTILE['image'],
      formula: HOSTILE['formula'],
      ansi: '⟨U+001B⟩[31mred⟨U+001B⟩]52;c;aGk=⟨U+0007⟩',
      direction: 'right⟨U+202E⟩left⟨U+2067⟩',
    });
    expect(shown['zero']).toMatch(/^zero⟨U\+0000⟩ and (?:⟨U\+D800⟩|\uFFFD) half$/);
    expect(shown['long']).toMatch(/^begin x+\n\[… 960,010 characters left out …\]\nx+ end$/);
    expect(await page.title()).toBe('swap · llm-bench');
    expect(await page.locator('.answer img, .answer a, .answer script').count()).toBe(0);
    expect([complaints, requests.length]).toEqual([[], 1]);
  });

  test.each(['light', 'dark'] as const)('keeps nobody out, in %s colours', async (colours) => {
    await using opened = await openFile(browser, file, { colours });
    const { page } = opened;
    await page.getByText('67 samples found').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'law/6', exact: true }).click();
    await page.getByRole('heading', { name: 'law/6' }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  test('on a narrow screen scrolls down and not aside', async () => {
    await using opened = await openFile(browser, file);
    const { page } = opened;
    await page.setViewportSize({ width: 400, height: 800 });
    await page.getByText('67 samples found').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
  });

  test('breaks no name that has room in a line, and every name that has none', async () => {
    await using own = await tempFolder();
    const models = ['y'.repeat(200), ...Array.from({ length: 14 }, (_, place) => `vendor/some-model-${place}`)];
    const [short, long] = ['high_school_mathematics/123', 'x'.repeat(300)];
    await own.write('data.jsonl', lines([short, long].map((id) => ({ id, input: id, target: 'yes', topic: 'sums' }))));
    await own.write('said.jsonl', lines([short, long].map((id) => ({ id, answer: 'yes' }))));
    await own.write(
      'suite.yaml',
      `name: names\nmodels:\n${models.map((id) => `  - { id: ${id}, model: recorded/x, file: ./said.jsonl }\n`).join('')}
tasks: [{ name: law, dataset: ./data.jsonl, group: topic, prompt: "{{ input }}", grade: exact }]\n`,
    );
    await llmBench(['run', 'suite.yaml', '--quiet'], own.path);
    await using opened = await openFile(browser, join(await onlyRun(own.path), 'report.html'));
    const { page } = opened;
    await page.getByText('2 samples found').waitFor();
    const linesOf = (id: string) =>
      page.getByRole('link', { name: id, exact: true }).evaluate((link) => link.getClientRects().length);
    expect(await linesOf(short)).toBe(1);
    expect(await linesOf(long)).toBeGreaterThan(1);
    const widths = await page.locator('th').evaluateAll((cells) => cells.map((cell) => cell.clientWidth));
    expect(Math.max(...widths)).toBeLessThanOrEqual(22 * 16);
  });
});
