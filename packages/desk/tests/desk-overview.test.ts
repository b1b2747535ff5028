// What needs somebody now: numbers that follow what happens, alerts that somebody has looked at, glass that was broken and
// looked at by somebody else, and a clock of 72 hours that a person starts.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { of, personWith, readsOf, REASON, refusal, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

const chappe = await serverOfThisFile(buildServer)
let sam: Person
let sue: Person
let anna: Person
let alice: Person
let mallory: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  sue = await personWith(chappe, 'sue', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
  alice = await chappe.person('alice')
  mallory = await chappe.person('mallory')
})

const overview = async (who: Person) => (await who.get(`${V1}/overview`)).body
const tricked = (who: Person) => who.post('/_chappe/client/v1/reports', { kind: 'tricked', choice: 'gave_code' })

test('on a quiet day nothing waits, and the ledger says what it lacks', async () => {
  await chappe.server.homeserver.ports.provenLedger.sign()
  expect(await overview(sam)).toMatchObject({
    requests: { waiting: 0, own: 0 },
    alerts: { open: 0 },
    reports: { open: 0, urgent: 0, taken: 0 },
    accounts: { contained: 0, quarantined: 0, watched: 0 },
    cases: { open: 0 },
    clocks: [],
    break_glass: 0,
    ledger: { is_proven: false, problems: ['no_witness'], witnessed_at_ms: null },
  })
})

test('Alice was tricked: an alert and a report are open until Sam has looked at them, once', async () => {
  await tricked(alice)
  expect(await overview(sam)).toMatchObject({ alerts: { open: 1 }, reports: { open: 1, urgent: 1 } })
  const [alert] = (await sam.get(`${V1}/alerts?state=open`)).body.alerts
  expect(alert).toMatchObject({ kind: 'owner_was_tricked', user_id: alice.userId, handled_by: null, handled_at_ms: null, case_id: null })
  const decide = (who: Person, id: string | number) => who.post(`${V1}/alerts/${id}/decide`, REASON)
  expect(refusal(await decide(anna, alert.alert_id))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await decide(sam, 4711))).toEqual([404, 'M_NOT_FOUND'])
  expect((await decide(sam, alert.alert_id)).body).toMatchObject({ alert_id: alert.alert_id, handled_by: sam.userId, handled_at_ms: expect.any(Number) })
  expect(refusal(await decide(sue, alert.alert_id))).toEqual([400, 'M_BAD_STATE'])
  expect(await overview(sam)).toMatchObject({ alerts: { open: 0 } })
  expect((await sam.get(`${V1}/alerts?state=open`)).body.alerts).toEqual([])
  expect((await sam.get(`${V1}/alerts?state=done`)).body.alerts).toHaveLength(1)
  expect(await tried(chappe, `alert ${alert.alert_id}`)).toEqual([
    ['decideDeskAlert', sam.userId, 'done'],
    ['decideDeskAlert', sue.userId, 'M_BAD_STATE'],
  ])
})

test('Alice hears what became of her report, with the words that Sam has for her', async () => {
  const [report] = (await sam.get(`${V1}/reports?state=open`)).body.reports
  await sam.post(`${V1}/reports/${report.report_id}/decide`, { ...REASON, state: 'taken' })
  await sam.post(`${V1}/reports/${report.report_id}/decide`, { ...REASON, state: 'done', answer: 'It was nobody of us who called you.' })
  const rooms = (await alice.sync()).rooms.invite
  const [roomId = ''] = Object.keys(rooms)
  await alice.join(roomId)
  const said = (await alice.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b`)).body.chunk.flatMap(
    ({ content }: { content: { body?: string } }) => content.body ?? [],
  )
  expect(said).toEqual([
    expect.stringMatching(/^Votre signalement n° \d+ a été traité.*\n\nThe security team is done with your report.*\n\nIt was nobody of us who called you\.$/),
    expect.stringMatching(/^L’équipe de sécurité s’occupe/),
  ])
})

test('what waits is counted apart for who has asked; glass that Sam broke waits for somebody else to look at it', async () => {
  const contained = (await sam.post(of(mallory, 'contain'), REASON)).body
  const asked = (await sam.post(of(mallory, 'release'), { ...REASON, case_id: contained.case_id })).body
  expect(await overview(sam)).toMatchObject({ requests: { waiting: 0, own: 1 }, accounts: { contained: 1 }, cases: { open: 1 } })
  expect(await overview(sue)).toMatchObject({ requests: { waiting: 1, own: 0 } })
  expect((await sue.get(`${V1}/requests?case_id=${contained.case_id}`)).body.requests).toHaveLength(1)
  expect((await sue.get(`${V1}/requests?case_id=4711`)).body.requests).toEqual([])

  await sam.post(`${V1}/requests/${asked.request_id}/break_glass`, REASON)
  expect(await overview(sue)).toMatchObject({ requests: { waiting: 0 }, break_glass: 1 })
  const [alone] = (await anna.get(`${V1}/audit?alone=true`)).body.actions
  expect(alone).toMatchObject({ operation: 'breakGlass', user_id: sam.userId, reviewed_by: null })
  const review = (who: Person, id: number) => who.post(`${V1}/break_glass/${id}/review`, { reason: 'he could not reach anybody at night' })
  expect(refusal(await review(sam, alone.action_id))).toEqual([403, 'M_FORBIDDEN'])
  expect((await review(anna, alone.action_id)).body).toEqual({})
  expect(refusal(await review(anna, alone.action_id))).toEqual([400, 'M_BAD_STATE'])
  expect(await overview(sue)).toMatchObject({ break_glass: 0 })
  expect((await anna.get(`${V1}/audit?alone=true`)).body.actions).toMatchObject([{ reviewed_by: anna.userId }])
  expect((await anna.get(`${V1}/audit?case_id=${contained.case_id}`)).body.actions.map(({ operation }: { operation: string }) => operation)).toEqual(['releaseAccount', 'containAccount'])
})

test('a person says since when it is known: 72 hours run, and stop when it was a mistake or the case is closed', async () => {
  const { case_id: caseId } = (await sam.post(`${V1}/cases`, { title: 'Mallory' })).body
  const aware = (who: Person, atMs: number | null, id: number | string = caseId) => who.put(`${V1}/cases/${id}/aware`, { aware_at_ms: atMs, reason: 'the help desk called' })
  const atMs = chappe.clock.now() - 3_600_000
  expect((await aware(sam, atMs)).body).toMatchObject({ case_id: caseId, aware_at_ms: atMs, aware_set_by: sam.userId })
  expect((await overview(anna)).clocks).toEqual([{ case_id: caseId, aware_at_ms: atMs, ends_at_ms: atMs + 72 * 3_600_000, is_exercise: false }])
  expect(refusal(await aware(sam, chappe.clock.now() + 60_000))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await aware(sam, atMs, 4711))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await aware(anna, atMs))).toEqual([403, 'M_FORBIDDEN'])
  expect((await aware(sue, null)).body).toMatchObject({ aware_at_ms: null })
  expect((await overview(sam)).clocks).toEqual([])
  await aware(sam, atMs)
  const { notes } = (await sam.get(`${V1}/cases/${caseId}`)).body
  expect(notes.map(({ kind, written_by: by }: { kind: string; written_by: string }) => [kind, by])).toEqual([['aware', sam.userId], ['aware', sue.userId], ['aware', sam.userId]])
  await sam.post(`${V1}/cases/${caseId}/close`, REASON)
  expect((await overview(sam)).clocks).toEqual([])
  expect(refusal(await aware(sam, atMs))).toEqual([400, 'M_BAD_STATE'])
})

test('how much Bob was shown stands by the hour, without what it was, and looking is in the record itself', async () => {
  const bob = await chappe.person('bob')
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const text of ['one', 'two', 'three']) await alice.say(roomId, text)
  await bob.join(roomId)
  const beforeMs = chappe.clock.now()
  await bob.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=3`)
  chappe.clock.advance(2 * 3_600_000)
  await bob.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=2`)
  await chappe.server.homeserver.ports.provenLedger.sign()
  const before = await readsOf(chappe, 'getDeskReads')
  const { body } = await anna.get(`${V1}/accounts/${encodeURIComponent(bob.userId)}/reads?from_ms=${beforeMs}`)
  expect(body).toMatchObject({ every_ms: 3_600_000, is_whole: true })
  const hours = body.slices.map(({ at_ms: ms, events, rooms }: { at_ms: number; events: number; rooms: number }) => [(ms - body.from_ms) / 3_600_000, events, rooms])
  expect(hours).toEqual([[0, 3, 1], [2, 2, 1]])
  expect(await readsOf(chappe, 'getDeskReads')).toBe(before + 1)
  expect((await anna.get(`${of(alice, 'reads')}?from_ms=${chappe.clock.now()}`)).body.slices).toEqual([])
  expect(refusal(await anna.get(`${of(bob, 'reads')}?from_ms=0`))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await anna.get(`${of({ userId: '@nobody:chappe.test' }, 'reads')}`))).toEqual([404, 'M_NOT_FOUND'])
})
