// The record of reads at the desk: how it stands, and what an account was shown, once two people agree to look.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Evidence } from '@chappe/ledger'
import type { Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { of, personWith, REASON, refusal, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let chappe: TestServer<Server>
let sam: Person
let sue: Person
let anna: Person
let mallory: Person
let alice: Person

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
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
afterAll(async () => chappe[Symbol.asyncDispose]())

const ask = (who: Person, about: Person, more: object = {}) => who.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(about.userId)}/evidence`, { ...REASON, ...more })
const decide = (who: Person, requestId: number, how: string) => who.post(`${V1}/requests/${requestId}/${how}`, REASON)
const look = (who: Person, requestId: number) => who.get(`${V1}/evidence/${requestId}`)

test('Sam asks what Mallory was shown, Sue agrees: both see it, nobody else, and not after a day', async () => {
  const asked = await ask(sam, mallory)
  const { request_id: requestId, target } = asked.body
  expect([asked.status, target]).toEqual([200, expect.stringMatching(/^@mallory:chappe.test from 1970-01-01T00:00:00.000Z to 20/)])
  expect(refusal(await look(sam, requestId))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await decide(sam, requestId, 'approve'))).toEqual([403, 'M_FORBIDDEN'])
  expect((await decide(sue, requestId, 'approve')).body).toEqual({ operation: 'askEvidence', target })

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
