import { defineConfig } from 'vitest/config'

// Tests run on sources; the rest are Vite's own conditions for Node.
const conditions = ['@meishi/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/full/**'],
    setupFiles: ['./vitest.setup.ts'],
    pool: 'threads', // a worker caught in an endless loop dies with the run
    maxWorkers: 2,
    testTimeout: 10_000,
    hookTimeout: 10_000,
    teardownTimeout: 5_000,
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'json-summary'],
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      // What decides about security has no branch that no test takes.
      thresholds: { 'packages/core/src/{stages,jose,errors}/**': { branches: 100, functions: 100 } },
    },
  },
})
