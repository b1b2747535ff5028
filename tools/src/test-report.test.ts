// What a run says last, and when it counts as failed.
import { describe, expect, test } from 'vitest'
import { closingLines, exitCode, slowestLines } from './test-report.ts'

const skipped = [{ name: 'web > Alice signs in', reason: 'needs chromium; Debian package: chromium' }]

describe('the end of a run', () => {
  test('the last line counts, and skips are named before it', () => {
    expect(closingLines({ passed: 2, failed: 1, skipped }, { requireAll: false })).toEqual([
      'skipped: web > Alice signs in (needs chromium; Debian package: chromium)',
      '2 passed, 1 failed, 1 skipped',
    ])
  })

  test('a run of many files says which took longest, one of few does not', () => {
    const times = [{ file: 'quick', ms: 900 }, { file: 'slow', ms: 61_400 }, { file: 'slower', ms: 120_000 }]
    expect(slowestLines(times, 2)).toEqual(['took longest:', '  120 s  slower', '   61 s  slow'])
    expect(slowestLines(times, 3)).toEqual([])
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
