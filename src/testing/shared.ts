import { join } from 'node:path';

/** Material that is not part of the project; tests that need it are skipped where it is absent. */
export const SHARED = join(import.meta.dirname, '../../../shared');
