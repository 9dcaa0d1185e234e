interface Parts {
  /** What stands after `models:` on line 2. */
  readonly models?: string;
  readonly dataset?: string;
  /** What stands after `grade:` on line 6. */
  readonly grade?: string;
  /** Further lines of the only task, from line 7 on. */
  readonly task?: readonly string[];
  /** Further lines at the end. */
  readonly top?: readonly string[];
}

/** A small suite that is right, but for what a test puts into it. */
export const suiteText = ({
  models = '[baseline/first]',
  dataset = './data.jsonl',
  grade = 'exact',
  task = [],
  top = [],
}: Parts = {}): string =>
  [
    'name: s',
    `models: ${models}`,
    'tasks:',
    '  - name: t',
    `    dataset: ${dataset}`,
    `    grade: ${grade}`,
    ...task.map((line) => `    ${line}`),
    ...top,
    '',
  ].join('\n');
