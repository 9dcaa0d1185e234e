import { harmless } from '../../lib/harmless.ts';
import { jsonText } from '../../lib/json-text.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { type OverrideFlags, overrideFlags, wholeNumber } from '../flags.ts';
import { print } from '../io.ts';

interface ValidateFlags extends OverrideFlags {
  readonly show?: number;
}

export const validate = defineCommand<ValidateFlags>({
  name: 'validate',
  arguments: [{ name: '<suite>', summary: 'the suite, a YAML file' }],
  summary: 'make all checks and print warnings; asks nothing',
  flags: [
    ...overrideFlags,
    { name: '--show <n>', summary: 'print n prompts of each task as they would be sent', parse: wholeNumber },
  ],

  async run(io, [path = ''], { show = 0, json, priceFile, allowExec = false, quiet, results, ...overrides }) {
    const { validate } = await import('../../app/validate.ts');
    const { count } = await import('../../lib/format.ts');
    const shown = (text: string) => (io.stdout.isTTY ? text.split('\n').map(harmless).join('\n') : text);
    const found = await validate({ path, overrides, priceFile, env: io.env, allowExec, results, show });
    if (json) {
      await print(io.stdout, [jsonText(found)]);
      return EXIT.well;
    }
    for (const warning of quiet ? [] : found.warnings) io.stderr.write(`warning: ${harmless(warning)}\n`);
    io.stdout.write(`${path} is valid: ${count(found.models.length, 'model')}, ${count(found.calls, 'call')}\n`);
    for (const { name, samples, epochs, protocol, labels, prompts } of found.tasks) {
      io.stdout.write(
        `\n${harmless(name)}: ${count(samples, 'sample')}${epochs > 1 ? ` × ${count(epochs, 'epoch')}` : ''}, ${protocol}\n`,
      );
      for (const [grader, n] of Object.entries(labels)) {
        io.stdout.write(`${harmless(grader)}: ${count(n, 'human label')}\n`);
      }
      for (const [index, prompt] of prompts.entries()) {
        io.stdout.write(
          `\n--- prompt ${index + 1} of ${harmless(name)}\n${prompt.map(({ role, content }) => `[${role}]\n${shown(content)}\n`).join('')}`,
        );
      }
    }
    return EXIT.well;
  },
});
