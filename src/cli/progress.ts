import { createLogUpdate } from 'log-update';
import { type ProgressFigures, progressFigures } from '../app/progress.ts';
import type { RunStart } from '../app/run.ts';
import type { Lost } from '../app/running/lost.ts';
import { systemClock } from '../lib/clock.ts';
import { count, duration, percent, percentInterval, usd } from '../lib/format.ts';
import { harmless } from '../lib/harmless.ts';
import type { Io } from './io.ts';

const REDRAW_MS = 250;
const LINE_EVERY_MS = 10_000;

/** How a run is shown while it goes on. */
export interface Progress {
  /** Puts in a word without disturbing the display. */
  say(words: string): void;
  /** Shows the last state and stops; may be called again. */
  end(): void;
}

/** Shows how a run stands: a live table on a terminal, else a line a model every 10 s. */
export function startProgress(io: Io, start: RunStart): Progress {
  const { folder, resumed, recorded, trials, reuses, lost } = start;
  const known = resumed ? `, ${recorded.toLocaleString('en-US')} already recorded` : '';
  const reused = reuses === null ? '' : `, answers of ${reuses} taken where they fit`;
  io.stderr.write(`${resumed ? 'Resuming' : 'Run'} ${folder}: ${count(trials, 'trial')}${known}${reused}\n`);
  for (const warning of start.warnings) io.stderr.write(`warning: ${harmless(warning)}\n`);
  if (lost && lost.calls > 0) io.stderr.write(`${lostWords(lost)}\n`);
  return io.stderr.isTTY ? liveTable(io, start) : linesNowAndThen(io, start);
}

/** What a killed process may have paid for without an answer on disk. */
const lostWords = ({ calls, usd: cost }: Lost): string =>
  `The last process did not end well: up to ${count(calls, 'call')} may have been in flight${cost === null ? '' : `, for up to ${usd(cost)}`}; they are asked again.`;

function liveTable({ stderr }: Io, { models }: RunStart): Progress {
  const live = createLogUpdate(stderr);
  const rows = rowsOf(models);
  const draw = () => live(fitting(rows(), stderr).join('\n'));
  const timer = setInterval(draw, REDRAW_MS);
  return {
    say(words) {
      live.clear();
      stderr.write(words);
      draw();
    },
    end: once(() => {
      clearInterval(timer);
      draw();
      live.done();
    }),
  };
}

/** As many rows as the terminal has room for, those of models that are still asked first, and how many are left out. */
function fitting(rows: readonly Row[], { columns, rows: height }: Pick<Io['stderr'], 'columns' | 'rows'>): string[] {
  const most = Math.max(1, (height || 24) - 2);
  const lines = [...rows].sort((a, b) => Number(b.isAsked) - Number(a.isAsked)).map(({ text }) => text);
  const shown = rows.length <= most ? rows.map(({ text }) => text) : lines.slice(0, most);
  const left = rows.length - shown.length;
  return [...shown, ...(left > 0 ? [`… ${count(left, 'model')} more`] : [])].map((line) =>
    line.slice(0, columns || 80),
  );
}

function linesNowAndThen({ stderr }: Io, { models }: RunStart): Progress {
  const rows = rowsOf(models);
  const lines = () => {
    for (const { text } of rows()) stderr.write(`${text}\n`);
  };
  const timer = setInterval(lines, LINE_EVERY_MS);
  return { say: (words) => void stderr.write(words), end: once(() => clearInterval(timer)) };
}

interface Row {
  readonly text: string;
  readonly isAsked: boolean;
}

/** How every model stands whenever it is asked. */
function rowsOf(models: RunStart['models']): () => Row[] {
  const began = systemClock.elapsed();
  return () => models.map((model) => rowOf(progressFigures(model, (systemClock.elapsed() - began) / 1000)));
}

/** `deepseek 120/400  law 71.2 % [62.1–78.9]  $0.0123  84 tok/s  20/20 in flight  2 min left  3 waiting (busy: …)` */
function rowOf(figures: ProgressFigures): Row {
  const { model, done, trials, failed, waiting, held, unfunded, lastFailure, stopped, overBudget } = figures;
  const { cost_usd, output_tokens_per_s, eta_s } = figures;
  const isAsked = done < trials && stopped === null && overBudget === null;
  const parts = [
    `${model} ${done}/${trials}`,
    ...figures.quality.map(({ task, estimate: { value, low, high } }) =>
      value === null ? '' : `${task} ${percent(value)}${low === null ? '' : ` ${percentInterval(low, high)}`}`,
    ),
    cost_usd === null ? '$?' : usd(cost_usd),
    output_tokens_per_s === null ? '' : `${output_tokens_per_s.toFixed(0)} tok/s`,
    isAsked ? `${figures.inFlight}/${figures.limit} in flight` : '',
    isAsked && eta_s !== null ? `${duration(1000 * eta_s)} left` : '',
    failed > 0 ? `${failed} failed` : '',
    held > 0 ? `${held} held by the limit per minute` : '',
    unfunded > 0 ? `${unfunded} waiting for the budget` : '',
    waiting > 0 ? `${waiting} waiting (${lastFailure})` : '',
    stopped === null ? '' : `stopped: ${stopped}`,
    overBudget === null ? '' : 'budget reached',
  ];
  return { text: harmless(parts.filter(Boolean).join('  ')), isAsked };
}

/** So that an early end and the last one are the same. */
function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
