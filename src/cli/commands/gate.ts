import { harmless } from '../../lib/harmless.ts';
import { defineCommand } from '../define.ts';
import { exitCodeOfVerdicts } from '../exit-codes.ts';
import { amount, drop, inconclusiveFlag, names, number } from '../flags.ts';
import { print } from '../io.ts';
import { tellGitHub } from '../verdicts.ts';

interface GateFlags {
  readonly candidate?: string;
  readonly baseline?: string;
  readonly tasks?: string[];
  readonly maxDrop?: unknown;
  readonly confidence?: number;
  readonly minSaving?: number;
  readonly minQuality?: number;
  readonly maxUnparsed?: number;
  readonly maxLatencyP95Ms?: number;
  readonly maxUsdPer1kTasks?: number;
  readonly inconclusive?: 'pass' | 'fail';
  readonly format?: string;
  readonly priceFile?: string;
}

export const gate = defineCommand<GateFlags>({
  name: 'gate',
  arguments: [{ name: '[run...]', summary: 'one run, or the candidate’s and the baseline’s (default: latest)' }],
  summary: 'may one model replace another? the exit code is the verdict; asks nothing',
  flags: [
    { name: '--candidate <id>', summary: 'a gate of your own in place of the suite’s: the model that would take over' },
    { name: '--baseline <id>', summary: 'the model that does the work now (default: the suite’s incumbent)' },
    { name: '--tasks <names>', summary: 'the tasks to rule on, with commas between (default: all)', parse: names },
    { name: '--max-drop <drop>', summary: 'the loss of quality that is acceptable: 0.03, 5%, law=0.01', parse: drop },
    { name: '--confidence <share>', summary: 'one-sided (default: 0.95)', parse: number },
    { name: '--min-saving <share>', summary: 'share of the baseline’s cost that must be saved', parse: number },
    { name: '--min-quality <share>', summary: 'of the candidate’s own quality', parse: number },
    { name: '--max-unparsed <share>', summary: 'share of the candidate’s answers', parse: number },
    { name: '--max-latency-p95-ms <ms>', summary: 'of the candidate', parse: number },
    { name: '--max-usd-per-1k-tasks <usd>', summary: 'of the candidate', parse: amount },
    inconclusiveFlag,
    { name: '--format <name>', summary: 'terminal (default), markdown, json or junit' },
    { name: '--price-file <file>', summary: 'at prices of your own' },
  ],

  async run(io, runs, { results, json, quiet, inconclusive, priceFile, format, ...flags }) {
    const { gate } = await import('../../app/gate.ts');
    const { findVerdictWriter } = await import('../../app/verdicts.ts');
    const write = findVerdictWriter(format ?? (json ? 'json' : 'terminal'));
    const found = await gate({
      ...{ runs, results, inconclusive, priceFile },
      asked: {
        candidate: flags.candidate,
        baseline: flags.baseline,
        tasks: flags.tasks,
        max_drop: flags.maxDrop,
        confidence: flags.confidence,
        min_saving: flags.minSaving,
        min_quality: flags.minQuality,
        max_unparsed: flags.maxUnparsed,
        max_latency_p95_ms: flags.maxLatencyP95Ms,
        max_usd_per_1k_tasks: flags.maxUsdPer1kTasks,
      },
      onWarning: (warning) => void (quiet || io.stderr.write(`warning: ${harmless(warning)}\n`)),
    });
    await print(io.stdout, write(found, io.colour));
    if (!quiet) await tellGitHub(io, found.scorecard);
    return exitCodeOfVerdicts(found.scorecard.verdicts);
  },
});
