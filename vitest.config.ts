import { defineConfig } from 'vitest/config';

// Unit tests and whole calls without Electron. What needs a browser or a desktop runs in Playwright (test/e2e).
export default defineConfig({
  test: {
    include: ['test/{core,contract,main,preload,renderer,flows,house,tools}/**/*.test.{ts,tsx}'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 30_000, // ends what hangs; nothing is timed by it
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts'],
      reporter: ['text-summary', 'text'],
      skipFull: true,
      thresholds: { lines: 100 },
    },
  },
});
