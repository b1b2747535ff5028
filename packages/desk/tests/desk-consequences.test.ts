// What follows from a report on Mallory's stolen account: the authority is told, Bob and Carol are told what of theirs was
// shown, claims are checked, a leak is traced.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, MailServer, Person, TestServer } from '@chappe/testkit'
import { startMailServer, startTestServer } from '@chappe/testkit'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { personWith, REASON, refusal, tried, V1 } from './_desk.ts'
import { contain, madeReport, order } from './_exposure.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let chappe: TestServer<Server>
let mails: MailServer
let sam: Person
let sue: Person
let anna: Person
let mallory: Person
let alice: Person
let bob: Person
let carol: Person
let dora: Person
let open: string
let secret: string
let said: string
let mxc: string
let caseId: number
let reportId: number

const PLAN = 'the plan of the new building'

beforeAll(async () => {
  mails = await startMailServer()
  chappe = await startTestServer(buildServer, { mailUrl: mails.url })
  ;[sam, sue, anna] = [await personWith(chappe, 'sam', 'security_officer'), await personWith(chappe, 'sue', 'security_officer'), await personWith(chappe, 'anna', 'auditor')]
  ;[mallory, alice, bob, carol, dora] = [await chappe.person('mallory'), await chappe.person('alice'), await chappe.person('bob'), await chappe.person('carol'), await chappe.person('dora')]
  open = await alice.createRoom({ preset: 'public_chat', name: 'Paie https://evil.example/x of evil.example \u202E' })
  for (const each of [bob, carol]) await each.join(open)
  await alice.say(open, 'welcome')
  said = await bob.say(open, 'the raise comes in July')
  await bob.say(open, 'tell nobody')
  await carol.say(open, 'I will not')
  const upload = await alice.request('POST', '/_matrix/media/v3/upload?filename=plan.txt', { raw: PLAN, headers: { 'content-type': 'text/plain' } })
  mxc = upload.body.content_uri
  await alice.send(open, 'm.room.message', { msgtype: 'm.file', body: 'plan.txt', url: mxc })
  secret = await dora.createRoom({ initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }] })
  await dora.invite(secret, mallory.userId)
  await mallory.join(secret)
  await dora.send(secret, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'c', session_id: 's' })
  await mallory.join(open)
  const pageOf = (roomId: string, filter: object) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=100&filter=${encodeURIComponent(JSON.stringify(filter))}`
  await mallory.get(pageOf(open, { senders: [bob.userId, carol.userId], types: ['m.room.message'] }))
  await mallory.get(pageOf(secret, { types: ['m.room.encrypted'] }))
  await mallory.get(`/_matrix/client/v1/media/download/${mxc.slice('mxc://'.length)}`)
  for (const [person, address] of [[bob, 'bob@interior.example'], [dora, 'dora@interior.example']] as const) {
    await chappe.database.query('INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT $2, user_nid, 0 FROM account WHERE user_id = $1', [person.userId, address])
  }
  caseId = await contain(sam, mallory)
  const ordered = await order(sam, { kind: 'account', user_id: mallory.userId }, { case_id: caseId })
  reportId = ordered.report_id
  await madeReport(sam, reportId)
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await mails[Symbol.asyncDispose]()
})

const PATHS = {
  breach_notification: (id: number | string) => `/_chappe/desk/v1/exposure_reports/${id}/breach_notification`,
  notices: (id: number | string) => `/_chappe/desk/v1/exposure_reports/${id}/notices`,
  claims: (id: number | string) => `/_chappe/desk/v1/exposure_reports/${id}/claims`,
}
const path = (what: keyof typeof PATHS, id: number | string = reportId): string => PATHS[what](id)
const decide = (who: Person, requestId: number, how = 'approve') => who.post(`${V1}/requests/${requestId}/${how}`, REASON)
const notices = async (who = sam, query = ''): Promise<Json> => (await who.get(`${path('notices')}${query}`)).body

describe('the authority', () => {
  test('is told what the report says, and within 72 hours of the containment unless somebody says when it was known', async () => {
    const { body } = await sam.get(path('breach_notification'))
    expect(body).toMatchObject({ revision: 0, phase: 'draft', reference: '', written_by: null, clock: { is_assumed: true }, register: { case_id: caseId, subject: `account ${mallory.userId}`, notices: null, revisions: [] } })
    expect(body.clock.due_at_ms - body.clock.became_aware_at_ms).toBe(72 * 3_600_000)
    expect(body.clock.became_aware_at_ms).toBe((await containedAt()).atMs)
    expect(body.fields.nature.fr).toContain('3 messages en clair')
    expect(body.fields.nature.en).toContain('@mallory:chappe.test')
    expect(body.fields.persons).toBeGreaterThanOrEqual(3)
    for (const key of ['nature', 'person_categories', 'record_categories', 'consequences', 'measures_taken', 'measures_proposed']) expect([body.fields[key].fr, body.fields[key].en].every((text: string) => text.length > 20)).toBe(true)
  })

  test('is written to in phases; each saving stays, and two who write at once do not overwrite each other', async () => {
    const { body } = await sam.get(path('breach_notification'))
    const input = { revision: 0, phase: 'first', reference: 'CNIL-1', became_aware_at_ms: body.clock.became_aware_at_ms - 1000, fields: { ...body.fields, contact_name: 'Delphine', contact_mail: 'dpo@interior.example', contact_phone: '+33 1' } }
    const saved = (await sam.put(path('breach_notification'), input)).body
    expect(saved).toMatchObject({ revision: 1, phase: 'first', reference: 'CNIL-1', written_by: sam.userId, clock: { is_assumed: false, became_aware_at_ms: input.became_aware_at_ms }, fields: { contact_name: 'Delphine' } })
    // There is one clock, whichever page it is set on.
    expect((await sam.get(`/_chappe/desk/v1/cases/${caseId}`)).body.aware_at_ms).toBe(input.became_aware_at_ms)
    expect(refusal(await sue.put(path('breach_notification'), input))).toEqual([400, 'M_BAD_STATE'])
    expect(refusal(await sue.put(path('breach_notification'), { ...input, revision: 1, became_aware_at_ms: chappe.clock.now() + 1000 }))).toEqual([400, 'M_INVALID_PARAM'])
    const { became_aware_at_ms: _, ...again } = input
    expect((await sue.put(path('breach_notification'), { ...again, revision: 1, phase: 'complete' })).body).toMatchObject({ revision: 2, clock: { is_assumed: false } })
    expect((await anna.get(path('breach_notification'))).body.register.revisions.map((each: Json) => [each.revision, each.phase, each.written_by])).toEqual([[2, 'complete', sue.userId], [1, 'first', sam.userId]])
    expect(refusal(await anna.put(path('breach_notification'), { ...input, revision: 2 }))).toEqual([403, 'M_FORBIDDEN'])
    expect((await tried(chappe, `exposure report ${reportId}`)).map((each: Json) => each[2])).toEqual(['done', 'M_BAD_STATE', 'M_INVALID_PARAM', 'done'])
  })

  test('has nothing to be told of a report there is not', async () => {
    for (const id of ['99999', 'x']) for (const what of ['breach_notification', 'notices'] as const) expect(refusal(await sam.get(path(what, id)))).toEqual([404, 'M_NOT_FOUND'])
  })
})

describe('claims', () => {
  const read = async (checkId: number, who = sam): Promise<Json> => (await who.get(`${V1}/claim_checks/${checkId}`)).body
  const check = async (text: string): Promise<Json[]> => {
    const asked = (await sam.post(path('claims'), { text })).body
    await chappe.server.desk.settleSearches()
    return (await read(asked.check_id)).found.claims.map((each: Json) => [each.text, each.verdict, each.delivered, each.class])
  }

  test('are held against what was delivered, with the number', async () => {
    expect(await check('2 rooms, 4 messages, 643,459 messages, 1 file, 13.51 GB, 2 sessions')).toEqual([
      ['2 rooms', 'supported', 2, null],
      ['4 messages', 'supported', 4, null],
      ['643,459 messages', 'more_than_supported', 4, null],
      ['1 file', 'supported', 1, null],
      ['13.51 GB', 'more_than_supported', expect.any(Number), null],
      ['2 sessions', 'more_than_supported', 1, null],
    ])
  })

  test('by identifiers too: a message that was delivered, one that was not, one that there is not', async () => {
    const unseen = await alice.say(open, 'after all that')
    const made = '$AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_ABCDE'
    expect(await check(`${said} ${unseen} ${made} ${open} ${secret} ${mxc} ${bob.userId} @nobody:chappe.test`)).toEqual([
      [said, 'supported', 1, 'delivered'],
      [unseen, 'not_supported', 0, null],
      [made, 'not_supported', 0, null],
      [open, 'supported', 1, 'delivered'],
      [secret, 'supported', 1, 'ciphertext_only'],
      [mxc, 'supported', 1, 'delivered'],
      [bob.userId, 'supported', 1, 'delivered'],
      ['@nobody:chappe.test', 'not_supported', 0, null],
    ])
  })

  test('are checked behind the request: one sees how far it is and what was checked before, ends it, and a server that ends in the middle begins anew', async () => {
    const text = `they say ${said}, 2 rooms, and that nobody will know`
    const { check_id: checkId, claims } = (await sam.post(path('claims'), { text })).body
    expect(claims).toBe(2)
    await chappe.server.desk.settleSearches()
    const done = await read(checkId, anna)
    expect(done).toMatchObject({ state: 'done', progress: 1, failure: null, asked_by: sam.userId, found: { is_cut: false, claims: [{ text: said, verdict: 'supported' }, { text: '2 rooms' }] } })
    const stored = await chappe.database.query('SELECT * FROM claim_check WHERE check_nid = $1', [checkId])
    expect(stored).toMatchObject([{ claims: null }])
    expect(JSON.stringify(stored)).not.toContain('nobody will know')
    const { checks, next } = (await anna.get(`${path('claims')}?limit=1`)).body
    expect([checks, next]).toMatchObject([[{ check_id: checkId, state: 'done', claims: 2 }], String(checkId)])
    expect((await anna.get(`${path('claims')}?limit=1&from=${next}`)).body.checks[0].check_id).toBeLessThan(checkId)

    // As a process leaves it that was killed in the middle.
    const unfinished = () => chappe.database.query(`UPDATE claim_check SET state = 'running', progress = 0.4, result = NULL, made_at_ms = NULL, claims = $2 WHERE check_nid = $1`, [checkId, JSON.stringify([{ text: said, kind: 'event', id: said }, { text: '2 rooms', kind: 'rooms', claimed: 2, slack: 0 }])])
    await unfinished()
    expect(await read(checkId)).toMatchObject({ state: 'running', found: null })
    await chappe.restart()
    await chappe.server.desk.settleSearches()
    expect((await read(checkId)).found).toEqual(done.found)

    const cancel = (who: Person, id: number) => who.post(`${V1}/claim_checks/${id}/cancel`, REASON)
    expect([refusal(await cancel(sue, checkId)), refusal(await cancel(sue, 99_999)), refusal(await cancel(alice, checkId))]).toEqual([[400, 'M_BAD_STATE'], [404, 'M_NOT_FOUND'], [403, 'M_FORBIDDEN']])
    await unfinished()
    expect((await cancel(sue, checkId)).status).toBe(200)
    await chappe.restart()
    await chappe.server.desk.settleSearches()
    expect(await read(checkId)).toMatchObject({ state: 'cancelled', found: null })
    expect(await chappe.database.query('SELECT claims FROM claim_check WHERE check_nid = $1', [checkId])).toEqual([{ claims: null }])
    expect(await tried(chappe, `claim check ${checkId}`)).toContainEqual(['cancelClaimCheck', sue.userId, 'done'])
  })

  test('are bounded, and not for everybody', async () => {
    expect(refusal(await alice.get(path('claims')))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await sam.get(path('claims', 99_999)))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await sam.get(`${V1}/claim_checks/99999`))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await sam.post(path('claims'), { text: 'x'.repeat(100_001) }))[0]).toBe(400)
    expect(refusal(await alice.post(path('claims'), { text: '1 room' }))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await sam.post(path('claims', 99_999), { text: '1 room' }))).toEqual([404, 'M_NOT_FOUND'])
  })
})

describe('people', () => {
  const WORDS = { consequences: { fr: 'Méfiez-vous des appels.', en: 'Beware of calls.' }, measures: { fr: 'Le compte est bloqué.', en: 'The account is contained.' }, contact: 'Delphine, dpo@interior.example' }
  const ask = (who = sam, more: object = {}) => who.post(path('notices'), { ...REASON, ...WORDS, ...more })

  test('are counted before anybody is asked, with those who need not be told', async () => {
    const found = await notices()
    expect(found).toMatchObject({ state: 'none', request_id: null, affected: 3, unintelligible: 1, queued: 0, sent: 0, people: [], proposal: { contact: 'Delphine, dpo@interior.example, +33 1' } })
    expect(found.example.fr.text).toContain('Ce qui a été montré de vous')
  })

  test('are sent no link', async () => {
    for (const wrong of [{ contact: 'see https://help.example' }, { measures: { fr: 'x', en: 'go to www.help.example' } }, { consequences: { fr: 'x', en: 'help.example/sign-in' } }, { measures: { fr: ' ', en: 'x' } }]) {
      expect(refusal(await ask(sam, wrong))).toEqual([400, 'M_INVALID_PARAM'])
    }
  })

  test('are told once two agree: each of their own only, in the messenger and by mail, and nobody of ciphertext', async () => {
    const { request_id: requestId } = (await ask()).body
    expect(await notices()).toMatchObject({ state: 'asked', request_id: requestId, sent: 0 })
    expect(refusal(await ask(sue))).toEqual([400, 'M_BAD_STATE'])
    expect(refusal(await decide(sam, requestId))).toEqual([403, 'M_FORBIDDEN'])
    expect((await decide(sue, requestId)).status).toBe(200)
    await settled()
    await vi.waitFor(async () => expect((await notices()).state).toBe('done'), { timeout: 30_000 })
    const found = await notices()
    expect(found).toMatchObject({ state: 'done', queued: 0, sent: 3, failed: 0, read: 0 })
    expect(found.people.map((each: Json) => each.user_id)).toEqual([bob.userId, carol.userId, alice.userId])

    const [toBob] = await noticesOf(bob)
    expect(toBob).toContain('2 of your messages, readable')
    expect(toBob).toContain('2 de vos messages, lisibles')
    expect(toBob).toContain('Paie https:[/][/]evil[.]example/x of evil[.]example [U+202E]')
    expect(toBob).toContain('Beware of calls.')
    for (const other of ['alice', 'carol', 'mallory', 'raise', '://']) expect(toBob).not.toContain(other)
    expect((await noticesOf(carol))[0]).toContain('1 of your messages, readable')
    expect((await noticesOf(alice))[0]).toContain('1 file(s) that you brought in, readable')
    expect(await noticesOf(dora)).toEqual([])

    const mail = await mails.nextMailTo('bob@interior.example')
    expect(mail.subject).toContain('Vos données ont été vues')
    expect(mail.text).toContain('Somebody has read content of')
    for (const absent of ['evil', 'carol', 'mallory', 'raise', '://', 'Paie']) expect(`${mail.text}${mail.html.replaceAll('xmlns="http://', '')}`).not.toContain(absent)
    await vi.waitFor(async () => expect((await notices()).mail).toEqual({ is_on: true, waiting: 0, sent: 1, failed: 0, none: 2 }), { timeout: 30_000 })
  })

  test('who have read it are counted; nobody is told a second time, whoever asks, and after a kill neither', async () => {
    const room = await noticeRoomOf(bob)
    const eventId = (await chappe.database.query('SELECT event_id FROM exposure_notice WHERE user_id = $1', [bob.userId]))[0]?.['event_id']
    await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(room)}/receipt/m.read/${encodeURIComponent(String(eventId))}`, {})
    await vi.waitFor(async () => expect(await notices()).toMatchObject({ read: 1 }), { timeout: 30_000 })
    expect((await notices(anna, '?state=sent&limit=1')).people).toHaveLength(1)
    expect((await sam.get(path('breach_notification'))).body.register.notices).toEqual({ sent: 3, read: 1 })
    expect(refusal(await ask(sue))).toEqual([400, 'M_BAD_STATE'])

    // As a process leaves it that was killed when the notice had been sent, and before that was written down.
    await chappe.database.query(`UPDATE exposure_notice SET state = 'queued', event_id = NULL, sent_at_ms = NULL, facts = '{"asProfile":true,"rooms":[],"moreRooms":0,"files":{"readable":0,"unintelligible":0}}' WHERE user_id = $1`, [bob.userId])
    await chappe.database.query(`UPDATE notice_batch SET state = 'queueing'`)
    await chappe.restart()
    await settled()
    await vi.waitFor(async () => expect(await notices()).toMatchObject({ state: 'done', sent: 3 }), { timeout: 30_000 })
    expect((await chappe.database.query('SELECT event_id FROM exposure_notice WHERE user_id = $1', [bob.userId]))[0]?.['event_id']).toBe(eventId)
    expect(await noticesOf(bob)).toHaveLength(1)
    expect(mails.mails.filter(({ to }) => to.includes('bob@interior.example'))).toHaveLength(1)
    // What was shown of them is kept no longer than telling them takes.
    expect(await chappe.database.query('SELECT user_id FROM exposure_notice WHERE facts IS NOT NULL')).toEqual([])
  })

  async function settled(): Promise<void> {
    await chappe.server.desk.settleNotices()
  }

  async function noticeRoomOf(person: Person): Promise<string> {
    const rows = await chappe.database.query('SELECT r.room_id FROM notice_room n JOIN room r USING (room_nid) WHERE n.user_id = $1', [person.userId])
    return String(rows[0]?.['room_id'])
  }

  async function noticesOf(person: Person): Promise<string[]> {
    const room = await noticeRoomOf(person)
    if (room === 'undefined') return []
    await person.join(room)
    const { chunk } = (await person.get(`/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=f&limit=100`)).body
    return chunk.filter((event: Json) => event.type === 'm.room.message').map((event: Json) => event.content.body)
  }
})

describe('a leak', () => {
  const ask = (input: object, who = sam) => who.post(`${V1}/attributions`, { ...REASON, ...input })
  const read = async (requestId: number, who = sam): Promise<Json> => (await who.get(`${V1}/attributions/${requestId}`)).body

  /** Asks, has Sue agree, and waits until it is worked out. */
  async function workedOut(input: object): Promise<Json> {
    const { request_id: requestId } = (await ask(input)).body
    expect((await decide(sue, requestId)).status).toBe(200)
    await chappe.server.desk.settleAttributions()
    return read(requestId)
  }

  test('leads to those who were shown it, those who were shown most of it first', async () => {
    const asked = await ask({ events: [said], files: [createHash('sha256').update(PLAN).digest('hex'), 'mxc://chappe.test/none'], texts: ['  tell nobody\r\n', 'never said'], room_id: open })
    expect(asked.body).toEqual({ request_id: expect.any(Number), events: 1, files: 1, to_look_for: 2, missing: ['mxc://chappe.test/none'] })
    const { request_id: requestId } = asked.body
    expect(refusal(await sam.get(`${V1}/attributions/${requestId}`))).toEqual([404, 'M_NOT_FOUND'])
    expect((await sam.get(`${V1}/attributions`)).body.attributions).toEqual([])
    expect((await decide(sue, requestId)).status).toBe(200)
    await chappe.server.desk.settleAttributions()
    const { found, ...head } = await read(requestId, sue)
    expect(head).toMatchObject({ request_id: requestId, state: 'done', progress: 1, failure: null, asked_by: sam.userId, decided_by: sue.userId, target: 'readers of 1 events, 2 texts, 2 files', made_at_ms: expect.any(Number) })
    expect(found).toMatchObject({ is_whole: true, is_cut: false, missing: [], missing_texts: 1, targets: [{ event_id: said }, {}, { mxc }] })
    expect(found.ranked[0]).toMatchObject({ user_id: mallory.userId, device_id: mallory.deviceId, covered: 3, vague: 0, wrote: 0 })
    expect(found.sessions).toMatchObject({ all: 1 })
    // Bob's own client was never shown it by a read, nor was Dora's.
    expect(found.ranked.map((each: Json) => each.user_id)).not.toContain(dora.userId)
    expect(JSON.stringify(await chappe.database.query('SELECT * FROM attribution'))).not.toContain('tell nobody')
    expect(JSON.stringify(await chappe.database.query('SELECT * FROM desk_request'))).not.toContain('tell nobody')
    expect(await chappe.database.query('SELECT sought FROM attribution')).toEqual([{ sought: null }])
    for (const other of [anna, mallory]) expect([401, 403]).toContain((await other.get(`${V1}/attributions/${requestId}`)).status)
    const tom = await personWith(chappe, 'tom', 'security_officer')
    expect(refusal(await tom.get(`${V1}/attributions/${requestId}`))).toEqual([404, 'M_NOT_FOUND'])
    expect([(await tom.get(`${V1}/attributions`)).body.attributions, (await sue.get(`${V1}/attributions`)).body.attributions]).toMatchObject([[], [{ request_id: requestId, state: 'done' }]])
  })

  test('what was found stays, and is not worked out anew', async () => {
    chappe.clock.advance(2 * 24 * 3_600_000)
    const [{ request_id: requestId, made_at_ms: madeAtMs }] = (await sam.get(`${V1}/attributions`)).body.attributions
    expect(await read(requestId)).toMatchObject({ state: 'done', made_at_ms: madeAtMs, found: { sessions: { all: 1 } } })
  })

  test('by room and time finds what was written there then, and says where nothing was', async () => {
    const atMs = (await bob.get(`/_matrix/client/v3/rooms/${encodeURIComponent(open)}/event/${encodeURIComponent(said)}`)).body.origin_server_ts
    const { found } = await workedOut({ places: [{ room_id: open, at_ms: atMs }, { room_id: open, at_ms: 1000 }] })
    expect(found).toMatchObject({ missing: [`${open} 1970-01-01T00:00:01.000Z`], missing_texts: 0 })
    expect(found.targets.map((each: Json) => each.event_id)).toContain(said)
    expect((await workedOut({ texts: ['never said'], room_id: open })).found).toMatchObject({ targets: [], ranked: [], missing_texts: 1, sessions: { any: 0 } })
  })

  test('what stands at too many places says nothing of anybody, and says so', async () => {
    for (let times = 0; times <= 200; times += 1) await carol.say(open, 'yes')
    expect(await workedOut({ texts: ['yes'] })).toMatchObject({ state: 'failed', failure: 'too_many_places', found: null })
  })

  test('one after the other; one that waits, or is being worked out, can be cancelled by either of the two', async () => {
    const [first, second] = [(await ask({ texts: ['tell nobody'] })).body.request_id, (await ask({ events: [said] })).body.request_id]
    const cancel = (who: Person, requestId: number) => who.post(`${V1}/attributions/${requestId}/cancel`, REASON)
    expect(refusal(await cancel(sam, first))).toEqual([404, 'M_NOT_FOUND'])
    for (const each of [first, second]) await decide(sue, each)
    await chappe.server.desk.settleAttributions()
    expect([(await read(first)).made_at_ms <= (await read(second)).made_at_ms, refusal(await cancel(sam, first))]).toEqual([true, [400, 'M_BAD_STATE']])
    // As they stand while another one takes its time.
    await chappe.database.query(`UPDATE attribution SET state = CASE WHEN request_nid = $1 THEN 'running' ELSE 'waiting' END, result = NULL, sought = '{"hashes":[],"room":null,"moments":[]}' WHERE request_nid IN ($1, $2)`, [first, second])
    expect(await read(first)).toMatchObject({ state: 'running', found: null })
    expect([refusal(await cancel(anna, first)), (await cancel(sue, first)).status, (await cancel(sam, second)).status]).toEqual([[403, 'M_FORBIDDEN'], 200, 200])
    await chappe.restart()
    await chappe.server.desk.settleAttributions()
    for (const each of [first, second]) expect(await read(each)).toMatchObject({ state: 'cancelled', found: null })
    expect(await chappe.database.query('SELECT sought FROM attribution WHERE request_nid = $1', [first])).toEqual([{ sought: null }])
    expect(await tried(chappe, `request ${first}`)).toContainEqual(['cancelAttribution', sue.userId, 'done'])
  })

  test('a server that ends in the middle begins anew, and finds the same', async () => {
    const before = await workedOut({ texts: ['tell nobody'], events: [said], room_id: open })
    const sought = { hashes: [createHash('sha256').update('tell nobody').digest('base64')], room: null, moments: [] }
    await chappe.database.query(`UPDATE attribution SET state = 'running', progress = 0.4, result = NULL, made_at_ms = NULL, sought = $2 WHERE request_nid = $1`, [before.request_id, JSON.stringify(sought)])
    await chappe.restart()
    await chappe.server.desk.settleAttributions()
    const after = await read(before.request_id)
    expect(after).toMatchObject({ state: 'done', progress: 1 })
    expect(after.found.targets).toEqual(before.found.targets)
    expect(after.found.ranked[0]).toMatchObject({ user_id: mallory.userId, covered: 2 })
  })

  test('of one that is refused nothing stays to be looked for', async () => {
    const { request_id: requestId } = (await ask({ texts: ['tell nobody'] })).body
    await decide(sue, requestId, 'refuse')
    await chappe.restart()
    await chappe.server.desk.settleAttributions()
    expect(await chappe.database.query('SELECT state, sought FROM attribution WHERE request_nid = $1', [requestId])).toEqual([{ state: 'asked', sought: null }])
    expect(refusal(await sam.get(`${V1}/attributions/${requestId}`))).toEqual([404, 'M_NOT_FOUND'])
  })

  test('of which nothing is here, or no time is left, is refused', async () => {
    expect(refusal(await ask({ events: ['$nothing'] }))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ask({}))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ask({ places: [{ room_id: '!none:chappe.test', at_ms: 1000 }] }))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ask({ events: [said], from_ms: 2, to_ms: 1 }))).toEqual([400, 'M_INVALID_PARAM'])
    expect(refusal(await ask({ texts: ['tell nobody'], room_id: '!none:chappe.test' }))).toEqual([404, 'M_NOT_FOUND'])
  })
})

async function containedAt(): Promise<{ atMs: number }> {
  const rows = await chappe.database.query('SELECT contained_at_ms FROM containment')
  return { atMs: Number(rows[0]?.['contained_at_ms']) }
}
