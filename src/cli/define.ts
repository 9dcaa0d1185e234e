import type { Command as Commander } from 'commander';
import type { Io } from './io.ts';

/** A command of the program: its words, and what it does with them. What it needs is imported when it runs. */
export interface Command<Flags extends object = object> {
  /** One word, or two where it is one of a group: `judge sheet`. */
  readonly name: string;
  /** As help shows them: `<suite>`, `[run]`; the last may take several, `[runs...]`. */
  readonly arguments: readonly { readonly name: string; readonly summary: string }[];
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** Returns the exit code. */
  run(io: Io, given: readonly string[], flags: Flags): Promise<number>;
}

export interface Flag {
  readonly name: string;
  readonly summary: string;
  /** Turns the text into a value; throws commander's InvalidArgumentError for what cannot be one. */
  readonly parse?: (text: string) => unknown;
}

/** Keeps the type of a command's flags between their words and its `run`. */
export const defineCommand = <Flags extends object>(command: Command<Flags & EveryFlags>): Command =>
  command as Command;

/** Flags that every command has. */
export interface EveryFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly color: boolean;
  readonly results: string;
}

export function addTo(program: Commander, command: Command, io: Io, end: (code: number) => void): void {
  const [name = '', of] = command.name.split(' ').reverse();
  const parent = of === undefined ? program : groupIn(program, of);
  const own = parent.command(name).description(command.summary).exitOverride();
  for (const { name, summary } of command.arguments) own.argument(name, summary);
  for (const { name, summary, parse } of [...command.flags, ...everyFlag]) {
    if (parse) own.option(name, summary, parse as (text: string) => unknown);
    else own.option(name, summary);
  }
  own.action(async (...args: unknown[]) => {
    const flags = own.opts();
    const given = args.slice(0, command.arguments.length).flat() as string[];
    end(await command.run(io, given, { results: 'results', ...flags }));
  });
}

/** What the groups of commands are about. */
const GROUPS: Readonly<Record<string, string>> = {
  judge: 'find out how far a judge can be trusted',
};

const groupIn = (program: Commander, name: string): Commander =>
  program.commands.find((one) => one.name() === name) ??
  program
    .command(name)
    .description(GROUPS[name] ?? '')
    .helpCommand(false)
    .exitOverride();

const everyFlag: readonly Flag[] = [
  { name: '--results <folder>', summary: 'where runs are kept (default: results)' },
  { name: '--json', summary: 'print JSON' },
  { name: '--quiet', summary: 'print results and errors alone' },
  { name: '--debug', summary: 'tell every request and reply on stderr, secrets taken out' },
  { name: '--no-color', summary: 'no colours; NO_COLOR in the environment does the same' },
];
