import { expect, test } from 'vitest';
import { problemOf } from '../../testing/problem.ts';
import { keepVendorKeys } from './vendor-keys.ts';

const check = (name: string, url: string) => () => keepVendorKeys(['OURS', name], new URL(url), 'model m');

test.each([
  ['OPENAI_API_KEY', 'https://api.openai.com/v1'],
  ['OPENAI_API_KEY', 'https://API.OPENAI.COM/v1'],
  ['OPENAI_API_KEY', 'https://eu.api.openai.com/v1'],
  ['OPENAI_API_KEY', 'http://localhost:8000'],
  ['OPENAI_API_KEY', 'http://127.0.0.1:8000'],
  ['OPENAI_API_KEY', 'http://127.1.2.3'],
  ['OPENAI_API_KEY', 'http://[::1]:8000'],
  ['AZURE_API_KEY', 'https://ours.openai.azure.com/openai'],
  ['AWS_SECRET_ACCESS_KEY', 'https://bedrock-runtime.eu-central-1.amazonaws.com'],
])('a vendor’s key may go to that vendor and to loopback: %s %s', (name, url) => {
  expect(check(name, url)).not.toThrow();
});

test.each([
  ['OPENAI_API_KEY', 'https://api.anthropic.com'],
  ['OPENAI_API_KEY', 'http://api.openai.com/v1'],
  ['OPENAI_API_KEY', 'https://api.openai.com.evil.example'],
  ['OPENAI_API_KEY', 'https://evil-api.openai.com'],
  ['OPENAI_API_KEY', 'https://apixopenai.com'],
  ['OPENAI_API_KEY', 'https://evil.example/api.openai.com'],
  ['OPENAI_API_KEY', 'https://api.openai.com@evil.example'],
  ['OPENAI_API_KEY', 'http://127.0.0.1.evil.example'],
  ['OPENAI_API_KEY', 'http://localhost.evil.example'],
  ['AZURE_API_KEY', 'https://ours.azurewebsites.net'],
  ['AWS_BEARER_TOKEN_BEDROCK', 'https://ec2-1-2-3-4.compute.amazonaws.com'],
])('and nowhere else, nor there in clear: %s %s', (name, url) => {
  expect(check(name, url)).toThrow(`model m: ${name} may go to https://`);
});

test('the words name the hosts, and the way out', async () => {
  expect(await problemOf(check('MISTRAL_API_KEY', 'https://evil.example'))).toBe(
    'model m: MISTRAL_API_KEY may go to https://api.mistral.ai or to loopback only; for another host put its key into a variable of its own and name that in key_env',
  );
});

test('keys of one’s own may go anywhere', () => {
  expect(check('toString', 'https://anywhere.example')).not.toThrow();
});
