// When somebody is to be reached, in their time.
import { expect, test } from 'vitest'
import { availabilityFault, formatAvailability, isUnavailableAt, parseAvailability, unavailabilityAt } from './availability.ts'
import { isQuietAt, parseQuietHours } from './quiet-hours.ts'

type Field = Parameters<typeof parseAvailability>[0]

const HOURS = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]
const AWAY = { from_ts: Date.parse('2026-12-07T00:00:00+01:00'), until_ts: Date.parse('2026-12-15T00:00:00+01:00'), text: 'Ask Bob.' }
const FIELD = { time_zone: 'Europe/Paris', away: AWAY, working_hours: HOURS }
const at = (field: Field, moment: string) => {
  const parsed = parseAvailability(field)
  return parsed === undefined ? undefined : unavailabilityAt(parsed, Date.parse(moment))
}

test('out of office from its beginning to its end, and then by itself no more', () => {
  const away = { kind: 'away', untilMs: AWAY.until_ts, text: 'Ask Bob.', timeZone: 'Europe/Paris' }
  // Monday, 7 December; Paris is an hour ahead.
  expect(at(FIELD, '2026-12-04T16:59:59Z')).toBeUndefined()
  expect([at(FIELD, '2026-12-06T23:00:00Z'), at(FIELD, '2026-12-14T22:59:59Z')]).toEqual([away, away])
  expect(at(FIELD, '2026-12-15T08:00:00Z')).toBeUndefined()
})

test('outside working hours, with the time there', () => {
  expect(at(FIELD, '2026-11-30T20:40:00Z')).toEqual({ kind: 'outside', localMinute: 21 * 60 + 40 })
  expect(at(FIELD, '2026-11-30T08:00:00Z')).toBeUndefined()
  expect(at(FIELD, '2026-11-29T12:00:00Z')).toMatchObject({ kind: 'outside' })
  // In Nouméa it is Tuesday morning by then.
  expect(at({ ...FIELD, time_zone: 'Pacific/Noumea' }, '2026-11-30T22:30:00Z')).toBeUndefined()
  expect(at({ time_zone: 'Europe/Paris' }, '2026-11-29T03:00:00Z')).toBeUndefined()
})

test('what somebody else’s program has written breaks nothing, and is refused from who sets it', () => {
  expect([parseAvailability('soup'), parseAvailability([]), parseAvailability(null)]).toEqual([undefined, undefined, undefined])
  const odd = { time_zone: '../etc', away: { from_ts: 1e300, until_ts: '2', text: 7 }, working_hours: [null, { days: [9], from: '9', to: 7 }] }
  expect(parseAvailability(odd)).toEqual({ timeZone: 'UTC', away: undefined, hours: [] })
  const turned = parseAvailability({ time_zone: 'UTC', away: { from_ts: 0, until_ts: 1, text: `a\u202eb\n${'c'.repeat(5000)}` } })
  expect([turned?.away?.text.startsWith('a b c'), turned?.away?.text.length]).toEqual([true, 300])
  for (const [field, part] of [
    ['soup', 'object'], [{ ...FIELD, time_zone: 'Mars/Olympus' }, 'time_zone'], [{ time_zone: 'UTC', away: { from_ts: 2, until_ts: 1, text: '' } }, 'until_ts'],
    [{ time_zone: 'UTC', away: { from_ts: 0, until_ts: 401 * 86_400_000, text: '' } }, '400 days'], [{ time_zone: 'UTC', away: { ...AWAY, text: 'x'.repeat(301) } }, '300'],
    [{ time_zone: 'UTC', working_hours: [...HOURS, { days: [], from: '09:00', to: '10:00' }] }, 'working_hours'], [{ time_zone: 'UTC', working_hours: Array.from({ length: 15 }, () => HOURS[0] ?? null) }, 'working_hours'],
  ] satisfies [Field, string][]) expect(availabilityFault(field)).toContain(part)
  expect(availabilityFault(FIELD)).toBeUndefined()
})

test('what is written is what was read', () => {
  const parsed = parseAvailability(FIELD)
  expect(parsed === undefined ? undefined : parseAvailability(formatAvailability(parsed))).toEqual(parsed)
})

test('quiet hours that follow it hold alerts while somebody is away or not at work, and their own hours do not count then', () => {
  const quiet = parseQuietHours({ enabled: true, follow_availability: true, time_zone: 'Europe/Paris', spans: [{ days: [1], from: '09:00', to: '12:00' }] })
  const availability = parseAvailability(FIELD)
  const isQuiet = (moment: string): boolean | undefined => (quiet === undefined ? undefined : isQuietAt(quiet, Date.parse(moment), availability))
  expect(['2026-11-30T10:00:00Z', '2026-11-30T18:00:00Z', '2026-12-08T10:00:00Z', '2026-12-15T10:00:00Z'].map(isQuiet)).toEqual([false, true, true, false])
  expect(quiet === undefined ? undefined : isQuietAt(quiet, Date.parse('2026-11-30T18:00:00Z'), undefined)).toBe(false)
  expect(availability === undefined ? undefined : isUnavailableAt(availability, Date.parse('2026-12-08T10:00:00Z'))).toBe(true)
})
