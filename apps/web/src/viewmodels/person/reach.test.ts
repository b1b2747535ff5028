// How somebody is to be reached now, whatever their profile holds.
import { expect, test } from 'vitest'
import { aboutIn } from '../../session/person/about.ts'
import { reachOf } from './reach.ts'

const NOW = Date.parse('2026-11-30T20:40:00Z')
const HOURS = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]

test('a status is there until its end, and then by itself no more', () => {
  const about = aboutIn({ 'org.chappe.status': { text: ' In Lyon ', until_ts: NOW } })
  expect([reachOf(about, NOW - 1).status, reachOf(about, NOW).status]).toEqual(['In Lyon', ''])
  expect(reachOf(aboutIn({ 'org.chappe.status': { text: 'In Lyon' } }), NOW).status).toBe('In Lyon')
})

test('outside working hours with the time there, and out of office before that', () => {
  const hours = { time_zone: 'Europe/Paris', working_hours: HOURS }
  expect(reachOf(aboutIn({ 'org.chappe.availability': hours }), NOW)).toMatchObject({ away: undefined, outsideAt: '21:40' })
  const away = { from_ts: NOW - 1, until_ts: NOW + 1, text: 'Ask Bob' }
  expect(reachOf(aboutIn({ 'org.chappe.availability': { ...hours, away } }), NOW)).toEqual({
    status: '', statusUntilMs: undefined, away: { untilMs: NOW + 1, text: 'Ask Bob', timeZone: 'Europe/Paris' }, outsideAt: undefined,
  })
})

test('a hostile profile is read as one that says nothing, or in one line', () => {
  for (const profile of [{}, { 'org.chappe.status': 7, 'org.chappe.job': [], 'org.chappe.availability': 'soup' }, { 'org.chappe.job': { title: {} }, 'org.chappe.status': { text: ['x'] } }]) {
    expect(reachOf(aboutIn(profile), NOW)).toEqual({ status: '', statusUntilMs: undefined, away: undefined, outsideAt: undefined })
    expect(aboutIn(profile).job).toEqual({ title: '', service: '', phone: '', place: '' })
  }
  const { job, status } = aboutIn({ 'org.chappe.job': { title: `a\u202eb\n${'c'.repeat(9000)}` }, 'org.chappe.status': { text: `\u202e${'s'.repeat(9000)}`, until_ts: 1e300 } })
  expect([job.title.length, job.title.startsWith('ab c'), status.length]).toEqual([120, true, 100])
})
