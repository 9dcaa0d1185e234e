import { CommanderError, Command as Program } from 'commander';
import { toolVersion } from '../app/version.ts';
import { harmless } from '../lib/harmless.ts';
import { commands } from './commands/index.ts';
import { addTo } from './define.ts';
import { EXIT, EXIT_HELP } from './exit-codes.ts';
import { openIo } from './io.ts';

async function main(): Promise<void> {
  const io = openIo(process.argv);
  const program = new Program('llm-bench')
    .description(
      'Asks every model the same questions, grades the answers, prices every call, and prints quality beside dollars.',
    )
    .version(toolVersion())
    .helpCommand(false)
    .addHelpText('after', EXIT_HELP)
    .exitOverride();
  for (const command of commands)
    addTo(program, command, io, (code) => {
      process.exitCode = code;
    });

  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOfError(error, (words) => io.stderr.write(words));
  }
}

function exitCodeOfError(error: unknown, say: (words: string) => void): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.well : EXIT.userCanMend;
  if (error instanceof Error && error.name === 'UserError') {
    say(
      `${error.message
        .split('\n')
        .map((line) => `error: ${harmless(line)}`)
        .join('\n')}\n`,
    );
    return EXIT.userCanMend;
  }
  if (error instanceof Error && error.name === 'Interrupted') {
    say('Stopped before anything was asked.\n');
    return EXIT.incomplete;
  }
  say(
    `This is a bug of llm-bench; please report it with what follows.\n${error instanceof Error ? error.stack : error}\n`,
  );
  return EXIT.bug;
}

await main();
// A connection that is still being made would keep the process for half a minute.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
