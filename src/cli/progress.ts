import { createLogUpdate } from 'log-update';
import { type ProgressFigures, progressFigures } from '../app/progress.ts';
import type { RunStart } from '../app/run.ts';
import { count, percent, percentInterval, usd } from '../lib/format.ts';
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

/** Shows how a run stands: a live table on a terminal, else a line every 10 s. */
export function startProgress(io: Io, start: RunStart): Progress {
  const { folder, resumed, recorded, trials } = start;
  const known = resumed ? `, ${recorded.toLocaleString('en-US')} already recorded` : '';
  io.stderr.write(`${resumed ? 'Resuming' : 'Run'} ${folder}: ${count(trials, 'trial')}${known}\n`);
  return io.stderr.isTTY ? liveTable(io, start) : linesNowAndThen(io, start);
}

function liveTable({ stderr }: Io, { models }: RunStart): Progress {
  const live = createLogUpdate(stderr);
  const draw = () =>
    live(models.map((model) => rowOf(progressFigures(model)).slice(0, stderr.columns || 80)).join('\n'));
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

function linesNowAndThen({ stderr }: Io, { models }: RunStart): Progress {
  const line = () => stderr.write(`${models.map((model) => rowOf(progressFigures(model))).join(' | ')}\n`);
  const timer = setInterval(line, LINE_EVERY_MS);
  return { say: (words) => void stderr.write(words), end: once(() => clearInterval(timer)) };
}

/** `deepseek 120/400  law 71.2 % [62.1–78.9]  $0.0123  84 tok/s  20/20 in flight  3 waiting (busy: …)` */
function rowOf(figures: ProgressFigures): string {
  const { model, done, trials, failed, inFlight, limit, waiting, lastFailure, stopped, cost_usd, output_tokens_per_s } =
    figures;
  const parts = [
    `${model} ${done}/${trials}`,
    ...figures.quality.map(({ task, estimate: { value, low, high } }) =>
      value === null ? '' : `${task} ${percent(value)}${low === null ? '' : ` ${percentInterval(low, high)}`}`,
    ),
    cost_usd === null ? '$?' : usd(cost_usd),
    output_tokens_per_s === null ? '' : `${output_tokens_per_s.toFixed(0)} tok/s`,
    done < trials && stopped === null ? `${inFlight}/${limit} in flight` : '',
    failed > 0 ? `${failed} failed` : '',
    waiting > 0 ? `${waiting} waiting (${lastFailure})` : '',
    stopped === null ? '' : `stopped: ${stopped}`,
  ];
  return harmless(parts.filter(Boolean).join('  '));
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
