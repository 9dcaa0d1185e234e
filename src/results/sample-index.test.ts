import fc from 'fast-check';
import { expect, test } from 'vitest';
import { targetDigest } from '../domain/keys.ts';
import type { PlannedSample } from '../domain/sample.ts';
import { anyText } from '../testing/arbitrary.ts';
import { planned } from '../testing/builders.ts';
import { tempFolder } from '../testing/temp.ts';
import { SampleIndex } from './sample-index.ts';

async function index(...samples: PlannedSample[]): Promise<SampleIndex> {
  await using folder = await tempFolder();
  await folder.write('samples.jsonl', samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  return await SampleIndex.read(folder.path);
}

test('knows where each sample stands, what groups it, and its target', async () => {
  const law = planned({ task: 'law', sample: '1', group: 'contracts', category: 'civil', target: ['A', 'B'] });
  const tax = planned({ task: 'tax', sample: '1', choices: ['x', 'y'], target: 'A' });
  const samples = await index(law, tax);
  expect(samples.lineOf('law', '1')).toBe(0);
  expect(samples.lineOf('tax', '1')).toBe(1);
  expect(samples.lineOf('tax', '2')).toBeUndefined();
  expect(samples.groups).toEqual(['contracts', null]);
  expect(samples.categories).toEqual(['civil', null]);
  expect(samples.tasks).toEqual(['law', 'tax']);
  expect([0, 1].map((line) => samples.targetOf(line))).toEqual([targetDigest(law), targetDigest(tax)]);
});

test('keeps the targets of tasks whose answers are labels, equal ones once, and no other text', async () => {
  await using folder = await tempFolder();
  const targets = ['billing', ['billing', 'outage'], 'billing', ['billing', 'outage']];
  const lines = ['tickets', 'law'].flatMap((task) =>
    targets.map((target, at) => JSON.stringify(planned({ task, sample: String(at), target }))),
  );
  await folder.write('samples.jsonl', lines.map((line) => `${line}\n`).join(''));
  const { labels } = await SampleIndex.read(folder.path, new Set(['tickets']));
  expect(labels).toEqual([...targets, null, null, null, null]);
  expect(labels[3]).toBe(labels[1]);
});

test('confuses no two samples, whatever tasks and ids are called', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.record({ task: anyText(), sample: anyText() }), {
        minLength: 1,
        maxLength: 12,
        selector: ({ task, sample }) => JSON.stringify([task, sample]),
      }),
      async (names) => {
        const samples = await index(...names.map((facts) => planned(facts)));
        expect(names.map(({ task, sample }) => samples.lineOf(task, sample))).toEqual([...names.keys()]);
      },
    ),
    { numRuns: 40 },
  ));

test('nor those that a line end in a name would make alike', async () => {
  const samples = await index(planned({ task: 'a\nb', sample: 'c' }), planned({ task: 'a', sample: 'b\nc' }));
  expect(samples.lineOf('a\nb', 'c')).toBe(0);
  expect(samples.lineOf('a', 'b\nc')).toBe(1);
});

test('holds a run’s tasks where each is there in one piece, and says which is not', async () => {
  const lines = (...tasks: string[]) => index(...tasks.map((task, at) => planned({ task, sample: String(at) })));
  const law = { name: 'law', samples: 2 };
  const tax = { name: 'tax', samples: 2 };
  const whole = await lines('law', 'law', 'tax', 'tax');
  expect(() => whole.mustHold('r', [law, tax, { name: 'none', samples: 0 }])).not.toThrow();
  expect(() => whole.mustHold('r', [law, { name: 'tax', samples: 3 }])).toThrow('(2 and 3 samples of tax)');
  expect(() => whole.mustHold('r', [law])).toThrow('(4 and 2 samples in all)');
  expect(() => whole.mustHold('r', [law, tax, { name: 'new', samples: 1 }])).toThrow('(0 and 1 samples of new)');
  const torn = await lines('law', 'tax', 'law', 'tax');
  expect(() => torn.mustHold('r', [law, tax])).toThrow('do not fit together');
});
