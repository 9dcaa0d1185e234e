import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { tempFolder } from '../temp.ts';
import { ROOT } from './llm-bench.ts';

test('the packed program runs from another folder, and its library can be imported', { timeout: 120_000 }, async () => {
  await using folder = await tempFolder();
  const npm = (...words: string[]) => execa('npm', words, { cwd: folder.path });
  const { stdout: packed } = await execa(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder.path],
    { cwd: ROOT },
  );
  const [{ filename, files }] = JSON.parse(packed);
  const paths: string[] = files.map(({ path }: { path: string }) => path);
  expect(paths).toContain('dist/cli/main.js');
  expect(paths).toContain('datasets/mmlu-mini/test/nutrition_test.csv');
  expect(paths).toContain('src/catalog/prices.yaml');
  expect(paths).toEqual(expect.arrayContaining(['src/reports/html/page/main.js', 'src/reports/html/page/page.css']));
  expect(paths.filter((path) => /\.test\.|testing|^results|^bench/.test(path))).toEqual([]);

  await folder.write('package.json', '{ "private": true }');
  await npm('install', '--prefer-offline', '--no-audit', '--no-fund', join(folder.path, filename));
  await folder.write('questions.csv', 'input,target\nNA,NA\nNone,None\n');
  await folder.write(
    'suite.yaml',
    'name: echo\nmodels: [{ model: exec/cat, command: [cat], price: { usd_per_hour: 1 } }]\ntasks: [{ name: t, dataset: ./questions.csv, prompt: "{{ input }}", grade: exact }]\n',
  );
  const { stdout } = await execa('npx', ['llm-bench', 'run', 'suite.yaml', '--allow-exec'], { cwd: folder.path });
  expect(stdout).toContain('100.0 % [34.2–100.0]');
  const { stdout: page } = await execa('npx', ['llm-bench', 'report', '--format', 'html'], { cwd: folder.path });
  expect(page).toContain('<h1>echo</h1>');

  const { stdout: names } = await execa(
    process.execPath,
    ['--input-type=module', '-e', "console.log(Object.keys(await import('llm-bench')).join())"],
    { cwd: folder.path },
  );
  expect(names).toContain('run');
});
