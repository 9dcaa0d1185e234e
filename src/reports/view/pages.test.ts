import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunHead } from '../../domain/run-head.ts';
import { twoRuns } from '../../testing/compared.ts';
import { comparePage, notComparablePage } from './compare-page.ts';
import { isFound, wordsOf } from './found.ts';
import { framed, viewAssets } from './frame.ts';
import { problemPage } from './problem-page.ts';
import { filesPage, withLinks } from './run-page.ts';
import { runsPage } from './runs-page.ts';

const head = (facts: Partial<RunHead> = {}): RunHead => ({
  ...{ run_id: '20261122T205147Z-swap-0a1b2c3d', started_at: '2026-11-22T20:51:47.720Z', suite: 'swap' },
  ...{ status: 'complete', models: ['old', 'new'], tasks: ['law', 'tickets'], first: null },
  ...{ spent_usd: null, spent_estimated: false, verdicts: [] },
  ...facts,
});

const assets = viewAssets();
const listed = (runs: readonly RunHead[], query = '') =>
  [...framed(runsPage({ folder: 'results', runs, broken: [], query }), assets)].join('');
const shownIn = (page: string) => page.match(/<tr data-words="[^"]*">/g)?.length ?? 0;

describe('every page is as it was seen by eye', () => {
  const empty = { ...assets, style: '', script: '' };
  const [earlier, later] = ['20261121T205147Z-swap-0a1b2c3d', '20261122T205147Z-swap-0a1b2c3d'];
  const first = {
    ...{ task: 'law', metric: 'exact' },
    models: [{ model: 'new', quality: { value: 0.8, low: 0.75, high: 0.85, n: 240 } }],
  };
  const verdicts = [{ candidate: 'new', baseline: 'old', ruling: 'pass', counts_as: 'pass' } as const];
  const runs = [head({ first, spent_usd: 1.5, verdicts }), head({ run_id: earlier, status: 'incomplete' })];
  const broken = [{ run_id: 'torn', why: 'manifest.json is no JSON' }];
  const changes = [{ of: 'law', what: 'prompt', baseline: 'a', candidate: 'b', protocol: true }];

  test.each([
    ['runs', runsPage({ folder: 'results', runs, broken, query: '' })],
    ['files', filesPage(later, [{ name: 'summary.csv', about: 'figures', bytes: 12345 }])],
    ['compare', comparePage({ earlier, later, report: twoRuns() })],
    ['not-comparable', notComparablePage({ earlier, later, changes })],
    ['problem', problemPage('Not there', 'There is no such run.', 'Look at the list.')],
  ])('%s', async (name, page) => {
    const text = [...framed(page, empty)].join('');
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../golden', `view-${name}.html.txt`));
  });
});

test('no name makes a tag or leaves its attribute', () =>
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('<script>', '"><img src=x>', "' onclick='x", '&lt;'), (any, hostile) => {
      const name = `${any}${hostile}${any}`;
      const verdicts = [{ candidate: name, baseline: name, ruling: 'pass', counts_as: 'pass' } as const];
      const first = {
        task: name,
        metric: name,
        models: [{ model: name, quality: { value: null, low: null, high: null, n: 0 } }],
      };
      const run = head({ run_id: name, suite: name, models: [name], tasks: [name, name], first, verdicts });
      const page = [
        ...framed(runsPage({ folder: name, runs: [run], broken: [{ run_id: name, why: name }], query: name }), assets),
        ...framed(problemPage(name, name, name), assets),
      ].join('');
      expect(page.match(/<script/g)).toHaveLength(1);
      expect(page).not.toMatch(/<img|' onclick|=x>/);
    }),
  ));

describe('the list', () => {
  test('says nothing of what it does not know', () => {
    const page = listed([head()]);
    expect(page).toContain('<li>old –</li><li>new –</li>');
    expect(page).toContain('data-title="Spent">–</td>');
    expect(page).not.toContain('$0');
  });

  test('marks what is an estimate, and what a gate was told to count as', () => {
    const verdict = { candidate: 'new', baseline: 'old', ruling: 'inconclusive', counts_as: 'pass' } as const;
    const page = listed([head({ spent_usd: 1.5, spent_estimated: true, verdicts: [verdict] })]);
    expect(page).toContain('>~$1.50</td>');
    expect(page).toContain('<strong class="pass">INCONCLUSIVE, counted as a pass</strong> new for old');
  });

  test('names the first models of many', () => {
    const models = Array.from({ length: 9 }, (_, place) => `m${place}`);
    expect(listed([head({ models })])).toContain('<li>m5 –</li><li>and 3 more</li>');
  });

  test('hides what was not found, so that other words can find it on the same page', () => {
    const page = listed([head(), head({ run_id: 'b', suite: 'billing' })], 'tickets billing');
    expect([shownIn(page), page.match(/<tr data-words/g)?.length]).toEqual([1, 2]);
    expect(page).toContain('data-of="of 2 runs found">1 of 2 runs found');
  });

  test('shows a thousand rows of more, and says so; a search looks through all', () => {
    const runs = Array.from({ length: 1200 }, (_, place) => head({ run_id: `r${place}` }));
    expect(shownIn(listed(runs))).toBe(1000);
    expect(listed(runs)).toContain('1,000 shown of 1,200 found among 1,200 runs; Search looks through all');
    expect(shownIn(listed(runs, 'r1199'))).toBe(1);
  });
});

test('a run is found by any of its words, in any order, in capitals too, and not where one is missing', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray(['SWAP', 'new', '2026-11-22', 'complete', 'tick'], { minLength: 1 }), (words) => {
      expect(isFound(wordsOf(head()), words.join(' '))).toBe(true);
      expect(isFound(wordsOf(head()), [...words, 'other'].join(' '))).toBe(false);
    }),
  ));

test('links stand in a run’s page once, however its pieces are cut', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 60 }), { maxLength: 5 }), async (cuts) => {
      const page = '<head>\n</head>\n<body>\n<h1>a</h1>\n<body>\n';
      const at = [0, ...cuts.sort((a, b) => a - b), page.length];
      const pieces = at.slice(1).map((end, place) => page.slice(at[place], end));
      const linked = [];
      for await (const piece of withLinks(pieces, 'a/b')) linked.push(piece);
      const links =
        '<nav aria-label="Pages"><a href="/">All runs</a> · <a href="/runs/a%2Fb/files/">Files of this run</a></nav>\n';
      expect(linked.join('')).toBe(page.replace('<body>\n', `<body>\n${links}`));
    }),
  ));

test('a page that is no report is left as it is', async () => {
  const pieces = [];
  for await (const piece of withLinks(['<p>', 'x'], 'r')) pieces.push(piece);
  expect(pieces.join('')).toBe('<p>x');
});
