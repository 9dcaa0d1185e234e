import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { fold, normalized } from '../lib/fold.ts';
import { defineGrader, scored, unparsed } from './define.ts';
import { compareFields, isDeeper } from './json-compare.ts';
import { findJson, parsed } from './json-find.ts';
import { jsonSchema, misfit } from './json-schema.ts';

/** Deeper JSON is not read: nobody extracts it, and it could be made to take all memory. */
const MOST_LEVELS = 100;

/**
 * The share of fields that are right in the JSON that an answer holds. Numbers are compared by value, texts but for white
 * space around them. Of several targets the one with the most fields right counts.
 */
export const json = defineGrader({
  name: 'json',
  summary: 'compares JSON with the target’s, field by field',
  version: 1,
  options: z.strictObject({
    schema: jsonSchema.exactOptional(),
    ignore_case: z.boolean().describe('texts are the same but for case; default false').exactOptional(),
  }),
  binary: false,
  extracts: true,
  parts: () => ['valid', 'exact'],
  binaryParts: ['valid', 'exact'],

  check(sample, { schema }) {
    for (const target of targetsOf(sample)) {
      const value = parsed(target.trim());
      if (value === undefined) return 'its target is not a JSON object or list';
      if (isDeeper(value, MOST_LEVELS)) return TOO_DEEP('its target');
      const problem = schema && misfit(schema, value);
      if (problem !== undefined) return `its target does not fit the schema: ${problem}`;
    }
    return undefined;
  },

  grade({ sample, answer, options: { schema, ignore_case = false } }) {
    const targets = targetsOf(sample).map((target) => parsed(target.trim()) ?? {});
    const found = findJson(answer, { list: targets.every(Array.isArray) });
    if (found === undefined) return unparsed('the answer holds no JSON object or list');
    if (isDeeper(found.value, MOST_LEVELS)) return unparsed(TOO_DEEP('the answer’s JSON'));

    const same = ignore_case ? sameButForCase : sameText;
    const counts = targets.map((target) => compareFields(target, found.value, same));
    const { right, total, wrong } = counts.reduce((a, b) => (b.right * a.total > a.right * b.total ? b : a));
    const problem = schema && misfit(schema, found.value);
    const what = [
      `${right} of ${total} fields right`,
      ...(wrong.length > 0 ? [`wrong: ${wrong.join(', ')}${wrong.length < total - right ? ' …' : ''}`] : []),
      ...(problem === undefined ? [] : [`does not fit the schema: ${problem}`]),
    ];
    return scored(right / total, what.join('; '), {
      extracted: found.text,
      parts: { valid: problem === undefined ? 1 : 0, exact: right === total ? 1 : 0 },
    });
  },
});

const TOO_DEEP = (what: string) => `${what} goes deeper than ${MOST_LEVELS} levels`;

const sameText = (a: string, b: string): boolean =>
  a === b || normalized(a, 'NFC').trim() === normalized(b, 'NFC').trim();

const sameButForCase = (a: string, b: string): boolean => a === b || fold(a) === fold(b);
