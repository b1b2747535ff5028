import { expect, test } from 'vitest'
import { isAbout } from './is-about.ts'

const TIME = 'from 1970-01-01T00:00:00.000Z to 2026-12-01T00:00:00.000Z'

test.each([
  ['releaseAccount', '@sue:chappe.test'],
  ['askEvidence', `@sue:chappe.test ${TIME}`],
  ['askLedgerSearch', `account @sue:chappe.test ${TIME}`],
  ['askLedgerSearch', `person @sue:chappe.test ${TIME}`],
  ['createExposureReport', `session "PHONE" of @sue:chappe.test ${TIME}`],
  ['createExposureReport', `session "x\\" of @mallory:chappe.test ${TIME}" of @sue:chappe.test ${TIME}`],
])('%s: %s is about Sue', (operation, target) => {
  expect(isAbout({ operation, target }, '@sue:chappe.test')).toBe(true)
  expect(isAbout({ operation, target }, '@su:chappe.test')).toBe(false)
  expect(isAbout({ operation, target }, '@mallory:chappe.test')).toBe(false)
})

test.each([
  ['publishAnnouncement', '@sue:chappe.test'],
  ['askLedgerSearch', `network 192.0.2.1 ${TIME}`],
  ['createExposureReport', `everybody ${TIME}`],
  ['createExposureReport', `session "@sue:chappe.test" of @mallory:chappe.test ${TIME}`],
  ['containOrganisation', 'interior'],
])('%s: %s is not', (operation, target) => expect(isAbout({ operation, target }, '@sue:chappe.test')).toBe(false))
