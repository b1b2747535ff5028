import { expect, test } from 'vitest'
import { subjectOf } from './subject.ts'

test('the subject names whose keys were read, as many as fit', () => {
  expect(subjectOf([])).toBe('')
  expect(subjectOf(['@alice:x'])).toBe('@alice:x')
  expect(subjectOf(['@alice:x', '@bob:x'])).toBe('@alice:x @bob:x')
  const crowd = Array.from({ length: 10_000 }, (_, index) => `@person${index}:chappe.test`)
  const subject = subjectOf(crowd)
  expect(Buffer.byteLength(subject)).toBeLessThanOrEqual(255)
  expect(subject).toMatch(/^@person0:chappe\.test .* @person10:chappe\.test \+9989$/)
})

test('a user id that fills the subject alone stands alone', () => {
  const long = `@${'x'.repeat(248)}:y.z`
  expect(subjectOf([long, '@bob:x'])).toBe(long)
  expect(subjectOf(['@bob:x', long])).toBe('@bob:x +1')
})
