// The record of reads at the desk: how it stands, and what an account was shown, once two people agree to look.
import { buildServer } from '@chappe/server'
import type { Evidence } from '@chappe/ledger'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { of, personWith, REASON, refusal, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

const chappe = await serverOfThisFile(buildServer)
let sam: Person
let sue: Person
let anna: Person
let mallory: Person
let alice: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  sue = await personWith(chappe, 'sue', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
  mallory = await chappe.person('mallory')
  alice = await chappe.person('alice')
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const text of ['one', 'two', 'three']) await alice.say(roomId, text)
  await mallory.join(roomId)
  await mallory.sync()
})

const ask = (who: Person, about: Person, more: object = {}) => who.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(about.userId)}/evidence`, { ...REASON, ...more })
const decide = (who: Person, requestId: number, how: string) => who.post(`${V1}/requests/${requestId}/${how}`, REASON)
const found = () => chappe.server.desk.settleSearches()
const search = async (who: Person, requestId: number): Promise<Json> => (await who.get(`${V1}/evidence/${requestId}/search`)).body
const look = (who: Person, requestId: number) => who.get(`${V1}/evidence/${requestId}`)

test('Sam asks what Mallory was shown, Sue agrees: both see it, nobody else, and not after a day', async () => {
  const asked = await ask(sam, mallory)
  const { request_id: requestId, target } = asked.body
  expect([asked.status, target]).toEqual([200, expect.stringMatching(/^@mallory:chappe.test from 1970-01-01T00:00:00.000Z to 20/)])
  expect(refusal(await look(sam, requestId))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await decide(sam, requestId, 'approve'))).toEqual([403, 'M_FORBIDDEN'])
  expect((await decide(sue, requestId, 'approve')).body).toEqual({ operation: 'askEvidence', target })
  await found()

  const answer = await look(sam, requestId)
  const evidence: Evidence = answer.body
  expect([answer.status, evidence.format]).toEqual([200, 'chappe-ledger-evidence/1'])
  expect(evidence.rows.filter(({ operation, kind }) => operation === 'sync' && kind === 'events')).toHaveLength(1)
  expect((await look(sue, requestId)).status).toBe(200)
  const third = await personWith(chappe, 'tom', 'security_officer')
  expect(refusal(await look(third, requestId))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await look(anna, requestId))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await look(mallory, requestId))).toEqual([403, 'M_FORBIDDEN'])

  // The looks are in the record themselves.
  const rows = []
  for await (const row of chappe.server.homeserver.ports.ledger.rows()) if (row.operation === 'getEvidence') rows.push(row.subject)
  expect(rows).toEqual([`evidence ${requestId}`, `evidence ${requestId}`])
  expect(await tried(chappe, `request ${requestId}`)).toEqual([
    ['approveDeskRequest', sam.userId, 'M_FORBIDDEN'],
    ['approveDeskRequest', sue.userId, 'done'],
  ])
  chappe.clock.advance(25 * 3_600_000)
  expect(refusal(await look(sam, requestId))).toEqual([404, 'M_NOT_FOUND'])
})

test('what was refused, or is no such thing, is shown to nobody; nor is a time that ends before it begins', async () => {
  const { request_id: refused } = (await ask(sam, mallory)).body
  expect((await decide(sue, refused, 'refuse')).status).toBe(200)
  expect(refusal(await look(sam, refused))).toEqual([404, 'M_NOT_FOUND'])
  const release = await sam.post(of(alice, 'contain'), REASON).then(() => sam.post(of(alice, 'release'), REASON))
  await decide(sue, release.body.request_id, 'approve')
  expect(refusal(await look(sam, release.body.request_id))).toEqual([404, 'M_NOT_FOUND'])
  for (const wrong of ['0', 'x', '99999']) expect(refusal(await sam.get(`${V1}/evidence/${wrong}`))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await ask(sam, mallory, { from_ms: 2, to_ms: 1 }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await ask(sam, mallory, { to_ms: Number.MAX_SAFE_INTEGER }))).toEqual([400, 'M_INVALID_PARAM'])
})

test('the record says how it stands, with the key that an auditor verifies it by', async () => {
  await chappe.server.homeserver.ports.provenLedger.sign()
  const { body } = await anna.get(`${V1}/ledger`)
  expect(body).toMatchObject({ broken: null, spooled_bytes: 0, witnesses: [], head: { note: expect.stringMatching(/^chappe.test\/ledger\n/) } })
  expect(body.size).toBeGreaterThan(0)
  expect(body.key).toMatch(/^chappe.test\/ledger\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/)
})

test('Sam asks who was shown a room, a person, a file, and what went to a network, in a case; Sue agrees and both read it as a table', async () => {
  const { case_id: caseId } = (await sam.post(`${V1}/cases`, { title: 'the open room' })).body
  const bob = await chappe.person('bob')
  const roomId = await bob.createRoom({ preset: 'public_chat' })
  await bob.say(roomId, 'four')
  await mallory.join(roomId)
  await mallory.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=10`)
  await mallory.get(`/_matrix/client/v3/profile/${encodeURIComponent(bob.userId)}`)
  const search = (who: Person, kind: string, value: string, more: object = {}) => who.post(`${V1}/ledger_searches`, { ...REASON, kind, value, case_id: caseId, ...more })
  const agreed = async (kind: string, value: string) => {
    const { request_id: id } = (await search(sam, kind, value)).body
    expect(refusal(await sam.get(`${V1}/evidence/${id}/rows`))).toEqual([404, 'M_NOT_FOUND'])
    await decide(sue, id, 'approve')
    await found()
    const { rows } = (await sam.get(`${V1}/evidence/${id}/rows?limit=200`)).body
    const evidence: Evidence = (await sue.get(`${V1}/evidence/${id}`)).body
    expect(rows).toHaveLength(evidence.rows.length)
    return rows
  }
  const ofRoom = await agreed('room', roomId)
  expect(ofRoom.every((row: { room_id: string }) => row.room_id === roomId)).toBe(true)
  expect(ofRoom).toContainEqual(expect.objectContaining({ operation: 'getRoomEvents', user_id: mallory.userId, device_id: mallory.deviceId, kind: 'events' }))
  expect(await agreed('person', bob.userId)).toContainEqual(expect.objectContaining({ operation: 'getUserProfile', user_id: mallory.userId, subject: bob.userId }))
  const fromHere = await agreed('network', '127.0.0.0/8')
  expect(fromHere.length).toBeGreaterThan(ofRoom.length)
  expect(await agreed('network', '203.0.113.7')).toEqual([])
  expect(await agreed('file', 'mxc://chappe.test/none')).toEqual([])
  expect((await agreed('account', mallory.userId)).every((row: { user_id: string }) => row.user_id === mallory.userId)).toBe(true)

  // A part of it goes on with the next.
  const { request_id: id } = (await search(sam, 'account', mallory.userId)).body
  await decide(sue, id, 'approve')
  await found()
  const first = (await sam.get(`${V1}/evidence/${id}/rows?limit=1`)).body
  expect([first.rows.length, first.total > 1, first.next]).toEqual([1, true, '1'])
  expect((await sam.get(`${V1}/evidence/${id}/rows?limit=1&from=1`)).body.rows).not.toEqual(first.rows)

  expect(refusal(await search(sam, 'room', '!nowhere:chappe.test'))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await search(sam, 'network', 'the-basement'))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await search(sam, 'room', roomId, { case_id: 4711 }))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await search(sam, 'room', roomId, { from_ms: 2, to_ms: 1 }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await search(anna, 'room', roomId))).toEqual([403, 'M_FORBIDDEN'])
})

test('a search is worked out behind the requests: one sees how far it is, either of the two ends it, and a server that ends in the middle begins anew', async () => {
  const agreed = async (): Promise<number> => {
    const { request_id: id } = (await ask(sam, mallory)).body
    expect(refusal(await sam.get(`${V1}/evidence/${id}/search`))).toEqual([404, 'M_NOT_FOUND'])
    await decide(sue, id, 'approve')
    return id
  }
  const id = await agreed()
  await found()
  const before = (await look(sam, id)).body
  expect(await search(sue, id)).toMatchObject({ state: 'done', progress: 1, failure: null, rows: before.rows.length, asked_by: sam.userId, decided_by: sue.userId, made_at_ms: expect.any(Number) })
  // The same file again, whenever it is taken: nothing is looked for a second time, whatever was read since.
  await mallory.sync()
  expect((await look(sue, id)).body).toEqual(before)

  // As a process leaves it that was killed in the middle.
  const unfinished = (more: number) => chappe.database.query(`UPDATE evidence_search SET state = CASE WHEN request_nid = $1 THEN 'running' ELSE 'waiting' END, progress = 0.4, result = NULL, made_at_ms = NULL WHERE request_nid IN ($1, $2)`, [id, more])
  await unfinished(0)
  expect([(await search(sam, id)).state, refusal(await look(sam, id)), refusal(await sam.get(`${V1}/evidence/${id}/rows`))]).toEqual(['running', [400, 'M_BAD_STATE'], [400, 'M_BAD_STATE']])
  await chappe.restart()
  await found()
  const after = (await look(sam, id)).body
  expect(after.rows.map(({ leaf }: Json) => leaf).slice(0, before.rows.length)).toEqual(before.rows.map(({ leaf }: Json) => leaf))

  const other = await agreed()
  await found()
  const cancel = (who: Person, requestId: number) => who.post(`${V1}/evidence/${requestId}/cancel`, REASON)
  expect(refusal(await cancel(sam, id))).toEqual([400, 'M_BAD_STATE'])
  await unfinished(other)
  const tom = await personWith(chappe, 'timothy', 'security_officer')
  expect([refusal(await cancel(tom, id)), refusal(await cancel(anna, id)), refusal(await cancel(sam, 99_999))]).toEqual([[404, 'M_NOT_FOUND'], [403, 'M_FORBIDDEN'], [404, 'M_NOT_FOUND']])
  expect([(await cancel(sam, id)).status, (await cancel(sue, other)).status]).toEqual([200, 200])
  await chappe.restart()
  await found()
  for (const each of [id, other]) expect(await search(sam, each)).toMatchObject({ state: 'cancelled', rows: null })
  expect(await tried(chappe, `request ${id}`)).toContainEqual(['cancelEvidenceSearch', sam.userId, 'done'])

  // Nothing of it is kept beyond the day.
  const last = await agreed()
  await found()
  expect((await chappe.database.query('SELECT count(*)::int AS parts FROM evidence_leaf WHERE request_nid = $1', [last]))[0]).toEqual({ parts: 1 })
  chappe.clock.advance(25 * 3_600_000)
  await chappe.restart()
  await found()
  expect(await chappe.database.query('SELECT * FROM evidence_leaf')).toEqual([])
  expect(refusal(await sam.get(`${V1}/evidence/${last}/search`))).toEqual([404, 'M_NOT_FOUND'])
})
