const CORE = 'packages/core/src'
const DECIDING = [
  'stages/*.ts',
  'jose/*.ts',
  'errors/profiles/*.ts',
  'claim-mapping.ts',
  'verify-token.ts',
  'authenticate.ts',
  'find-token.ts',
  'awaitable.ts',
  'proofs.ts',
  'read-token.ts',
  'revocation/revocation-index.ts',
  'revocation/held-revocation.ts',
  'stores/store-guard.ts',
  'stores/circuit-breaker.ts',
  'admit.ts',
  'edit-request.ts',
]

// biome-ignore lint/style/noDefaultExport: Stryker reads it
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/ignore-prose.mjs'],
  ignorers: ['prose'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  mutate: [...DECIDING.map((path) => `${CORE}/${path}`), '!**/*.test.ts'],
  concurrency: 1,
  timeoutMS: 3000,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: '.tmp/mutation/report.json' },
  tempDirName: '.tmp/stryker',
  ignorePatterns: ['/.tmp', '/coverage', 'dist'],
}
