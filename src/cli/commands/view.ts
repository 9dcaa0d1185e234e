import { InvalidArgumentError } from 'commander';
import { harmless } from '../../lib/harmless.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { untilInterrupted } from '../interrupt.ts';
import { openInBrowser } from '../open-browser.ts';

interface ViewFlags {
  readonly port?: number;
  readonly open?: boolean;
}

const MOST_PORT = 65_535;

const port = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > MOST_PORT)
    throw new InvalidArgumentError(`It must be a port: 0 for any that is free, up to ${MOST_PORT}.`);
  return value;
};

export const view = defineCommand<ViewFlags>({
  name: 'view',
  arguments: [{ name: '[dir]', summary: 'the folder of runs (default: that of --results)' }],
  summary: 'show the runs in a browser on this machine: list, search, reports, two runs compared; only reads',
  flags: [
    { name: '--port <n>', summary: 'a port of your own (default: any that is free)', parse: port },
    { name: '--open', summary: 'open the browser too' },
  ],

  async run(io, [dir], { results, json, quiet, open, port }) {
    const { view } = await import('../../app/view.ts');
    const say = (words: string) => void (quiet || io.stderr.write(`${harmless(words)}\n`));
    const folder = dir ?? results;
    const interrupted = untilInterrupted();
    const { url, close } = await view({ results: folder, port, onProblem: (problem) => say(`warning: ${problem}`) });
    io.stdout.write(`${json ? JSON.stringify({ url, results: folder }) : url}\n`);
    say(`The runs of ${folder}, for this machine alone; Ctrl-C ends.`);
    if (open) openInBrowser(url, () => say('warning: no browser could be opened; open the address above'));
    await interrupted;
    await close();
    return EXIT.well;
  },
});
