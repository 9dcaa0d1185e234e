import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { suiteSchema } from './schema.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const PAGES = ['README.md', ...readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md'))];

/** The YAML blocks of a page that are a suite or a part of one; `grade:` alone is a part of a task. */
const partsIn = (page: string): readonly [string, Record<string, unknown>][] => {
  const text = readFileSync(`${ROOT}${page === 'README.md' ? '' : 'docs/'}${page}`, 'utf8');
  return [...text.matchAll(/^```yaml\n(.*?)^```/gms)].flatMap(({ index, 1: block = '' }) => {
    const line = text.slice(0, index).split('\n').length + 1;
    const part: unknown = parse(block);
    const isPart = typeof part === 'object' && part !== null && Object.keys(part).every((key) => KEYS.has(key));
    return isPart ? [[`${page}:${line}`, part as Record<string, unknown>]] : [];
  });
};

const KEYS = new Set([...Object.keys(suiteSchema.shape), 'grade']);

const asSuite = ({ grade = 'exact', ...part }: Record<string, unknown>) => ({
  name: 's',
  models: ['baseline/first'],
  tasks: [{ name: 't', dataset: './d.jsonl', grade }],
  ...part,
});

describe('what the docs show of a suite can be written as it stands', () => {
  const parts = PAGES.flatMap(partsIn);

  test.each(parts)('%s', (_, part) => {
    expect(suiteSchema.safeParse(asSuite(part)).error?.issues).toBeUndefined();
  });

  test('the examples are found', () => {
    expect(parts.length).toBeGreaterThanOrEqual(10);
  });
});
