// A sign-in has an end, however much a device is used: then its owner shows anew who they are, on the same device.
import { buildServer } from '@chappe/server'
import { request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import { logIn, refusal, whoami } from './_accounts.ts'
import { refresh, signIn } from './_oauth.ts'

const DAY = 24 * 60 * 60_000

const chappe = await serverOfThisFile(buildServer, { signInDays: { agents: 90, externals: 30 } })

test('Alice refreshes all along; on the ninetieth day she signs in again, and finds her device as it was', async () => {
  await chappe.person('alice')
  const { clientId, ...tokens } = await signIn(chappe, 'alice', 'LAPTOP')
  let last = tokens['refresh_token']
  for (let days = 0; days < 89; days += 1) {
    chappe.clock.advance(DAY)
    const { status, body } = await refresh(chappe.url, clientId, last)
    expect(status).toBe(200)
    last = body.refresh_token
  }
  chappe.clock.advance(DAY - 60_000)
  const { body } = await refresh(chappe.url, clientId, last)
  chappe.clock.advance(60_000)
  const over = await refresh(chappe.url, clientId, body.refresh_token)
  expect([over.status, over.body.error]).toEqual([400, 'invalid_grant'])
  // Nothing that was given out before is of use, though it had some minutes left.
  expect(refusal(await whoami(chappe.url, body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect(await chappe.database.query("SELECT kind FROM alert")).toEqual([])
  expect(await chappe.database.query("SELECT device_id FROM device WHERE device_id = 'LAPTOP'")).toHaveLength(1)
  const again = await signIn(chappe, 'alice', 'LAPTOP')
  expect((await refresh(chappe.url, again.clientId, again['refresh_token'])).status).toBe(200)
})

test('Xavier, an external, does so after thirty days; a client that asks for the password is told why', async () => {
  const xavier = await chappe.person('xavier')
  await chappe.database.query("UPDATE account SET account_type = 'external' WHERE user_id = $1", [xavier.userId])
  const { refresh_token: refreshToken } = (await logIn(chappe.url, 'xavier', { refresh_token: true })).body
  const renew = (token: string) => request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: token } })
  chappe.clock.advance(29 * DAY)
  const { body } = await renew(refreshToken)
  chappe.clock.advance(DAY)
  const over = await renew(body.refresh_token)
  expect([over.status, over.body]).toEqual([401, { errcode: 'M_UNKNOWN_TOKEN', error: 'This device was signed in too long ago: sign in again', soft_logout: true }])
})

test('Yann leaves his telephone in a drawer: where the operator says so, it is signed out after three weeks, and not before', async () => {
  await using strict = await startTestServer(buildServer, { signInDays: { idle: 21 } })
  const yann = await strict.person('yann')
  const { refresh_token: refreshToken } = (await logIn(strict.url, 'yann', { refresh_token: true })).body
  const renew = (token: string) => request(strict.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: token } })
  let last = refreshToken
  for (let weeks = 0; weeks < 4; weeks += 2) {
    strict.clock.advance(14 * DAY)
    const { status, body } = await renew(last)
    expect([weeks, status]).toEqual([weeks, 200])
    last = body.refresh_token
    // It is noted behind the answers when devices are used.
    expect((await whoami(strict.url, body.access_token)).status).toBe(200)
    await vi.waitFor(async () => expect(Number((await strict.database.query('SELECT max(last_seen_at_ms)::float8 AS at FROM device'))[0]?.['at'])).toBeGreaterThan(strict.clock.now() - DAY), 20_000)
  }
  strict.clock.advance(21 * DAY)
  expect(refusal(await renew(last))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect((await yann.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
})
