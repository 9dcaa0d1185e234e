import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of llm-bench, from its package.json. */
export const toolVersion = (): string =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).version;
