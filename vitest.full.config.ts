import { defineConfig } from 'vitest/config'
import quick from './vitest.config.js'

export default defineConfig({
  ...quick,
  test: {
    ...quick.test,
    include: ['test/full/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
