import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
    isolate: false,
    maxWorkers: 2,
    setupFiles: ['src/testing/setup.ts'],
  },
});
