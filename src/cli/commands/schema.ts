import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';

export const schema = defineCommand({
  name: 'schema',
  arguments: [],
  summary: 'print the JSON Schema of a suite, for editors',
  flags: [],

  async run(io) {
    const { suiteSchema } = await import('../../app/schema.ts');
    io.stdout.write(`${JSON.stringify(suiteSchema(), null, 2)}\n`);
    return EXIT.well;
  },
});
