// What takes two people: one asks, another agrees. The same person twice is refused and on record; one person alone breaks
// the glass, and every auditor is told.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { intoOrganisation, of, personWith, REASON, refusal, stateOf, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let sam: Person
let sue: Person
let anna: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  sue = await personWith(chappe, 'sue', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
})

const decide = (who: Person, requestId: number, how: string) => who.post(`${V1}/requests/${requestId}/${how}`, REASON)

/** Somebody who is contained, and what Sam has asked for then. */
async function askedFor(name: string, what = 'release'): Promise<{ person: Person; requestId: number }> {
  const person = await chappe.person(name)
  expect((await sam.post(of(person, 'contain'), REASON)).status).toBe(200)
  const asked = await sam.post(of(person, what), REASON)
  return { person, requestId: asked.body.request_id }
}

test('Sam asks for a release, and cannot agree to it himself: refused, on record, and nothing has changed', async () => {
  const { person, requestId } = await askedFor('paul')
  const answer = await sam.post(`/_chappe/desk/v1/requests/${requestId}/approve`, REASON)
  expect([...refusal(answer), answer.body.error]).toEqual([403, 'M_FORBIDDEN', 'A second person has to agree: you have asked for this yourself'])
  expect(await tried(chappe, `request ${requestId}`)).toEqual([['approveDeskRequest', sam.userId, 'M_FORBIDDEN']])
  expect(await stateOf(chappe, person)).toBe('contained')
  const [waiting] = (await sue.get('/_chappe/desk/v1/requests')).body.requests
  expect(waiting).toMatchObject({ request_id: requestId, operation: 'releaseAccount', target: person.userId, asked_by: sam.userId, decision: null })
})

test('Sue agrees: the account is released and waits for its enrolment; agreeing twice is too late', async () => {
  const { person, requestId } = await askedFor('rita')
  const done = await decide(sue, requestId, 'approve')
  expect(done.body).toEqual({ operation: 'releaseAccount', target: person.userId, enrolment_url: expect.stringMatching(/^http:\/\/localhost:8008\/enrol\?token=[\w-]{40}$/) })
  expect((await sam.get(of(person))).body).toMatchObject({ state: 'active', must_enrol: true, devices: [] })
  for (const who of [sue, sam]) expect(refusal(await decide(who, requestId, 'approve'))).toEqual([400, 'M_BAD_STATE'])
  expect(await tried(chappe, person.userId)).toEqual([
    ['containAccount', sam.userId, 'done'],
    ['releaseAccount', sam.userId, 'asked'],
  ])
})

test('two who agree at the same moment release once', async () => {
  const third = await personWith(chappe, 'tom', 'security_officer')
  const { requestId } = await askedFor('nina')
  const answers = await Promise.all([decide(sue, requestId, 'approve'), decide(third, requestId, 'approve')])
  expect(answers.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 400])
})

test('a request that was refused, or is a day old, is no more', async () => {
  const { person, requestId } = await askedFor('karl')
  expect((await sue.post(`/_chappe/desk/v1/requests/${requestId}/refuse`, REASON)).body).toEqual({})
  expect(refusal(await decide(sue, requestId, 'approve'))).toEqual([400, 'M_BAD_STATE'])
  const again = (await sam.post(of(person, 'release'), REASON)).body.request_id
  chappe.clock.advance(24 * 3_600_000 + 1)
  expect(refusal(await decide(sue, again, 'approve'))).toEqual([400, 'M_BAD_STATE'])
  expect(refusal(await decide(sue, 4711, 'approve'))).toEqual([404, 'M_NOT_FOUND'])
  expect(await stateOf(chappe, person)).toBe('contained')
})

test('who has asked and was stopped, or lost the role, since: nobody can agree any more', async () => {
  const mole = await personWith(chappe, 'mole', 'security_officer')
  const person = await chappe.person('lena')
  await sam.post(of(person, 'contain'), REASON)
  const { request_id: requestId } = (await mole.post(of(person, 'release'), REASON)).body
  await sam.post(of(mole, 'contain'), REASON)
  expect(refusal(await decide(sue, requestId, 'approve'))).toEqual([403, 'M_FORBIDDEN'])
  expect(await stateOf(chappe, person)).toBe('contained')
})

test('alone, Sam breaks the glass: it is done, it is on record as that, and every auditor is told', async () => {
  const { person, requestId } = await askedFor('vera')
  const done = await sam.post(`/_chappe/desk/v1/requests/${requestId}/break_glass`, { reason: 'she is needed tonight' })
  expect(done.body).toMatchObject({ operation: 'releaseAccount', enrolment_url: expect.any(String) })
  expect(await stateOf(chappe, person)).toBe('active')
  const { actions } = (await anna.get(`/_chappe/desk/v1/audit?target=${encodeURIComponent(`request ${requestId}`)}`)).body
  expect(actions).toMatchObject([{ operation: 'breakGlass', user_id: sam.userId, is_break_glass: true, outcome: 'done', request_id: requestId, reason: 'she is needed tonight', way: 'desk' }])
  expect(await toldTo(anna)).toEqual([`Bris de glace : ${sam.userId} a fait seul ce qui demande deux personnes : releaseAccount of ${person.userId}. À examiner sous 24 heures par un auditeur. Motif donné : she is needed tonight\n\nBreak-glass: ${sam.userId} has done alone what takes two people: releaseAccount of ${person.userId}. An auditor is to look at it within 24 hours. Reason given: she is needed tonight`])
})

test('Anna looks at what Sam did alone, and at what came through the socket; nobody looks at their own, nor twice', async () => {
  const { requestId } = await askedFor('wilma')
  await sam.post(`${V1}/requests/${requestId}/break_glass`, { reason: 'the minister is on the plane' })
  const vic = await chappe.person('vic')
  await chappe.server.desk.machine.breakGlass({ userId: vic.userId, reason: 'nobody can sign in' })
  const list = async (): Promise<Json[]> => (await anna.get(`${V1}/break_glass`)).body.actions
  const waiting = (await list()).filter((each) => each['reviewed_by'] === null)
  expect(waiting.slice(-2)).toMatchObject([
    { operation: 'breakGlass', way: 'desk', user_id: sam.userId, target: `request ${requestId}`, reason: 'the minister is on the plane', outcome: 'done' },
    { operation: 'containAccount', way: 'machine', user_id: null, target: vic.userId, reason: 'nobody can sign in', outcome: 'done' },
  ])
  for (const each of waiting) expect(each['review_by_ms'] - each['at_ms']).toBe(24 * 3_600_000)
  const [ofSam, ofMachine] = waiting.slice(-2).map((each) => `${V1}/break_glass/${each['action_id']}/review`)
  expect(refusal(await sam.post(ofSam ?? '', REASON))).toEqual([403, 'M_FORBIDDEN'])
  const both = await personWith(chappe, 'bea', 'security_officer', 'auditor')
  const own = await chappe.person('olaf')
  await both.post(of(own, 'contain'), REASON)
  const { request_id: asked } = (await both.post(of(own, 'release'), REASON)).body
  await both.post(`${V1}/requests/${asked}/break_glass`, REASON)
  const herOwn = (await list()).find((each) => each['target'] === `request ${asked}`)
  expect(refusal(await both.post(`${V1}/break_glass/${herOwn?.['action_id']}/review`, REASON))).toEqual([403, 'M_FORBIDDEN'])
  expect((await anna.post(ofSam ?? '', { reason: 'she was on call, and it was needed' })).body).toEqual({})
  expect((await anna.post(ofMachine ?? '', { reason: 'the provider was down' })).body).toEqual({})
  expect(refusal(await anna.post(ofSam ?? '', REASON))).toEqual([400, 'M_BAD_STATE'])
  expect(refusal(await anna.post(`${V1}/break_glass/4711/review`, REASON))).toEqual([404, 'M_NOT_FOUND'])
  // What is no break-glass has nothing to be looked at; what was looked at comes after what was not.
  const [act] = (await anna.get(`${V1}/audit?target=${encodeURIComponent(own.userId)}`)).body.actions
  expect(refusal(await anna.post(`${V1}/break_glass/${act.action_id}/review`, REASON))).toEqual([404, 'M_NOT_FOUND'])
  const after = await list()
  expect(after.find((each) => each['target'] === `request ${requestId}`)).toMatchObject({ reviewed_by: anna.userId, finding: 'she was on call, and it was needed', reviewed_at_ms: expect.any(Number) })
  const firstSeen = after.findIndex((each) => each['reviewed_by'] !== null)
  expect(after.slice(firstSeen).every((each) => each['reviewed_by'] !== null)).toBe(true)
})

/** What the server has told somebody. */
async function toldTo(person: Person): Promise<string[]> {
  const { rooms } = await person.sync()
  for (const room of Object.keys(rooms.invite ?? {})) await person.join(room)
  const joined: Json = (await person.sync({ fullState: true })).rooms.join ?? {}
  return Object.values<Json>(joined).flatMap((room) =>
    room.timeline.events.filter((event: Json) => event.type === 'm.room.message').map((event: Json) => event.content.body),
  )
}

test('closing a contained account takes two; an active one is closed by one', async () => {
  const { person, requestId } = await askedFor('carl', 'close')
  expect(await stateOf(chappe, person)).toBe('contained')
  expect(refusal(await decide(sam, requestId, 'approve'))).toEqual([403, 'M_FORBIDDEN'])
  expect((await decide(sue, requestId, 'approve')).body).toEqual({ operation: 'closeDeskAccount', target: person.userId })
  expect(await stateOf(chappe, person)).toBe('closed')
})

test('an organisation is contained by two, all of it but the two', async () => {
  const people = [await chappe.person('one'), await chappe.person('two')]
  await intoOrganisation(chappe, 'embassy', ...people, sue)
  const asked = await sam.post('/_chappe/desk/v1/organisations/embassy/contain', REASON)
  expect(asked.body).toMatchObject({ operation: 'containOrganisation', target: 'embassy', decision: null })
  expect(refusal(await decide(sam, asked.body.request_id, 'approve'))).toEqual([403, 'M_FORBIDDEN'])
  expect(await stateOf(chappe, people[0] ?? sam)).toBe('active')
  expect((await decide(sue, asked.body.request_id, 'approve')).body).toEqual({ operation: 'containOrganisation', target: 'embassy', contained: 2 })
  for (const person of people) expect(await stateOf(chappe, person)).toBe('contained')
  expect(await stateOf(chappe, sue)).toBe('active')
  expect(refusal(await sam.post('/_chappe/desk/v1/organisations/nothing/contain', REASON))).toEqual([404, 'M_NOT_FOUND'])
})

test('nobody acts on themselves', async () => {
  for (const what of ['contain', 'watch', 'suspend', 'close']) expect(refusal(await sam.post(of(sam, what), REASON))).toEqual([403, 'M_FORBIDDEN'])
  expect(await stateOf(chappe, sam)).toBe('active')
})
