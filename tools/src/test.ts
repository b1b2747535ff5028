// `npm test`: runs every test, or those whose path holds one of the words given (`npm test -- packages/core`).
import { resolve } from 'node:path'
import { gatherAnswered, unansweredOperations } from './answered.ts'
import { startVitest } from 'vitest/node'
import { closingLines, countTests, exitCode, slowestLines, timesOf, type TestReport } from './test-report.ts'

const root = resolve(import.meta.dirname, '../..')

// A wrapper is used rather than vitest's own command, so that the last line is always the same and a run without
// tests, or with a forbidden skip, fails.
const requireAll = process.env['CHAPPE_TEST_REQUIRE_ALL'] === '1'
const args = process.argv.slice(2)
const nameAt = args.findIndex((arg) => arg === '-t')
const testNamePattern = nameAt < 0 ? undefined : args[nameAt + 1]
const filters = args.filter((arg, at) => arg !== '-t' && (nameAt < 0 || at !== nameAt + 1))

const rules = { requireAll, byName: testNamePattern !== undefined }

// npm runs scripts in the root; a plain `node ../tools/src/test.ts` works from anywhere as well.
process.chdir(root)

// Threads that servers start read their sources anew each time: stripped and compiled ones are kept, as `npm start` keeps them.
process.env['NODE_COMPILE_CACHE'] ??= resolve(root, 'node_modules/.cache/chappe')

const answered = gatherAnswered()
const vitest = await startVitest(filters, {
  root,
  run: true,
  watch: false,
  passWithNoTests: true,
  reporters: ['default'],
  ...(testNamePattern === undefined ? {} : { testNamePattern }),
})
const unhandled = vitest.state.getUnhandledErrors()
let report: TestReport = countTests(vitest.state.getTestModules(), unhandled.length, rules)
try {
  await vitest.close()
} catch (error) {
  console.error('the test run did not close cleanly:', error)
  report = { ...report, failed: report.failed + 1 }
}
if (filters.length === 0 && testNamePattern === undefined) {
  const unanswered = unansweredOperations(answered)
  for (const operation of unanswered) console.error(`no test was answered by ${operation} with success, as the specification says`)
  report = { ...report, failed: report.failed + unanswered.length }
}
const lines = [...slowestLines(timesOf(vitest.state.getTestModules())), ...closingLines(report, rules)]
// What a test left open must not keep a finished run alive, and nothing may follow the last line.
process.stdout.write(`\n${lines.join('\n')}\n`, () => process.exit(exitCode(report, rules)))
