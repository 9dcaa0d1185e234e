// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how suites name a variable
import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { keepVendorKeys } from './vendor-keys.ts';

const check = (name: string, url: string) => () => keepVendorKeys(['OURS', name], new URL(url), 'model m');

test.each([
  'https://api.openai.com/v1',
  'https://API.OPENAI.COM/v1',
  'http://localhost:8000',
  'http://127.0.0.1:8000',
  'http://127.1.2.3',
  'http://[::1]:8000',
])('a vendor’s key may go to that vendor and to loopback: %s', (url) => {
  expect(check('OPENAI_API_KEY', url)).not.toThrow();
});

test.each([
  'https://api.anthropic.com',
  'https://api.openai.com.evil.example',
  'https://evil.example/api.openai.com',
  'https://api.openai.com@evil.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
])('and nowhere else: %s', async (url) => {
  expect(await problemOf(check('OPENAI_API_KEY', url))).toBe(
    'model m: ${OPENAI_API_KEY} may go to api.openai.com or to loopback only; for another host name its key in key_env',
  );
});

test('keys of one’s own may go anywhere', () => {
  expect(check('toString', 'https://anywhere.example')).not.toThrow();
});
