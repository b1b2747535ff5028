// What a run says last, and when it counts as failed.
import { describe, expect, test } from 'vitest'
import { closingLines, exitCode } from './test-report.ts'

const skipped = [{ name: 'web > Alice signs in', reason: 'needs chromium; Debian package: chromium' }]

describe('the end of a run', () => {
  test('the last line counts, and skips are named before it', () => {
    expect(closingLines({ passed: 2, failed: 1, skipped }, { requireAll: false })).toEqual([
      'skipped: web > Alice signs in (needs chromium; Debian package: chromium)',
      '2 passed, 1 failed, 1 skipped',
    ])
  })

  test.each([
    ['all passed', { passed: 2, failed: 0, skipped: [] }, false, 0],
    ['one failed', { passed: 2, failed: 1, skipped: [] }, false, 1],
    ['nothing ran', { passed: 0, failed: 0, skipped: [] }, false, 1],
    ['one was skipped', { passed: 2, failed: 0, skipped }, false, 0],
    ['one was skipped where all are required', { passed: 2, failed: 0, skipped }, true, 1],
  ])('%s', (_title, report, requireAll, code) => {
    expect(exitCode(report, { requireAll })).toBe(code)
  })
})
