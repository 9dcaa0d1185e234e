import { harmless } from '../../lib/harmless.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { wholeFromOne, wholeNumber } from '../flags.ts';
import { print } from '../io.ts';

interface SheetFlags {
  readonly task?: string;
  readonly grader?: string;
  readonly n?: number;
  readonly seed?: number;
}

export const judgeSheet = defineCommand<SheetFlags>({
  name: 'judge sheet',
  arguments: [{ name: '[run]', summary: 'a run’s folder, its id, or latest (default)' }],
  summary: 'print judged answers for people to label, as CSV: shuffled, without models and verdicts',
  flags: [
    { name: '--task <name>', summary: 'which task, where judges grade several' },
    { name: '--grader <name>', summary: 'which grader, where several ask judges' },
    { name: '--n <answers>', summary: 'how many, equally many of each model (default: 100)', parse: wholeFromOne },
    { name: '--seed <n>', summary: 'another seed draws others (default: 0)', parse: wholeNumber },
  ],

  async run(io, [run = 'latest'], { results, quiet, json, task, grader, n = 100, seed = 0 }) {
    const { judgeSheet } = await import('../../app/judge-sheet.ts');
    const { count } = await import('../../lib/format.ts');
    const sheet = await judgeSheet({ run, results, task, grader, n, seed, json });
    await print(io.stdout, sheet.pieces);
    if (quiet) return EXIT.well;
    const words = sheet.words.map((word) => `"${word}"`).join(', ');
    const numbers = sheet.words.includes('first') ? '' : '; or a number, 0…1';
    io.stderr.write(
      harmless(`${count(sheet.drawn, 'answer')} of ${sheet.judged} judged by ${sheet.grader} on ${sheet.task}.`) +
        harmless(` Fill in the column label: ${words}${numbers}.`) +
        `\nA second person may label in a column label_2. Then: llm-bench judge calibrate <file> ${sheet.run_id}\n`,
    );
    return EXIT.well;
  },
});
