import { suiteJsonSchema } from '../suites/schema.ts';

/** The JSON Schema of a suite, for editors. */
export const suiteSchema = (): object => suiteJsonSchema();
