import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suiteJsonSchema } from './schema.ts';

const ROOT = join(import.meta.dirname, '../..');

test('schema/suite.schema.json is current (npm run build, then npm run schema)', async () => {
  const file = await readFile(join(ROOT, 'schema/suite.schema.json'), 'utf8');
  expect(file).toBe(`${JSON.stringify(suiteJsonSchema(), null, 2)}\n`);
});

test('the schema refuses keys that there are not, everywhere but where anything goes', () => {
  const open: string[] = [];
  const walk = (schema: unknown, path: string): void => {
    if (schema === null || typeof schema !== 'object') return;
    if ('properties' in schema && (schema as { additionalProperties?: unknown }).additionalProperties !== false) {
      open.push(path);
    }
    for (const [key, inner] of Object.entries(schema)) walk(inner, `${path}/${key}`);
  };
  walk(suiteJsonSchema(), '');
  expect(open).toEqual([]);
});
