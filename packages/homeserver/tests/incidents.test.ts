// "I think I was tricked": the desk hears of it, the other sessions end where that is wanted, and nobody is shut out by it.
import { buildServer } from '@chappe/server'
import { createPerson, serverOfThisFile } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import { logIn, refusal, whoami } from './_accounts.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)

const INCIDENTS = '/_chappe/client/v1/reports'
const alerts = async (userId: string) =>
  chappe.database.query('SELECT kind, device_id, detail FROM alert JOIN account USING (user_nid) WHERE user_id = $1 ORDER BY alert_nid', [userId])

test('Alice gave somebody a code: the desk has an alert with her device, how it was, and her words', async () => {
  const alice = await chappe.person('alice')
  const answer = await alice.post(INCIDENTS, { kind: 'tricked', choice: 'gave_code', reason: 'somebody called from the help desk' })
  expect(answer.body).toEqual({ report_id: expect.any(Number), sessions_ended: 0 })
  const [alert] = await alerts(alice.userId)
  expect(alert).toMatchObject({ kind: 'owner_was_tricked', device_id: alice.deviceId })
  expect(JSON.parse(String(alert?.['detail']))).toEqual({ report: answer.body.report_id, choice: 'gave_code' })
  const { reports } = { reports: await chappe.server.homeserver.ports.reports.list({ from: 0, limit: 10 }, { state: 'open' }) }
  expect(reports[0]).toMatchObject({ kind: 'tricked', reporter: alice.userId, userId: alice.userId, deviceId: alice.deviceId, choice: 'gave_code', reason: 'somebody called from the help desk', state: 'open' })
})

test('her other sessions end at once where she wants that, and the one she is in goes on', async () => {
  const bob = await chappe.person('bob')
  const eve = createPerson(() => chappe.url, (await logIn(chappe.url, 'bob')).body)
  expect((await bob.post(INCIDENTS, { kind: 'tricked', choice: 'opened', end_other_sessions: true })).body.sessions_ended).toBe(1)
  expect(refusal(await whoami(chappe.url, eve.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect((await whoami(chappe.url, bob.token)).status).toBe(200)
})

test('a sign-in that was none of hers is reported with its device', async () => {
  const carol = await chappe.person('carol')
  await carol.post(INCIDENTS, { kind: 'sign_in', device_id: 'STRANGE', reason: 'I was asleep' })
  expect((await alerts(carol.userId))[0]).toMatchObject({ kind: 'sign_in_reported', device_id: 'STRANGE' })
})

test('what is no report is refused, and nothing is stored of it', async () => {
  const dan = await chappe.person('dan')
  expect(refusal(await dan.post(INCIDENTS, { kind: 'tricked' }))).toEqual([400, 'M_MISSING_PARAM'])
  expect((await dan.post(INCIDENTS, { kind: 'soup' })).status).toBe(400)
  expect((await dan.post(INCIDENTS, { kind: 'tricked', choice: 'opened', reason: 'x'.repeat(5000) })).status).toBe(400)
  expect(await alerts(dan.userId)).toEqual([])
})

test('after a hundred in a day no more are taken', async () => {
  const eve = await chappe.person('eve')
  for (let at = 0; at < 100; at += 1) await eve.post(INCIDENTS, { kind: 'sign_in' })
  expect(refusal(await eve.post(INCIDENTS, { kind: 'sign_in' }))).toEqual([429, 'M_LIMIT_EXCEEDED'])
  chappe.clock.advance(24 * 3_600_000 + 1)
  expect((await eve.post(INCIDENTS, { kind: 'sign_in' })).status).toBe(200)
})
