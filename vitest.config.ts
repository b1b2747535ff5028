// How the tests run: every workspace's, on few workers, with one PostgreSQL for all of them.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{packages,apps}/*/{src,tests}/**/*.test.{ts,tsx}',
      '{e2e,bench,tools}/**/*.test.{ts,tsx}',
    ],
    exclude: ['**/node_modules/**', '**/.types/**'],
    globalSetup: ['tools/src/global-setup.ts'],
    setupFiles: ['tools/src/hold-answers.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A busy machine takes longer than the second that is given where nothing is said.
    expect: { poll: { timeout: 20_000 } },
  },
})
