import { createInterface } from 'node:readline';
import type { SuiteEstimate } from '../app/estimate.ts';
import { count, usd } from '../lib/format.ts';
import { harmless } from '../lib/harmless.ts';
import { heldWords } from './held-words.ts';
import type { Io } from './io.ts';

interface Limit {
  /** USD from which on a person is asked. */
  readonly over: number;
  readonly quiet: boolean;
}

type Terminals = Pick<Io, 'stdin' | 'stderr'>;

/** False where the person at the terminal says no to what a run may cost; without a terminal nobody is asked, and it is true. */
export async function isConfirmed(io: Terminals, found: SuiteEstimate, { over, quiet }: Limit): Promise<boolean> {
  const isTerminal = io.stdin.isTTY === true && io.stderr.isTTY === true;
  const isOver = found.usd.likely > over || found.unknown_usd.length > 0;
  if (!quiet || (isTerminal && isOver)) io.stderr.write(wordsOn(found));
  if (!isOver) return true;
  if (isTerminal) return await saysYes(io, `That may be over ${usd(over)}. Start? [y/N] `);
  if (!quiet) io.stderr.write(`That may be over ${usd(over)}; it goes on, since there is no terminal to ask at.\n`);
  return true;
}

function wordsOn(found: SuiteEstimate): string {
  const {
    calls,
    usd: { low, likely, high },
    unknown_usd,
    models,
  } = found;
  const known = `likely ${usd(likely)} [${usd(low)}–${usd(high)}]`;
  const unknown = `unknown for ${unknown_usd.map(harmless).join(', ')}`;
  const money = [
    ...(unknown_usd.length < models.length ? [known] : []),
    ...(unknown_usd.length > 0 ? [unknown] : []),
  ].join(', ');
  const held = heldWords(found).map((words) => `; ${words}`);
  return `Estimate for ${count(calls, 'call')}: ${money}${held.join('')}.\n`;
}

/** One line is read; its end without a word, or no line at all, is a no. */
function saysYes({ stdin, stderr }: Terminals, question: string): Promise<boolean> {
  stderr.write(question);
  const lines = createInterface({ input: stdin, terminal: false });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(/^\s*y(es)?\s*$/i.test(line));
      lines.close();
    });
    lines.once('close', () => {
      stdin.pause();
      resolve(false);
    });
  });
}
