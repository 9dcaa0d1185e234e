import { spawn } from 'node:child_process';

/** What opens an address on each system. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the user's browser and does not wait for it. */
export function openInBrowser(url: string, onFailure: () => void): void {
  const [program = '', ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  spawn(program, [...words, url], { stdio: 'ignore', detached: true })
    .on('error', onFailure)
    .on('exit', (code) => code !== 0 && onFailure())
    .unref();
}
