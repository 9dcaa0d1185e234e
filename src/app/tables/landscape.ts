import type { CatalogModel } from '../../analysis/model-size.ts';
import { type ModelSpec, splitModel } from '../../domain/model.ts';
import type { Row } from '../../domain/row.ts';
import type { Manifest } from '../../domain/run.ts';
import type { TaskSpec } from '../../domain/suite.ts';
import { count } from '../../lib/format.ts';
import type { Shown } from '../../reports/columns.ts';
import { notesOf } from '../../reports/notes.ts';
import { type Block, blocksOf, type Table, tableOf, taskBlocks } from '../../reports/table.ts';
import { configurations, HOSTING_NOTE } from '../lists/landscape-hosting.ts';
import { scoreText } from '../lists/landscape-notes.ts';
import { knownModels } from './known-models.ts';
import { landscapeKeys, type MeasuredRow, measuredColumns, shownColumns } from './measured-columns.ts';
import type { MadeTable, RunTable, TabledRun } from './table.ts';

type Published = CatalogModel['mmlu'][number];

/** A model of a run: what is known of it, whatever it was asked. */
interface SizedModel extends Pick<MeasuredRow, 'known' | 'price' | 'hosting'> {
  readonly spec: ModelSpec;
  /** Where a number of parameters is from that nobody published. */
  readonly guessedBy: string | null;
}

/** The comparison table of a run's own models: published beside measured. */
export const landscapeTable: RunTable<MeasuredRow> = {
  ...{ name: 'landscape', keys: landscapeKeys, columns: measuredColumns },
  make: runLandscape,
};

/** A row per model and task, and over all tasks where they share a metric. */
export async function runLandscape(run: TabledRun, shown: Shown = {}): Promise<MadeTable<MeasuredRow>> {
  const { scorecard, manifest } = run;
  const models = await sizedModels(run);
  const rowsOf = (block: Block) => block.rows.map((row) => measuredRow(row, block, { manifest, models }));
  const blocks = blocksOf(scorecard);
  const overall = blocks.filter(({ task }) => task === '*');
  return {
    tables: blocks.map((block) => measuredTable(block, rowsOf(block), manifest, shown)),
    notes: [...notesOf(scorecard), ...ownNotes([...models.values()], blocks.flatMap(rowsOf))],
    rows: [...taskBlocks(scorecard), ...overall].flatMap(rowsOf),
  };
}

async function sizedModels(run: TabledRun) {
  const { models, sources } = await knownModels(run);
  const found = models.map(async ({ spec, known, price }): Promise<[string, SizedModel]> => {
    const source = known?.params_estimated ? known.params_source : undefined;
    const guessedBy = source === undefined ? null : (sources[source] ?? source);
    return [spec.id, { spec, known, price, guessedBy, hosting: known ? await configurations(known) : [] }];
  });
  return new Map(await Promise.all(found));
}

interface Around {
  readonly manifest: Manifest;
  readonly models: ReadonlyMap<string, SizedModel>;
}

function measuredRow(row: Row, { protocol }: Block, { manifest, models }: Around): MeasuredRow {
  const { model, task, metric, quality, provider, snapshot } = row;
  const { spec, known, price, hosting } = models.get(model) as SizedModel;
  const names = [splitModel(spec.model).name, ...(snapshot?.split(' ') ?? [])];
  return {
    ...{ run_id: manifest.run_id, model, task, metric, quality, protocol, provider, known, price, hosting },
    dataset: manifest.suite.tasks.find(({ name }) => name === task)?.dataset ?? null,
    published: known && publishedOf(known, names),
  };
}

/** The score of the variant that was asked, else the first that is not of the base model. */
const publishedOf = ({ mmlu }: CatalogModel, names: readonly string[]): Published | null =>
  mmlu.find(({ variant }) => names.includes(variant)) ??
  mmlu.find(({ variant }) => variant !== 'base') ??
  mmlu[0] ??
  null;

/** The datasets that are MMLU itself; the quality of no other is called so. */
const isMmlu = ({ dataset }: TaskSpec): boolean => dataset === 'mmlu' || dataset === 'hub:cais/mmlu';

function measuredTable(block: Block, rows: readonly MeasuredRow[], { suite }: Manifest, shown: Shown): Table {
  const tasks = suite.tasks.filter(({ name }) => block.task === '*' || name === block.task);
  const columns = shownColumns(tasks.every(isMmlu) ? 'MMLU measured' : 'Measured');
  const datasets = [...new Set(tasks.map(datasetText))].join(', ');
  const words = { title: block.title, protocol: `${block.protocol}; ${datasets}` };
  return tableOf({ ...words, all: columns, usual: columns, rows }, shown);
}

const MOST_SUBJECTS = 3;

/** `mmlu: jurisprudence`, `mmlu: 12 subjects`: what the measured quality is of. */
function datasetText({ dataset, subjects }: TaskSpec): string {
  if (!subjects) return dataset;
  return `${dataset}: ${subjects.length > MOST_SUBJECTS ? count(subjects.length, 'subject') : subjects.join(', ')}`;
}

function ownNotes(models: readonly SizedModel[], rows: readonly MeasuredRow[]): string[] {
  const unknown = models.filter(({ known }) => known === null).map(({ spec }) => spec.id);
  return [
    ...onceEach(
      models.flatMap(({ known, guessedBy }) =>
        known && guessedBy !== null
          ? [`${known.id}, parameters: not published; the figure is from: ${guessedBy}.`]
          : [],
      ),
    ),
    ...onceEach(rows.flatMap(alsoPublished)),
    ...(unknown.length > 0
      ? [
          `Not in the catalogue, or not said to be: ${unknown.join(', ')}. \`catalog:\` in the suite says which model one is.`,
        ]
      : []),
    'Published scores are of their own protocols and samples, without n and interval; what was measured is of this run’s samples by its protocol. A gap between the two is no finding by itself.',
    ...(models.some(({ hosting }) => hosting.length > 0) ? [HOSTING_NOTE] : []),
  ];
}

/** Scores by other protocols or of other variants. */
function alsoPublished({ known, published }: MeasuredRow): string[] {
  const others = known?.mmlu.filter((one) => one !== published) ?? [];
  return known && others.length > 0 ? [`${known.id}, MMLU: also published ${others.map(scoreText).join('; ')}.`] : [];
}

const onceEach = (notes: readonly string[]): string[] => [...new Set(notes)];
