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
  /** `byName`: not a schema, but a mapping from names, which may be "properties" too, to schemas. */
  const walk = (schema: unknown, path: string, byName = false): void => {
    if (schema === null || typeof schema !== 'object') return;
    if (
      !byName &&
      'properties' in schema &&
      (schema as { additionalProperties?: unknown }).additionalProperties !== false
    ) {
      open.push(path);
    }
    for (const [key, inner] of Object.entries(schema)) walk(inner, `${path}/${key}`, !byName && key === 'properties');
  };
  walk(suiteJsonSchema(), '');
  expect(open).toEqual([]);
});
