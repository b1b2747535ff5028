// Quiet hours, in the time of whoever wants them.
import { expect, test } from 'vitest'
import { formatQuietHours, isQuietAt, parseQuietHours } from './quiet-hours.ts'

const EVENINGS = { enabled: true, time_zone: 'Europe/Paris', spans: [{ days: [1, 2, 3, 4, 5], from: '19:00', to: '08:00' }] }
const quietAt = (content: Parameters<typeof parseQuietHours>[0], moment: string): boolean => {
  const quiet = parseQuietHours(content)
  return quiet !== undefined && isQuietAt(quiet, Date.parse(moment), undefined)
}

test.each([
  // Monday, 30 November 2026; Paris is an hour ahead.
  ['2026-11-30T17:59:00Z', false],
  ['2026-11-30T18:00:00Z', true],
  ['2026-12-01T06:59:00Z', true],
  ['2026-12-01T07:00:00Z', false],
  // It begins on Friday and ends on Saturday; Saturday evening is no evening of work.
  ['2026-12-05T06:30:00Z', true],
  ['2026-12-05T20:00:00Z', false],
  // In summer Paris is two hours ahead.
  ['2026-07-06T17:00:00Z', true],
  ['2026-07-06T16:59:00Z', false],
])('at %s: %s', (moment, isQuiet) => {
  expect(quietAt(EVENINGS, moment)).toBe(isQuiet)
})

test('a whole day is from midnight to midnight, and nothing is quiet when it is off', () => {
  const sundays = { enabled: true, time_zone: 'Europe/Paris', spans: [{ days: [7], from: '00:00', to: '00:00' }] }
  expect(quietAt(sundays, '2026-11-29T12:00:00Z')).toBe(true)
  expect(quietAt(sundays, '2026-11-30T12:00:00Z')).toBe(false)
  expect(quietAt({ ...sundays, enabled: false }, '2026-11-29T12:00:00Z')).toBe(false)
})

test('whoever mutes for a while is left alone until then, whatever the hours', () => {
  const muted = { enabled: false, time_zone: 'Europe/Paris', spans: [], muted_until_ts: Date.parse('2026-11-30T12:00:00Z') }
  expect(quietAt(muted, '2026-11-30T11:59:59Z')).toBe(true)
  expect(quietAt(muted, '2026-11-30T12:00:00Z')).toBe(false)
})

test('what another program has written there breaks nothing', () => {
  expect(parseQuietHours('soup')).toBeUndefined()
  expect(parseQuietHours([1])).toBeUndefined()
  const odd = { enabled: 'yes', time_zone: '../etc', spans: [null, { days: 'all', from: '25:00', to: 7 }, { days: [0, 9], from: '01:00', to: '02:00' }], muted_until_ts: 'never' }
  expect(parseQuietHours(odd)).toEqual({ isOn: false, followsAvailability: false, timeZone: 'UTC', spans: [], mutedUntilMs: 0 })
  const many = { enabled: true, time_zone: 'UTC', spans: Array.from({ length: 500 }, () => ({ days: [1], from: '01:00', to: '02:00' })) }
  expect(parseQuietHours(many)?.spans.length).toBe(14)
})

test('what is written is what was read', () => {
  const quiet = parseQuietHours({ ...EVENINGS, muted_until_ts: 5 })
  expect(quiet === undefined ? undefined : parseQuietHours(formatQuietHours(quiet))).toEqual(quiet)
})
