import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';

export const list = defineCommand({
  name: 'list',
  arguments: [{ name: '<what>', summary: 'graders, providers, prompts, datasets, reports or runs' }],
  summary: 'print what there is',
  flags: [],

  async run(io, [what = ''], { json, results }) {
    const { findList } = await import('../../app/list.ts');
    const items = await findList(what)(results);
    const width = Math.max(0, ...items.map(({ name }) => name.length));
    const lines = items.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join('');
    io.stdout.write(json ? `${JSON.stringify(items, null, 2)}\n` : lines);
    return EXIT.well;
  },
});
