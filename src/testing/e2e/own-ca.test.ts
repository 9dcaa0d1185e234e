import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../temp.ts';
import { says } from '../vendor.ts';
import { llmBench, onlyRun, readRun } from './llm-bench.ts';

/** Makes the certificate, where it is installed. */
const OPENSSL = 'openssl';
const { failed: isWithoutOpenssl } = await execa(OPENSSL, ['version'], { reject: false });

/** A server whose certificate no one knows but who is told of it. */
async function startOwn(folder: TempFolder) {
  const [key, certificate] = [join(folder.path, 'key.pem'), join(folder.path, 'certificate.pem')];
  const files = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  await execa(OPENSSL, ['req', '-x509', ...files, ...name]);
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (request, response) => {
    request.resume().on('end', () => says('a')(response, { path: '', headers: {}, body: {} }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    certificate,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test.skipIf(isWithoutOpenssl)('a server of one’s own CA is trusted where NODE_EXTRA_CA_CERTS names it', async () => {
  await using folder = await tempFolder();
  await using server = await startOwn(folder);
  await folder.write('data.jsonl', '{"input": "a", "target": "a"}\n');
  const model = { id: 'own', model: 'openai-compatible/own', base_url: server.url, retries: 0 };
  const task = { name: 't', dataset: './data.jsonl', prompt: '{{ input }}', grade: 'exact' };
  await folder.write('suite.yaml', JSON.stringify({ name: 'own-ca', models: [model], tasks: [task] }));

  const stranger = await llmBench(['run', 'suite.yaml'], folder.path);
  expect(stranger.exitCode).not.toBe(0);
  const { outcomes } = await readRun(await onlyRun(folder.path));
  const failure = { kind: 'unreachable', message: expect.stringMatching(/self-signed certificate/) };
  expect(outcomes).toMatchObject([{ failure }]);

  const friend = await llmBench(['run', 'suite.yaml', '--fresh'], folder.path, {
    NODE_EXTRA_CA_CERTS: server.certificate,
  });
  expect(friend).toMatchObject({ exitCode: 0 });
});
