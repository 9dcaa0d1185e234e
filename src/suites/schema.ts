import { z } from 'zod';
import { tokenPriceSchema } from '../catalog/schema.ts';
import { graders } from '../graders/index.ts';
import { providers } from '../providers/index.ts';
import { gateSchema } from './gate-schema.ts';
import { name, usd } from './values.ts';

/** Timers run for 24.8 days at most; a week is more than anyone waits. */
const seconds = z.number().positive().max(604_800);

const price = z.union([
  tokenPriceSchema,
  z.strictObject({ usd_per_hour: usd }).describe('USD per hour of computing, for what runs on this machine'),
]);

/** The settings that fit any model. */
const settings = {
  temperature: z.number().min(0).exactOptional(),
  top_p: z.number().min(0).max(1).exactOptional(),
  max_tokens: z.int().positive().exactOptional(),
  stop: z.union([z.string(), z.array(z.string())]).exactOptional(),
  seed: z.int().exactOptional(),
  effort: name.exactOptional(),
  response_schema: z.record(z.string(), z.unknown()).exactOptional(),
  params: z
    .record(z.string(), z.unknown())
    .describe('merged into the body of the request as it stands')
    .exactOptional(),
  timeout_s: seconds.describe('of one try; default 120').exactOptional(),
  deadline_s: seconds.describe('of a call with all its tries; default 600').exactOptional(),
  retries: z.int().min(0).max(100).describe('further tries after the first; default 4').exactOptional(),
};

const stream = z
  .boolean()
  .describe('answers come token by token, so that the time to the first is known; default false')
  .exactOptional();

/** The keys that only some providers take; which, each provider's own schema says. */
const providerKeys = Object.fromEntries(
  providers.flatMap(({ options }) =>
    Object.entries(options.shape).map(([key, type]) => [key, z.exactOptional(unwrapped(type))]),
  ),
) as {
  base_url: z.ZodExactOptional<z.ZodString>;
  key_env: z.ZodExactOptional<z.ZodString>;
  headers: z.ZodExactOptional<z.ZodRecord<z.ZodString, z.ZodString>>;
  api: z.ZodExactOptional<z.ZodString>;
  api_version: z.ZodExactOptional<z.ZodString>;
  region: z.ZodExactOptional<z.ZodString>;
  command: z.ZodExactOptional<z.ZodArray<z.ZodString>>;
  env: z.ZodExactOptional<z.ZodArray<z.ZodString>>;
  file: z.ZodExactOptional<z.ZodString>;
  run: z.ZodExactOptional<z.ZodString>;
  max_age_days: z.ZodExactOptional<z.ZodNumber>;
};

function unwrapped(type: z.core.$ZodType): z.core.$ZodType {
  return type instanceof z.ZodOptional ? type.unwrap() : type;
}

const model = z.strictObject({
  id: name.describe('the label used everywhere; default: the model').exactOptional(),
  model: name.describe('provider/name'),
  ...settings,
  limits: z
    .strictObject({
      concurrency: z.int().min(1).max(10_000).describe('calls in flight at most').exactOptional(),
      requests_per_minute: z.int().min(1).describe('shared by all models of one account').exactOptional(),
      tokens_per_minute: z.int().min(1).describe('shared by all models of one account').exactOptional(),
    })
    .exactOptional(),
  price: price.exactOptional(),
  catalog: name.describe('which model of the catalogue it is; `list models` knows them').exactOptional(),
  hosting: z
    .strictObject({
      gpu: name.describe('a100-80, h100-80, h200-141, b200-180, l40s-48, l4-24'),
      count: z.int().min(1).max(1024),
      usd_per_gpu_hour: usd.describe('default: the catalogue’s').exactOptional(),
      utilisation: z.number().gt(0).max(1).describe('share of the most that they can do; default 0.5').exactOptional(),
    })
    .describe('the GPUs that it runs on; its price per token follows where there is no `price`')
    .exactOptional(),
  ...providerKeys,
});

const judge = z.union([z.string(), model.omit({ catalog: true, hosting: true })]);

const roles = z.strictObject({
  incumbent: name
    .describe('the id of the model that others are set against; default: the one that costs most')
    .exactOptional(),
  judge: z
    .union([judge, z.array(judge).min(1)])
    .describe('who grades for the judge grader: a model as in `models`, or an odd panel')
    .exactOptional(),
});

const graderOptions = Object.fromEntries(
  graders.map(({ name, options, summary }) => [
    name,
    options
      .extend({ name: z.string().min(1).describe('default: the grader’s').exactOptional() })
      .describe(summary)
      .exactOptional(),
  ]),
);

const grader = z.union([
  z.enum(graders.map(({ name }) => name)),
  z
    .strictObject(graderOptions)
    .refine(
      (entry) => Object.values(entry).filter((options) => options !== undefined).length === 1,
      'name one grader here',
    ),
]);

const message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

const task = z.strictObject({
  name: name.refine((given) => given !== '*', '* stands for all tasks; give it another name'),
  dataset: name.describe('a name that `list datasets` knows, or a path: ./file.jsonl, ./folder'),
  split: name.describe('default test').exactOptional(),
  subjects: z.array(name).min(1).exactOptional(),
  limit: z.int().positive().describe('samples in all: a seeded draw, each group with its share').exactOptional(),
  fields: z
    .strictObject({
      id: name.exactOptional(),
      input: name.exactOptional(),
      target: name.exactOptional(),
      choices: z.union([name, z.array(name).min(2)]).exactOptional(),
    })
    .describe('which columns hold what')
    .exactOptional(),
  group: name.describe('the column whose values get rows of their own').exactOptional(),
  cluster: name
    .describe('the column that names what samples share: a passage, a source; intervals then allow for it')
    .exactOptional(),
  system: z.string().exactOptional(),
  messages: z.array(message).min(1).exactOptional(),
  prompt: z.string().min(1).describe('a built-in prompt’s name, or a template with {{ input }} in it').exactOptional(),
  shots: z.int().min(0).max(100).exactOptional(),
  shots_from: name.describe('a split or a path; default dev').exactOptional(),
  grade: z.union([grader, z.array(grader).min(1)]),
  metric: name.describe('a grader’s name, or <name>.<part>; default: the first grader').exactOptional(),
  epochs: z.int().min(1).max(1000).describe('how often to ask each sample; default 1').exactOptional(),
  min_coverage: z
    .number()
    .min(0)
    .max(1)
    .describe('answers ÷ trials; below it the run is incomplete; default 0.99')
    .exactOptional(),
  error_cost_usd: usd.describe('what one wrong answer costs').exactOptional(),
});

const discounts = z.strictObject(
  Object.fromEntries(providers.map(({ name }) => [name, z.number().min(0).max(1).exactOptional()])),
);

/** A suite as a user writes it. */
export const suiteSchema = z.strictObject({
  name,
  description: z.string().exactOptional(),
  defaults: z
    .strictObject({ ...settings, stream })
    .describe('settings of every model that does not say otherwise')
    .exactOptional(),
  models: z.array(z.union([z.string(), model])).min(1),
  roles: roles.exactOptional(),
  tasks: z.array(task).min(1),
  budget: z
    .strictObject({ max_usd: usd.exactOptional(), per_model_usd: usd.exactOptional() })
    .describe('what the run, and each model of it, may spend; what is in flight when it is reached still ends')
    .exactOptional(),
  prices: name.describe('a price file of the team’s own: ./prices.yaml').exactOptional(),
  economics: z
    .strictObject({
      discount: discounts.describe('what contracts take off, 0…1, by provider').exactOptional(),
      requests_per_month: z.number().positive().describe('how often the work is asked for').exactOptional(),
      migration_usd: usd.describe('what it takes to change the model, once').exactOptional(),
    })
    .exactOptional(),
  gates: z
    .array(gateSchema)
    .min(1)
    .describe('may one model replace another? ruled on each task by itself, and all are needed')
    .exactOptional(),
  stop_early: z.boolean().describe('ask no more once every gate is decided; default false').exactOptional(),
  seed: z.int().describe('draws and orders samples; default 0').exactOptional(),
});

export type SuiteInput = z.infer<typeof suiteSchema>;
export type ModelInput = z.infer<typeof model>;
export type TaskInput = z.infer<typeof task>;
export type GraderInput = z.infer<typeof grader>;

/** The suite's JSON Schema, for editors. */
export const suiteJsonSchema = (): object => z.toJSONSchema(suiteSchema, { io: 'input' });
