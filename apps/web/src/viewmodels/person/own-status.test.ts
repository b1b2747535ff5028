// Setting one's own status: what a form says, and what it cannot.
import { expect, test } from 'vitest'
import { aboutIn } from '../../session/person/about.ts'
import type { StatusDraft } from './own-status.ts'
import { draftOf, wishOf } from './own-status.ts'

/** Monday, where this browser is. */
const NOW = new Date(2026, 10, 30, 10, 0).getTime()
const at = (month: number, day: number): number => new Date(2026, month - 1, day).getTime()
const empty = draftOf(aboutIn({}), { nowMs: NOW, here: 'Europe/Paris' })
const wish = (change: Partial<StatusDraft>) => wishOf({ ...empty, ...change }, { nowMs: NOW, before: undefined })

test('nothing said is nothing kept', () => {
  expect(wish({})).toEqual({ status: '', statusUntilMs: undefined, availability: undefined })
  expect(wish({ status: '  ', end: 'hour' })).toMatchObject({ status: '', statusUntilMs: undefined })
})

test.each<[StatusDraft['end'], number | undefined]>([['never', undefined], ['hour', NOW + 3_600_000], ['today', at(12, 1)], ['week', at(12, 7)], ['day', at(12, 5)]])('a status ends: %s', (end, untilMs) => {
  expect(wish({ status: 'In Lyon', end, endDay: '2026-12-04' })).toMatchObject({ status: 'In Lyon', statusUntilMs: untilMs })
})

test('a week ends with its Sunday, on a Sunday too', () => {
  const sunday = new Date(2026, 11, 6, 10).getTime()
  expect(wishOf({ ...empty, status: 'x', end: 'week' }, { nowMs: sunday, before: undefined })).toMatchObject({ statusUntilMs: at(12, 7) })
})

test('out of office is whole days, the last one included', () => {
  const wished = wish({ isAway: true, awayFrom: '2026-12-07', awayTo: '2026-12-14', awayText: ' Ask Bob. ' })
  expect(wished).toMatchObject({ availability: { timeZone: 'Europe/Paris', away: { fromMs: at(12, 7), untilMs: at(12, 15), text: 'Ask Bob.' }, hours: [] } })
  expect(wish({ isAway: true, awayFrom: '2026-11-30', awayTo: '2026-11-30' })).toMatchObject({ availability: { away: { untilMs: at(12, 1) } } })
})

test.each<[string, Partial<StatusDraft>]>([
  ['awayDays', { isAway: true, awayTo: '' }],
  ['awayDays', { isAway: true, awayFrom: '2026-12-14', awayTo: '2026-12-07' }],
  ['awayDays', { isAway: true, awayFrom: '2026-11-01', awayTo: '2026-11-20' }],
  ['awayLong', { isAway: true, awayFrom: '2026-12-01', awayTo: '2029-12-01' }],
  ['endDay', { status: 'x', end: 'day', endDay: '' }],
  ['endDay', { status: 'x', end: 'day', endDay: '2026-11-29' }],
  ['noDays', { hasHours: true, hours: { days: [], fromMinute: 0, toMinute: 1 } }],
])('what cannot be meant is said: %s', (fault, change) => {
  expect(wish(change)).toBe(fault)
})

test('the form shows what stands there and is not over, and keeps further hours of another program', () => {
  const hours = [{ days: [1], from: '08:00', to: '12:00' }, { days: [1], from: '14:00', to: '17:00' }]
  const about = aboutIn({
    'org.chappe.status': { text: 'gone', until_ts: NOW },
    'org.chappe.availability': { time_zone: 'Pacific/Noumea', away: { from_ts: at(11, 1), until_ts: at(11, 2), text: 'over' }, working_hours: hours },
  })
  const draft = draftOf(about, { nowMs: NOW, here: 'Europe/Paris' })
  expect(draft).toMatchObject({ status: '', isAway: false, awayText: '', hasHours: true, timeZone: 'Pacific/Noumea' })
  const wished = wishOf(draft, { nowMs: NOW, before: about.availability })
  expect(typeof wished === 'string' ? wished : wished.availability?.hours.length).toBe(2)
})
