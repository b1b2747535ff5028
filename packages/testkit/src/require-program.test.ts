// What a test says when the machine lacks a program.
import { expect, test } from 'vitest'
import { missingProgram, requireProgram } from './require-program.ts'

test('a missing program skips the test with the Debian package that brings it', () => {
  const path = process.env['PATH']
  process.env['PATH'] = '/nowhere'
  try {
    const skip = (note?: string): never => {
      throw new Error(`skipped: ${note}`)
    }
    expect(() => requireProgram({ skip }, 'chromium')).toThrow('skipped: needs chromium; Debian package: chromium')
  } finally {
    process.env['PATH'] = path
  }
})

test('without Python, matrix-nio is named with its Debian package', () => {
  const path = process.env['PATH']
  process.env['PATH'] = '/nowhere'
  try {
    expect(missingProgram('matrix-nio')).toBe('needs matrix-nio; Debian package: python3-matrix-nio')
  } finally {
    process.env['PATH'] = path
  }
})
