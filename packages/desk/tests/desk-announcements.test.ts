// Announcements: one organisation is told by one officer, everybody by two; people acknowledge, are reminded, and nobody is
// told twice, also when the process is killed in the middle.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { intoOrganisation, of, personWith, REASON, refusal, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const DAY_MS = 24 * 3_600_000
const CLIENT = '/_chappe/client/v1/announcements'

const chappe = await serverOfThisFile(buildServer)
let sam: Person
let sue: Person
let alice: Person
let bob: Person
let carol: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  sue = await personWith(chappe, 'sue', 'security_officer')
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
  carol = await chappe.person('carol')
  await intoOrganisation(chappe, 'interior', alice, bob)
  await intoOrganisation(chappe, 'justice', carol)
})

const LURE = {
  ...REASON,
  severity: 'critical',
  title_fr: 'Faux messages du support',
  title_en: 'False messages from support',
  body_fr: 'Personne du support ne vous demande un code.',
  body_en: 'Nobody of support asks you for a code.',
  must_acknowledge: true,
}
const INTERIOR = { audience: { kind: 'organisations', names: ['interior'] } }
const EVERYBODY = { audience: { kind: 'everybody', names: [] } }
const publish = (who: Person, more: object) => who.post(`${V1}/announcements`, { ...LURE, ...more })
const own = async (who: Person): Promise<Json[]> => (await who.get(CLIENT)).body.announcements
const get = async (id: number) => (await sam.get(`${V1}/announcements/${id}`)).body

/** What the server has told somebody, oldest first. */
async function heard(who: Person): Promise<Json[]> {
  const { invite = {}, join = {} } = (await who.sync()).rooms ?? {}
  for (const roomId of Object.keys(invite)) await who.join(roomId)
  const contents: Json[] = []
  for (const roomId of [...Object.keys(invite), ...Object.keys(join)]) {
    const { chunk } = (await who.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=f&limit=100`)).body
    contents.push(...chunk.filter(({ type }: Json) => type === 'm.room.message').map(({ content }: Json) => content))
  }
  return contents
}

test('Sam tells the ministry of the interior: its people are told by the server in both languages, others are not', async () => {
  const made = await publish(sam, { ...INTERIOR, deadline_ms: chappe.clock.now() + 14 * DAY_MS })
  expect([made.status, made.body]).toEqual([200, expect.objectContaining({ state: expect.stringMatching(/^sen(?:ding|t)$/), request_id: null, created_by: sam.userId })])
  await chappe.server.desk.settleAnnouncements()
  const { announcement_id: id } = made.body
  expect(await get(id)).toMatchObject({ state: 'sent', recipients: 2, told: 2, acknowledged: 0, reminders: 0, organisations: [{ organisation_id: 'interior', recipients: 2, told: 2, acknowledged: 0 }] })
  const [said, ...more] = await heard(alice)
  expect(more).toEqual([])
  expect(said['body']).toMatch(/^Faux messages du support\n\n.*code\.\n\nÀ confirmer avant le .*\n\n—\n\nFalse messages from support\n\n.*code\.\n\nTo be acknowledged before /s)
  expect(said['org.chappe.announcement']).toEqual({ announcement_id: id, severity: 'critical', must_acknowledge: true, deadline_ms: expect.any(Number) })
  expect(await heard(carol)).toEqual([])
  expect(await tried(chappe, 'announcement: False messages from support')).toEqual([['publishAnnouncement', sam.userId, 'done']])
})

test('Alice acknowledges, twice as once; Carol cannot acknowledge what is not for her; the officers see who has not', async () => {
  const [{ announcement_id: id, title_en: title } = {}] = await own(alice)
  expect(title).toBe('False messages from support')
  const acknowledge = (who: Person, what: string | number = id) => who.post(`${CLIENT}/${what}/acknowledge`, {})
  const first = await acknowledge(alice)
  chappe.clock.advance(1000)
  expect((await acknowledge(alice)).body).toEqual(first.body)
  for (const refused of [await acknowledge(carol), await acknowledge(alice, 4711), await acknowledge(alice, 'x')]) expect(refusal(refused)).toEqual([404, 'M_NOT_FOUND'])
  expect(await own(alice)).toEqual([])
  expect(await get(id)).toMatchObject({ acknowledged: 1, organisations: [{ acknowledged: 1 }] })
  const people = async (query: string) => (await sue.get(`${V1}/announcements/${id}/people?${query}`)).body
  expect((await people('acknowledged=false')).people).toEqual([{ user_id: bob.userId, organisation_id: 'interior', told_at_ms: expect.any(Number), acknowledged_at_ms: null }])
  expect((await people('acknowledged=true&organisation_id=interior')).people).toMatchObject([{ user_id: alice.userId }])
  expect((await people('organisation_id=justice')).people).toEqual([])
  const page = await people('limit=1')
  expect((await people(`limit=1&from=${page.next}`)).people).toMatchObject([{ user_id: bob.userId }])
})

test('who has not acknowledged is reminded three times soon, then weekly; who has is left alone', async () => {
  const [{ announcement_id: id } = {}] = await own(bob)
  const rounds: number[] = []
  for (let round = 1; round <= 5; round += 1) {
    const { next_reminder_at_ms: next } = await get(id)
    rounds.push(Math.round((next - chappe.clock.now()) / DAY_MS))
    chappe.clock.advance(next - chappe.clock.now())
    await chappe.server.desk.settleAnnouncements()
    expect(await get(id)).toMatchObject({ state: 'sent', reminders: round })
  }
  expect(rounds).toEqual([2, 2, 2, 7, 7])
  expect(await heard(bob)).toHaveLength(6)
  expect((await heard(bob)).at(-1)?.['body']).toMatch(/^Rappel : Faux messages/)
  expect(await heard(alice)).toHaveLength(1)
})

test('everybody is told when a second officer agrees, and nobody before', async () => {
  const asked = (await publish(sam, EVERYBODY)).body
  expect(asked).toMatchObject({ state: 'waiting', request_id: expect.any(Number), recipients: 0 })
  await chappe.server.desk.settleAnnouncements()
  expect(await own(carol)).toEqual([])
  const decide = (who: Person, how: string) => who.post(`${V1}/requests/${asked.request_id}/${how}`, REASON)
  expect(refusal(await decide(sam, 'approve'))).toEqual([403, 'M_FORBIDDEN'])
  expect((await decide(sue, 'approve')).body).toEqual({ operation: 'publishAnnouncement', target: 'announcement: False messages from support' })
  await chappe.server.desk.settleAnnouncements()
  expect(await own(carol)).toHaveLength(1)
  // Officers are people too; the server's own account is not.
  expect(await get(asked.announcement_id)).toMatchObject({ state: 'sent', recipients: 5, told: 5 })
  expect((await get(asked.announcement_id)).organisations.map(({ organisation_id: each }: Json) => each)).toEqual(['interior', 'justice', null])
})

test('the process was killed between a message and its note: the next one goes on, and says nothing twice', async () => {
  const { announcement_id: id } = (await publish(sam, { ...INTERIOR, must_acknowledge: false })).body
  await chappe.server.desk.settleAnnouncements()
  const before = (await heard(bob)).length
  await chappe.database.query(`UPDATE announcement_receipt SET told_round = -1, told_at_ms = NULL WHERE announcement_nid = $1`, [id])
  await chappe.database.query(`DELETE FROM announcement_receipt WHERE announcement_nid = $1 AND user_nid = (SELECT user_nid FROM account WHERE user_id = $2)`, [id, alice.userId])
  await chappe.database.query(`UPDATE announcement SET state = 'sending', filled_up_to = 0 WHERE announcement_nid = $1`, [id])
  await chappe.server.desk.settleAnnouncements()
  expect(await get(id)).toMatchObject({ state: 'sent', recipients: 2, told: 2, next_reminder_at_ms: null })
  expect(await heard(bob)).toHaveLength(before)
})

test('what was withdrawn is shown to nobody any more, and nobody is reminded; it ends once', async () => {
  const { announcement_id: id } = (await publish(sam, INTERIOR)).body
  await chappe.server.desk.settleAnnouncements()
  const withdraw = () => sue.post(`${V1}/announcements/${id}/withdraw`, REASON)
  expect((await withdraw()).body).toMatchObject({ state: 'withdrawn', next_reminder_at_ms: null })
  expect(refusal(await withdraw())).toEqual([400, 'M_BAD_STATE'])
  expect((await own(bob)).map(({ announcement_id: each }) => each)).not.toContain(id)
  const before = (await heard(bob)).length
  chappe.clock.advance(1000)
  await chappe.server.desk.settleAnnouncements()
  expect(await heard(bob)).toHaveLength(before)
})

test('who is contained is told nothing; an audience, a deadline or an organisation that is none is refused', async () => {
  await sam.post(of(bob, 'contain'), REASON)
  const { announcement_id: id } = (await publish(sam, INTERIOR)).body
  await chappe.server.desk.settleAnnouncements()
  expect(await get(id)).toMatchObject({ recipients: 1, told: 1 })
  for (const wrong of [
    { audience: { kind: 'everybody', names: ['interior'] } },
    { audience: { kind: 'organisations', names: [] } },
    { audience: { kind: 'organisations', names: ['interior', 'nowhere'] } },
    { audience: { kind: 'account_types', names: ['spies'] } },
    { ...INTERIOR, deadline_ms: chappe.clock.now() - 1 },
    { ...INTERIOR, must_acknowledge: false, deadline_ms: chappe.clock.now() + DAY_MS },
  ]) expect(refusal(await publish(sam, wrong))).toEqual([400, 'M_INVALID_PARAM'])
})
