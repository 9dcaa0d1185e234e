import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is; undefined where none is, and tests in a browser are skipped (`npm run chromium` installs one). */
export const chromiumPath: string | undefined = process.env['CHROMIUM'] ?? KNOWN.find((path) => existsSync(path));

interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What the page complained of: console errors and warnings, exceptions. */
  readonly complaints: string[];
  /** Every address that it asked for, the file itself among them. */
  readonly requests: string[];
}

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });

interface Look {
  /** The part of the address after the file's name. */
  readonly hash?: string;
  readonly colours?: 'light' | 'dark';
}

/** Opens a file as a new reader would: nothing is remembered of other pages. */
export async function openFile(
  browser: Browser,
  file: string,
  { hash = '', colours = 'light' }: Look = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ colorScheme: colours, viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${pathToFileURL(file)}${hash}`);
  return { page, complaints, requests, [Symbol.asyncDispose]: () => context.close() };
}
