import { expect, test } from 'vitest'
import { policyOf } from './profile.ts'
import { signInDaysOf } from './sign-in.ts'

test('a sign-in of an agent holds for 90 days, of an external for 30; what the configuration says counts more', () => {
  const government = policyOf('government')
  expect(signInDaysOf(government, 'agent')).toBe(90)
  expect(signInDaysOf(government, 'service')).toBe(90)
  expect(signInDaysOf(government, 'external')).toBe(30)
  expect(signInDaysOf(government, 'agent', { agents: 7 })).toBe(7)
  expect(signInDaysOf(government, 'external', { agents: 7 })).toBe(30)
  expect(signInDaysOf(government, 'external', { externals: 1 })).toBe(1)
  expect(signInDaysOf(policyOf('matrix'), 'external')).toBe(Number.POSITIVE_INFINITY)
})
