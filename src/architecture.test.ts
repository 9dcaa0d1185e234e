import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenWalls, type SourceFile } from './testing/architecture.ts';

const SRC = import.meta.dirname;

const sourceFiles = (): SourceFile[] =>
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));

test('the house keeps its walls', () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(50);
  expect(brokenWalls(files)).toEqual([]);
});

describe('the checker finds', () => {
  const planted = (path: string, text: string) => brokenWalls([...sourceFiles(), { path, text }]);

  test.each([
    [
      'an import from a floor above',
      'graders/bad.ts',
      "import { run } from '../app/run.ts';",
      'graders may not import app',
    ],
    [
      'an import of a type from a floor above',
      'stats/bad.ts',
      "import type { Row } from '../analysis/figures.ts';",
      'stats may not import',
    ],
    [
      'an import of a neighbour',
      'prompts/bad.ts',
      "import { graders } from '../graders/index.ts';",
      'prompts may not import graders',
    ],
    [
      'a lazy import',
      'providers/bad.ts',
      "const { run } = await import('../engine/run.ts');",
      'providers may not import engine',
    ],
    [
      'an import over several lines',
      'results/bad.ts',
      "import {\n  run,\n} from '../engine/run.ts';",
      'results may not import engine',
    ],
    ['a re-export', 'lib/bad.ts', "export { graders } from '../graders/index.ts';", 'lib stands on nothing'],
    ['a file without its ending', 'engine/bad.ts', "import { x } from './plan';", 'name the file with .ts'],
    ['the clock outside lib', 'analysis/bad.ts', 'const now = Date.now();', 'clock and chance'],
    ['the environment outside cli', 'providers/bad.ts', "const key = process.env['KEY'];", 'process'],
    ['printing', 'engine/bad.ts', "console.log('x');", 'console'],
    [
      'a room that is not on the plan',
      'utils/bad.ts',
      "import { sha256 } from '../lib/hash.ts';",
      'utils has no floor',
    ],
  ])('%s', (_, path, text, problem) => {
    expect(planted(path, text)).toEqual([expect.stringContaining(problem)]);
  });

  test('a circle, of types too', () => {
    const a = { path: 'engine/a.ts', text: "import type { B } from './b.ts';" };
    const b = { path: 'engine/b.ts', text: "import type { A } from './a.ts';" };
    expect(brokenWalls([a, b])).toEqual(['a circle: engine/a.ts → engine/b.ts → engine/a.ts']);
  });

  test('nothing in comments', () => {
    expect(planted('engine/good.ts', '// Date.now() is not used here\n/* nor process.env */')).toEqual([]);
  });
});
