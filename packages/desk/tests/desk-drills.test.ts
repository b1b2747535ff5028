// A drill: Sam rehearses the night of a breach. The intruder is made up, and everything else is what it would be: the alert, the
// containment, the report, which is held against what the intruder was really shown. Nobody real is touched, and nothing of it
// stays but what the ledger and the record say.
import { checkArchive, parseVerifier } from '@chappe/ledger'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { logIn, of, personWith, readsOf, REASON, refusal, stateOf, tried, V1 } from './_desk.ts'
import { order, readReport } from './_exposure.ts'
import { platform } from './_platform.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let chappe: TestServer<Server>
let sam: Person
let sue: Person
let anna: Person
let alice: Person
/** The account that the intruder has. */
let taken: { userId: string }
let drillId: number
let caseId: number
let reportId: number

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  sam = await personWith(chappe, 'sam', 'security_officer')
  sue = await personWith(chappe, 'sue', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
  alice = await chappe.person('alice')
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const begin = (who: Person, more: object = {}) => who.post(`${V1}/drills`, { label: 'Interior', note: 'night', ...more })
const drill = async (who: Person = sam, id = drillId): Promise<Json> => (await who.get(`${V1}/drills/${id}`)).body
const settle = (requests?: number) => chappe.server.desk.settleDrills(requests)
const done = ({ steps }: Json): string[] => steps.filter((each: Json) => each.at_ms !== null).map((each: Json) => each.step)
const count = async (sql: string) => Number((await chappe.database.query(sql))[0]?.['n'])
const LEFT = `SELECT count(*)::int AS n FROM event e JOIN membership m ON m.room_nid = e.room_nid JOIN account a ON a.user_id = m.user_id WHERE a.account_type = 'exercise'`
const LEFT_FILES = `SELECT count(*)::int AS n FROM media m JOIN account a ON a.user_id = m.user_id WHERE a.account_type = 'exercise'`

test('Sam begins one; an intruder is in a made-up account, an alert is there as in a real case, and says what it is', async () => {
  const { status, body } = await begin(sam)
  expect([status, body]).toEqual([200, expect.objectContaining({ label: 'Interior', begun_by: sam.userId, case_id: null, verdict: null })])
  drillId = body.drill_id
  await settle(10)
  const now = await drill(anna)
  expect(now).toMatchObject({ state: 'playing', user_id: expect.stringMatching(/^@exercise-/), addresses: [expect.stringMatching(/^198\.51\.100\./), expect.stringMatching(/^203\.0\.113\./)] })
  expect(done(now)).toEqual(['intruder', 'alert'])
  expect(now.shown.events).toBeGreaterThan(20)
  taken = { userId: now.user_id }
  const { alerts } = (await sam.get(`${V1}/alerts?state=open`)).body
  expect(alerts).toMatchObject([{ alert_id: now.alert_id, kind: 'sign_in_reported', user_id: taken.userId, is_exercise: true }])
  expect((await sam.get(`${V1}/overview`)).body).toMatchObject({ alerts: { open: 0, exercise: 1 }, drill: { drill_id: drillId, state: 'playing' } })
})

test('one at a time, and by nobody but an officer', async () => {
  expect(refusal(await begin(sue))).toEqual([400, 'M_BAD_STATE'])
  expect(refusal(await begin(anna))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await begin(sam, { hours: 73 }))).toEqual([400, 'M_BAD_JSON'])
  expect(refusal(await sam.get(`${V1}/drills/4711`))).toEqual([404, 'M_NOT_FOUND'])
})

test('what the intruder reads is in the ledger, from its two addresses; nobody else knows of the account', async () => {
  const { body } = await sam.get(of(taken))
  expect(body).toMatchObject({ account_type: 'exercise', display_name: 'Exercise: Dominique Laurent', addresses: [] })
  expect(body.devices.map((each: Json) => each.display_name)).toContain('Exercise: another browser')
  expect(await readsOf(chappe, 'getRoomEvents')).toBeGreaterThan(0)
  const search = await alice.post('/_matrix/client/v3/user_directory/search', { search_term: 'Exercise' })
  expect(search.body.results).toEqual([])
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  expect((await alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/invite`, { user_id: taken.userId })).body).toMatchObject({ errcode: 'M_FORBIDDEN', 'org.chappe.rule': 'exercise_apart' })
  expect((await alice.post('/_matrix/client/v3/createRoom', { creation_content: { 'org.chappe.room.exercise': true } })).body).toMatchObject({ errcode: 'M_FORBIDDEN', 'org.chappe.rule': 'exercise_apart' })
  const [{ room_id: theirs = '' } = {}] = await chappe.database.query(`SELECT r.room_id FROM membership m JOIN room r USING (room_nid) WHERE m.user_id = '${taken.userId}'`)
  expect((await alice.post(`/_matrix/client/v3/join/${encodeURIComponent(String(theirs))}`, {})).status).toBe(403)
})

test('nobody signs in to it, whatever an administrator gives it', async () => {
  await chappe.database.query(`UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE user_id = '${alice.userId}') WHERE user_id = '${taken.userId}'`)
  expect((await logIn(chappe.url, taken.userId)).status).toBe(403)
  await chappe.database.query(`UPDATE account SET password_hash = NULL WHERE user_id = '${taken.userId}'`)
})

test('Sam looks at the alert and contains the account: the intruder gets no further; a case of the drill is opened', async () => {
  const { alert_id: alertId } = await drill()
  expect((await sam.post(`${V1}/alerts/${alertId}/decide`, REASON)).status).toBe(200)
  const before = (await drill()).shown
  caseId = (await sam.post(of(taken, 'contain'), REASON)).body.case_id
  await settle()
  const now = await drill()
  expect(now).toMatchObject({ state: 'played', case_id: caseId, shown: before, verdict: null })
  expect(done(now)).toEqual(['intruder', 'alert', 'seen', 'contained', 'last_byte'])
  expect(now.steps.find((each: Json) => each.step === 'contained').by).toBe(sam.userId)
  expect((await sam.get(`${V1}/cases/${caseId}`)).body).toMatchObject({ drill_id: drillId, title: expect.stringContaining('Exercise') })
  expect((await sam.get(`${V1}/overview`)).body).toMatchObject({ alerts: { open: 0, exercise: 0 }, accounts: { contained: 0 }, cases: { open: 0 } })
})

test('a case of a drill and a case of real people are never one', async () => {
  expect(refusal(await sam.post(of(alice, 'contain'), { ...REASON, case_id: caseId }))).toEqual([400, 'M_BAD_STATE'])
  expect(await stateOf(chappe, alice)).toBe('active')
  expect(await order(sam, { kind: 'window' }, { case_id: caseId })).toMatchObject({ status: 400, errcode: 'M_BAD_STATE' })
  const mallory = await chappe.person('mallory')
  const real = (await sam.post(of(mallory, 'contain'), REASON)).body.case_id
  expect(await order(sam, { kind: 'account', user_id: taken.userId }, { case_id: real })).toMatchObject({ status: 400, errcode: 'M_BAD_STATE' })
  await sam.post(`${V1}/cases/${real}/close`, REASON)
})

test('the report on it is made as any other, and is exactly what the intruder was shown', async () => {
  const ordered = await order(sam, { kind: 'account', user_id: taken.userId }, { case_id: caseId })
  reportId = ordered.report_id
  const report = await readReport(sam, reportId)
  expect(report).toMatchObject({ is_exercise: true })
  await settle()
  const now = await drill()
  expect(now.compared.filter((each: Json) => each.verdict !== 'exact')).toEqual([])
  expect(now).toMatchObject({ verdict: 'exact', report_id: reportId, shown: { events: report.totals.events + report.totals.events_ciphertext_only, files: report.totals.files } })
  expect(now.shown.files).toBeGreaterThan(0)
  expect(new Set(now.compared.map((each: Json) => each.kind))).toEqual(new Set(['room', 'file', 'person']))
  // What was not read, and could have been, is told apart.
  expect(report.totals.rooms_reachable + report.totals.rooms_listed).toBeGreaterThan(0)
})

test('its archive says that it is an exercise, and is checked as any other', async () => {
  const archive = Buffer.from((await sam.get(`${V1}/exposure_reports/${reportId}/archive`)).bytes)
  const key = (await chappe.server.homeserver.ports.provenLedger.standing()).key
  const { report } = checkArchive(platform, archive, { ledger: parseVerifier(platform, key), witnesses: [], witnessesMin: 0 })
  expect(report.isExercise).toBe(true)
})

test('of everybody at that time, a report leaves out what was read in the drill', async () => {
  const { report_id: ofAll, request_id: requestId } = await order(sam, { kind: 'window' })
  await sue.post(`${V1}/requests/${requestId}/approve`, REASON)
  const report = await readReport(sam, ofAll)
  expect(report.findings.sessions.map((each: Json) => each.user_id)).not.toContain(taken.userId)
  expect(report.totals.events).toBe(0)
})

test('the draft for the authority says that it is an exercise; the clock is marked; nobody can be told anything', async () => {
  const notification = (await sam.get(`${V1}/exposure_reports/${reportId}/breach_notification`)).body
  expect(notification).toMatchObject({ is_exercise: true, fields: { nature: { en: expect.stringMatching(/^EXERCISE/), fr: expect.stringMatching(/^EXERCICE/) } } })
  const { fields, revision } = notification
  const saved = await sam.put(`${V1}/exposure_reports/${reportId}/breach_notification`, { revision, phase: 'draft', fields, reference: '', became_aware_at_ms: chappe.clock.now() })
  expect(saved.status).toBe(200)
  expect((await sam.get(`${V1}/overview`)).body.clocks).toMatchObject([{ case_id: caseId, is_exercise: true }])
  const both = { fr: 'a', en: 'a' }
  expect((await sam.get(`${V1}/exposure_reports/${reportId}/notices`)).body).toMatchObject({ state: 'none', is_exercise: true })
  expect(refusal(await sam.post(`${V1}/exposure_reports/${reportId}/notices`, { ...REASON, consequences: both, measures: both, contact: 'Delphine' }))).toEqual([400, 'M_BAD_STATE'])
  expect(await drill()).toMatchObject({ steps: expect.arrayContaining([{ step: 'draft', at_ms: expect.any(Number), by: sam.userId }]) })
})

test('the account is not released, by however many', async () => {
  expect(refusal(await sam.post(of(taken, 'release'), REASON))).toEqual([400, 'M_BAD_STATE'])
  const release = () => chappe.server.homeserver.ports.containment.release(taken.userId, { actors: ['security_officer'], isAgreed: true })
  await expect(release()).rejects.toMatchObject({ code: 'M_BAD_STATE' })
})

test('Sam ends it: the account is closed, what was said and the files are gone, and the figures and the rows stay', async () => {
  const rows = await readsOf(chappe, 'getRoomEvents')
  expect(await count(LEFT)).toBeGreaterThan(100)
  expect(refusal(await anna.post(`${V1}/drills/${drillId}/end`, REASON))).toEqual([403, 'M_FORBIDDEN'])
  expect((await sam.post(`${V1}/drills/${drillId}/end`, REASON)).status).toBe(200)
  await settle()
  const now = await drill()
  expect(now).toMatchObject({ state: 'ended', outcome: 'done', ended_by: sam.userId, verdict: 'exact' })
  expect(done(now)).toEqual(['intruder', 'alert', 'seen', 'contained', 'last_byte', 'ordered', 'ready', 'compared', 'draft', 'ended'])
  expect(await stateOf(chappe, taken)).toBe('closed')
  expect([await count(LEFT), await count(LEFT_FILES)]).toEqual([0, 0])
  expect(await count(`SELECT count(*)::int AS n FROM account WHERE account_type = 'exercise' AND state <> 'closed'`)).toBe(0)
  expect(await readsOf(chappe, 'getRoomEvents')).toBe(rows)
  expect((await sam.get(`${V1}/exposure_reports/${reportId}/rooms`)).body.total).toBeGreaterThan(0)
  expect((await sam.get(`${V1}/cases/${caseId}`)).body.closed_at_ms).not.toBeNull()
  expect(refusal(await sam.post(`${V1}/drills/${drillId}/end`, REASON))).toEqual([400, 'M_BAD_STATE'])
  expect(await tried(chappe, `drill ${drillId}`)).toEqual([
    ['endDrill', sam.userId, 'done'],
    ['endDrill', sam.userId, 'M_BAD_STATE'],
  ])
  expect(await tried(chappe, String(drillId))).toContainEqual(['endDrill', anna.userId, 'M_FORBIDDEN'])
  expect(await tried(chappe, 'a drill: Interior')).toContainEqual(['beginDrill', sam.userId, 'done'])
  expect((await anna.get(`${V1}/drills`)).body.drills).toMatchObject([{ drill_id: drillId, verdict: 'exact' }])
})

describe('what goes wrong', () => {
  test('a false truth is found: the report is held against what was noted, and not against itself', async () => {
    const { body } = await begin(sam)
    const id = body.drill_id
    await settle()
    const now = await drill(sam, id)
    expect(now).toMatchObject({ state: 'played', shown: { files: 5 } })
    const truth: Json = JSON.parse(String((await chappe.database.query(`SELECT truth FROM drill WHERE drill_nid = ${id}`))[0]?.['truth']))
    const [roomId = ''] = Object.keys(truth.rooms)
    truth.rooms[roomId].events.push(`$${'x'.repeat(43)}`)
    truth.files['mxc://chappe.test/never'] = 12
    await chappe.database.query('UPDATE drill SET truth = $1 WHERE drill_nid = $2', [JSON.stringify(truth), id])
    const ofCase = (await sam.post(of({ userId: now.user_id }, 'contain'), REASON)).body.case_id
    await readReport(sam, (await order(sam, { kind: 'account', user_id: now.user_id }, { case_id: ofCase })).report_id)
    await settle()
    const compared = await drill(sam, id)
    expect(compared.verdict).toBe('missing')
    expect(compared.compared.filter((each: Json) => each.verdict !== 'exact').map((each: Json) => [each.id, each.verdict])).toEqual([[roomId, 'missing'], ['mxc://chappe.test/never', 'missing']])
  })

  test('it ends by itself when its hours are over', async () => {
    chappe.clock.advance(8 * 3_600_000 + 1)
    await settle()
    expect((await sam.get(`${V1}/drills?limit=1`)).body.drills).toMatchObject([{ state: 'ended', outcome: 'done', ended_by: null }])
    expect([await count(LEFT), await count(LEFT_FILES)]).toEqual([0, 0])
  })

  test('of one that comes unannounced, nobody is told the minute; called off, it never was', async () => {
    const { body } = await begin(sam, { within_minutes: 600 })
    await settle()
    expect(JSON.stringify(await drill(sam, body.drill_id))).not.toMatch(/due/)
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'waiting', user_id: null, ends_at_ms: null })
    await sam.post(`${V1}/drills/${body.drill_id}/end`, REASON)
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'ended', outcome: 'called_off', user_id: null })
  })

  test('the server starts anew in the middle: the drill goes on without the intruder, and all that was measured is a part', async () => {
    const { body } = await begin(sam)
    await settle(5)
    const before = await drill(sam, body.drill_id)
    expect(before).toMatchObject({ state: 'playing', verdict: null })
    await chappe.restart()
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'played', verdict: 'interrupted', trouble: null, shown: before.shown, compared: null })
    // What a report says of it is held against what was noted, thing by thing; it stays a part.
    const ofCase = (await sam.post(of({ userId: before.user_id }, 'contain'), REASON)).body.case_id
    const { report_id: ofCut } = await order(sam, { kind: 'account', user_id: before.user_id }, { case_id: ofCase })
    await readReport(sam, ofCut)
    await settle()
    const after = await drill(sam, body.drill_id)
    expect(after).toMatchObject({ verdict: 'interrupted', report_id: ofCut })
    expect(after.compared.map((each: Json) => each.verdict)).not.toContain('missing')
    expect(after.compared.length).toBeGreaterThan(0)
    await sam.post(`${V1}/drills/${body.drill_id}/end`, REASON)
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'ended', outcome: 'interrupted', ended_by: sam.userId, verdict: 'interrupted' })
    expect([await count(LEFT), await count(LEFT_FILES)]).toEqual([0, 0])
    expect((await sam.get(`${V1}/alerts?state=open`)).body.alerts).toEqual([])
  })

  test('where the stage is only being set, it ends, and nothing stays behind', async () => {
    const { body } = await begin(sam)
    await expect.poll(async () => (await drill(sam, body.drill_id)).state).toBe('staging')
    await chappe.restart()
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'ended', outcome: 'interrupted', user_id: null, verdict: null })
    expect([await count(LEFT), await count(LEFT_FILES)]).toEqual([0, 0])
  })

  test('what cannot be taken away is tried again, after longer and longer; in the end somebody has to say so', async () => {
    const { body } = await begin(sam)
    await settle()
    await chappe.database.query(`ALTER TABLE drill ADD CONSTRAINT stays CHECK (state <> 'ended') NOT VALID`)
    await sam.post(`${V1}/drills/${body.drill_id}/end`, REASON)
    const waits: number[] = []
    let now = await drill(sam, body.drill_id)
    for (let tries = 1; tries === 1 || now.trouble?.next_try_at_ms !== null; tries += 1) {
      await settle()
      now = await drill(sam, body.drill_id)
      expect(now).toMatchObject({ state: 'ending', trouble: { tries } })
      if (now.trouble.next_try_at_ms === null) break
      // Before its time nothing is tried.
      await settle()
      expect((await drill(sam, body.drill_id)).trouble).toEqual(now.trouble)
      waits.push(now.trouble.next_try_at_ms - now.now_ms)
      chappe.clock.advance(now.trouble.next_try_at_ms - now.now_ms)
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect([waits.length, new Set(waits).size > 4, Math.max(...waits) <= 600_000]).toEqual([9, true, true])
    chappe.clock.advance(24 * 3_600_000)
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'ending', trouble: { tries: 10, next_try_at_ms: null } })
    expect(refusal(await begin(sam))).toEqual([400, 'M_BAD_STATE'])
    await chappe.database.query('ALTER TABLE drill DROP CONSTRAINT stays')
    expect((await sam.post(`${V1}/drills/${body.drill_id}/end`, REASON)).status).toBe(200)
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'ended', outcome: 'done', trouble: null })
    expect([await count(LEFT), await count(LEFT_FILES)]).toEqual([0, 0])
  })

  test('once the intruder is gone, a drill outlives the server', async () => {
    const { body } = await begin(sam)
    await settle()
    await chappe.restart()
    await settle()
    const now = await drill(sam, body.drill_id)
    expect(now).toMatchObject({ state: 'played' })
    const ofCase = (await sam.post(of({ userId: now.user_id }, 'contain'), REASON)).body.case_id
    await readReport(sam, (await order(sam, { kind: 'account', user_id: now.user_id }, { case_id: ofCase })).report_id)
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ verdict: 'exact' })
    await sam.post(`${V1}/drills/${body.drill_id}/end`, REASON)
    await settle()
  })

  test('while something real is under way there is none; one that waits gives way', async () => {
    const { body } = await begin(sam, { within_minutes: 60 })
    const oscar = await chappe.person('oscar')
    // Oscar says so himself; the case comes later.
    expect((await oscar.post('/_chappe/client/v1/not_me')).status).toBe(200)
    chappe.clock.advance(3_600_000)
    await settle()
    expect(await drill(sam, body.drill_id)).toMatchObject({ state: 'ended', outcome: 'real_incident' })
    expect(refusal(await begin(sam))).toEqual([400, 'M_BAD_STATE'])
    const real = (await sue.post(of(oscar, 'contain'), REASON)).body.case_id
    await sue.post(`${V1}/cases/${real}/close`, REASON)
    expect((await begin(sam)).status).toBe(200)
  })
})

test('under the rules of a government, where rooms are encrypted and people are found by their organisation, it is the same', async () => {
  await using ministry = await startTestServer(buildServer, { profile: 'government' })
  const { userId } = await ministry.server.homeserver.ports.accounts.makeFirstOperator('Olga')
  await ministry.database.query(
    `INSERT INTO drill (label, note, begun_by, begun_at_ms, state, due_at_ms, window_ends_at_ms, hours)
     SELECT '', '', user_nid, $1, 'waiting', $1, $1, 8 FROM account WHERE user_id = $2`,
    [ministry.clock.now(), userId],
  )
  await ministry.server.desk.settleDrills()
  const [row] = await ministry.database.query('SELECT state, outcome, truth FROM drill')
  expect(row).toMatchObject({ state: 'played', outcome: null })
  const rowsOf = async (sql: string) => Number((await ministry.database.query(`SELECT count(*)::int AS n FROM ${sql}`))[0]?.['n'])
  await expect.poll(() => rowsOf('directory_due'), { timeout: 20_000 }).toBe(0)
  expect(await rowsOf(`directory_key JOIN account USING (user_nid) WHERE account_type = 'exercise'`)).toBe(0)
  const { files, rooms }: Json = JSON.parse(String(row?.['truth']))
  expect([Object.keys(rooms).length, Object.keys(files).length]).toEqual([5, 5])
})
