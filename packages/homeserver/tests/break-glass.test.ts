// Break-glass on a government server: one person alone, with a passkey that cannot leave its authenticator.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import type { Enrolled } from './_web.ts'
import { enrolled } from './_web.ts'

const REASON = { reason: 'nobody else is awake' }

let ministry: TestServer<Server>
let sam: Enrolled
beforeAll(async () => {
  ministry = await startTestServer(buildServer, { profile: 'government' })
  sam = await enrolled(ministry, 'sam')
  await ministry.server.homeserver.ports.accounts.setRoles(sam.person.userId, ['security_officer'], async () => undefined)
})
afterAll(async () => ministry[Symbol.asyncDispose]())

/** Sam touches his passkey at his desk. */
async function touch(isSynced: boolean): Promise<HttpAnswer> {
  const { options } = (await sam.person.post('/_chappe/client/v1/step_up/begin')).body
  const body = { credential: sam.passkey.get(options, { isSynced }) }
  return request(ministry.url, 'POST', '/_chappe/client/v1/step_up/finish', { token: sam.person.token, body })
}

test('a passkey that a provider keeps does for everything but breaking the glass; one that stays in its device does', async () => {
  const jane = await madeByOperator(ministry, 'jane')
  expect((await touch(true)).status).toBe(200)
  const at = `/_chappe/desk/v1/accounts/${encodeURIComponent(jane.userId)}`
  expect((await sam.person.post(`${at}/contain`, REASON)).status).toBe(200)
  const { request_id: requestId } = (await sam.person.post(`${at}/release`, REASON)).body
  const path = `/_chappe/desk/v1/requests/${requestId}/break_glass`
  const refused = await sam.person.post(path, REASON)
  expect([...refusal(refused), refused.body['org.chappe.step_up']]).toMatchObject([403, 'M_FORBIDDEN', { act: 'break_glass', needs_bound: true }])
  // Once more with the same one: nothing comes of it, and each attempt is on record.
  await touch(true)
  expect(refusal(await sam.person.post(path, REASON))).toEqual([403, 'M_FORBIDDEN'])
  const state = async (): Promise<unknown> => (await ministry.database.query('SELECT state FROM account WHERE user_id = $1', [jane.userId]))[0]?.['state']
  expect(await state()).toBe('contained')
  expect((await touch(false)).status).toBe(200)
  expect((await sam.person.post(path, REASON)).body).toMatchObject({ operation: 'releaseAccount', target: jane.userId })
  expect(await state()).toBe('active')
  const tried = await ministry.database.query('SELECT is_break_glass, outcome FROM desk_action WHERE operation = $1 ORDER BY action_nid', ['breakGlass'])
  expect(tried).toEqual(['M_FORBIDDEN', 'M_FORBIDDEN', 'done'].map((outcome) => ({ is_break_glass: true, outcome })))
  // Only what was done is to be looked at.
  const { actions } = (await sam.person.get('/_chappe/desk/v1/break_glass')).body
  expect(actions).toMatchObject([{ operation: 'breakGlass', user_id: sam.person.userId, outcome: 'done', reviewed_by: null }])
})

test('a touch of it counts for five minutes', async () => {
  await touch(false)
  ministry.clock.advance(5 * 60_000)
  const refused = await sam.person.post('/_chappe/desk/v1/requests/4711/break_glass', REASON)
  expect(refused.body['org.chappe.step_up']).toMatchObject({ needs_bound: true })
  await touch(false)
  expect(refusal(await sam.person.post('/_chappe/desk/v1/requests/4711/break_glass', REASON))).toEqual([404, 'M_NOT_FOUND'])
})
