// What people report arrives at the desk, is taken up and done with, once, and on record.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { personWith, REASON, refusal, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let officer: Person
let alice: Person
let mallory: Person
beforeAll(async () => {
  officer = await personWith(chappe, 'officer', 'security_officer')
  alice = await chappe.person('alice')
  mallory = await chappe.person('mallory')
})

const list = async (query = '') => (await officer.get(`${V1}/reports${query}`)).body.reports
const decide = (id: number, body: object) => officer.post(`${V1}/reports/${id}/decide`, { ...REASON, ...body })

test('Alice reports a message and says that she was tricked; the officer reads both, newest first, without what was said', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await mallory.join(roomId)
  const eventId = await mallory.say(roomId, 'your password expires today')
  await alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/report/${encodeURIComponent(eventId)}`, { reason: 'a lure' })
  await alice.post('/_chappe/client/v1/reports', { kind: 'tricked', choice: 'gave_code', reason: 'I told them the code' })
  const reports = await list()
  expect(reports).toMatchObject([
    { kind: 'tricked', state: 'open', reporter: alice.userId, user_id: alice.userId, device_id: alice.deviceId, choice: 'gave_code', reason: 'I told them the code' },
    { kind: 'event', state: 'open', reporter: alice.userId, user_id: mallory.userId, room_id: roomId, event_id: eventId, reason: 'a lure' },
  ])
  expect(JSON.stringify(reports)).not.toContain('your password')
  expect((await officer.get(`${V1}/reports?limit=1`)).body.next).toBe(String(reports[0].report_id))
  expect((await list(`?limit=1&from=${reports[0].report_id}`))[0].kind).toBe('event')
})

test('a report is taken up, belongs to a case, and is done with once', async () => {
  const [{ report_id: id }] = await list()
  const { case_id: caseId } = (await officer.post(`${V1}/cases`, { title: 'The help desk that calls' })).body
  expect((await decide(id, { state: 'taken', case_id: caseId })).body).toMatchObject({ state: 'taken', case_id: caseId, handled_by: officer.userId })
  expect((await decide(id, { state: 'done' })).body).toMatchObject({ state: 'done', case_id: caseId })
  expect(refusal(await decide(id, { state: 'taken' }))).toEqual([400, 'M_BAD_STATE'])
  expect(refusal(await decide(4711, { state: 'done' }))).toEqual([404, 'M_NOT_FOUND'])
  expect(await tried(chappe, `report ${id}`)).toEqual([
    ['decideDeskReport', officer.userId, 'done'],
    ['decideDeskReport', officer.userId, 'done'],
    ['decideDeskReport', officer.userId, 'M_BAD_STATE'],
  ])
  expect((await list('?state=open')).map((each: { kind: string }) => each.kind)).toEqual(['event'])
})
