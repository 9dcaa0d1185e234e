import type { Repeated } from '../domain/classified.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { percent } from '../lib/format.ts';
import { stampOf } from './stamp.ts';
import type { Table } from './table.ts';
import { withInterval } from './words.ts';

/** For tasks that ask each sample several times: how likely one, and each, of k answers is right. */
export const repeatTables = (scorecard: Scorecard): Table[] =>
  scorecard.tasks.flatMap((task) => {
    const models = repeatsOf(scorecard, task).filter(({ pass }) => pass.length > 0);
    const [first] = models;
    if (!first) return [];
    return {
      title: `${task.name} · ${task.metric}: of ${first.epochs} answers to each sample`,
      protocol: stampOf(task, scorecard),
      columns: [
        { title: 'Model', align: 'left' as const },
        ...['k', 'one of k right, pass@k [95 % CI]', 'all k right, pass^k [95 % CI]', 'n'].map((title) => ({
          title,
          align: 'right' as const,
        })),
      ],
      rows: models.flatMap(({ model, pass }) =>
        pass.map(({ k, any, all }) => [
          model,
          String(k),
          withInterval(any),
          withInterval(all),
          any.n.toLocaleString('en-US'),
        ]),
      ),
    };
  });

/** What more epochs would narrow, and what they would not. */
export const repeatNotes = (scorecard: Scorecard): string[] =>
  scorecard.tasks.flatMap((task) =>
    repeatsOf(scorecard, task).flatMap(({ model, within, between }) => {
      if (within === null || between === null) return [];
      const [own, others] = [within, between].map((variance) => percent(Math.sqrt(variance)));
      return `${model} on ${task.name}: answers to one sample differ with a standard deviation of ${own}, samples with one of ${others}; more epochs narrow only the first.`;
    }),
  );

const repeatsOf = ({ repeats = [] }: Scorecard, { name, metric }: Scorecard['tasks'][number]): readonly Repeated[] =>
  repeats.filter((one) => one.task === name && one.metric === metric);
