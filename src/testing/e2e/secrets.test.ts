import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../temp.ts';
import { type Arrived, type Reply, says, sends, startVendor } from '../vendor.ts';
import { llmBench, onlyRun } from './llm-bench.ts';

const KEY = 'sk-live-4Kx/9+Zq~Tt0P';
const TEAM = 'team token "quoted" & 7f3a';
const TENANT = 'tenant-5d1c0e';
const SECRETS = [KEY, TEAM, TENANT];

/** Each secret as texts may spell it. */
const spelled = SECRETS.flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
]);

/** All that the vendor was sent, and the key in other spellings. */
const heard = ({ path, headers }: Arrived) =>
  `path ${path} headers ${JSON.stringify(headers)} basic ${Buffer.from(KEY).toString('base64')} ${encodeURIComponent(KEY)}`;

/** A vendor that says all that it was sent, in every way in which a call can end. */
const echoes: readonly ((echo: string) => Reply)[] = [
  (echo) => says(`4 ${echo}`, { model: echo, headers: { 'x-request-id': encodeURI(echo) } }),
  (echo) => sends(400, JSON.stringify({ error: { message: echo, code: echo } })),
  (echo) => sends(401, JSON.stringify({ error: { message: `no such key: ${echo}` } })),
  (echo) => sends(429, JSON.stringify({ error: { message: echo } }), { 'retry-after': '0' }),
  (echo) => sends(500, echo),
  (echo) => sends(529, `<html>${echo}</html>`),
  (echo) => sends(200, `{"choices": ${echo}`),
  (echo) => sends(302, '', { location: `http://127.0.0.1:1/${encodeURI(echo)}` }),
  (echo) => (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
    response.write(`{"choices": [{"message": {"content": ${JSON.stringify(echo)}`, () => response.socket?.destroy());
  },
];

const suite = (url: string, stream: boolean) => `name: secrets
defaults: { retries: 1, stream: ${stream} }
models:
  - id: ours
    model: openai-compatible/x
    base_url: "${url.replace('/v1', '')}/\${TENANT}/v1"
    key_env: OUR_KEY
    headers: { x-team: "\${TEAM}" }
    limits: { concurrency: 1 }
  - { id: nobody, model: openai-compatible/x, base_url: "http://127.0.0.1:1/\${TENANT}/v1", key_env: OUR_KEY }
tasks: [{ name: t, dataset: ./questions.jsonl, prompt: "{{ input }}", grade: exact }]
`;

test.each([
  ['whole', false],
  ['streamed', true],
])(
  'no secret is in any file, nor in what is printed, whatever the vendor echoes and with the wire log on: %s',
  async (_, stream) => {
    await using folder = await tempFolder();
    await using vendor = await startVendor((arrived) => {
      const n = Number(arrived.body.messages[0].content);
      return (echoes[n % echoes.length] as (typeof echoes)[number])(heard(arrived));
    });
    const lines = Array.from({ length: 2 * echoes.length }, (_, n) =>
      JSON.stringify({ id: `q${n}`, input: `${n}`, target: '4' }),
    );
    await folder.write('questions.jsonl', lines.join('\n'));
    const path = await folder.write('suite.yaml', suite(vendor.url, stream));
    const env = { OUR_KEY: KEY, TEAM, TENANT };

    const { stdout, stderr } = await llmBench(['run', path, '--debug'], folder.path, env);
    const { stdout: report } = await llmBench(['report', '--json'], folder.path, env);

    const run = await onlyRun(folder.path);
    const files = await Promise.all((await readdir(run)).map((file) => readFile(join(run, file), 'utf8')));
    const seen = [stdout, stderr, report, ...files].join('\n').toLowerCase();
    for (const secret of spelled) expect(seen).not.toContain(secret.toLowerCase());

    expect(vendor.arrived.length).toBeGreaterThan(echoes.length);
    expect(vendor.arrived[0]).toMatchObject({ headers: { authorization: `Bearer ${KEY}`, 'x-team': TEAM } });
    expect(vendor.arrived[0]?.path).toContain(TENANT);
    expect(stderr).toContain('[secret]');
    expect(files.join('')).toContain('[secret]');
  },
);
