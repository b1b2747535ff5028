// What a test run comes to: the counts of its last line, the names of what was skipped, the exit code.
import type { TestCase, TestModule, TestSuite } from 'vitest/node'

/** One skipped test and why. */
export interface SkippedTest {
  name: string
  reason: string
}

/** A whole run, counted. */
export interface TestReport {
  passed: number
  failed: number
  skipped: SkippedTest[]
}

/** What decides the exit code besides the counts. */
export interface TestRules {
  /** Only tests of some name were asked for: the others are left out, not skipped. */
  byName?: boolean
  /** Under `CHAPPE_TEST_REQUIRE_ALL=1` a skipped test counts as a failed run. */
  requireAll: boolean
}

/**
 * Counts a finished run. A file or a suite that fails outside its tests (it does not load, its `beforeAll` throws)
 * counts as one failure, and so does each error that no test caught.
 */
export function countTests(modules: readonly TestModule[], unhandledErrors: number, rules: TestRules): TestReport {
  const report: TestReport = { passed: 0, failed: unhandledErrors, skipped: [] }
  for (const module of modules) {
    const suites: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()]
    report.failed += suites.filter((suite) => suite.errors().length > 0).length
    for (const test of module.children.allTests()) countTest(report, module, test, rules)
  }
  return report
}

function countTest(report: TestReport, module: TestModule, test: TestCase, rules: TestRules): void {
  const result = test.result()
  if (result.state === 'passed') report.passed += 1
  else if (result.state === 'failed') report.failed += 1
  else {
    const note = result.state === 'skipped' ? result.note : 'it never ran'
    if (rules.byName === true && note === undefined) return
    const name = `${module.relativeModuleId} > ${test.fullName}`
    report.skipped.push({ name, reason: note ?? 'no reason given' })
  }
}

/**
 * The closing lines of a run. The last one is always `N passed, N failed, N skipped`, alone on its line, so that
 * a person and a program read the same thing.
 */
export function closingLines(report: TestReport, rules: TestRules): string[] {
  const lines = report.skipped.map((test) => `skipped: ${test.name} (${test.reason})`)
  if (rules.requireAll && report.skipped.length > 0) {
    lines.push('CHAPPE_TEST_REQUIRE_ALL=1: a skipped test fails the run')
  }
  if (report.passed + report.failed === 0) lines.push('no test ran')
  lines.push(`${report.passed} passed, ${report.failed} failed, ${report.skipped.length} skipped`)
  return lines
}

/** The exit code of a run: 0 only when something passed, nothing failed and no skip is forbidden. */
export function exitCode(report: TestReport, rules: TestRules): number {
  if (report.failed > 0 || report.passed === 0) return 1
  return rules.requireAll && report.skipped.length > 0 ? 1 : 0
}

/** What a test file took, loading and preparing with it. */
export interface TookTime {
  file: string
  ms: number
}

/** How long each file of a run took. */
export function timesOf(modules: readonly TestModule[]): TookTime[] {
  return modules.map((module) => {
    const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic()
    return { file: module.relativeModuleId, ms: environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration }
  })
}

/** The files on which a run spent most of its time, in seconds. Nothing for a run of few files. */
export function slowestLines(times: readonly TookTime[], atMost = 15): string[] {
  if (times.length <= atMost) return []
  const longest = times.toSorted((one, other) => other.ms - one.ms).slice(0, atMost)
  return ['took longest:', ...longest.map(({ file, ms }) => `${(ms / 1000).toFixed(0).padStart(5)} s  ${file}`)]
}
