// Accounts: who may come in, and how they are stopped.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let chappe: TestServer<Server>
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
})
afterAll(async () => chappe[Symbol.asyncDispose]())

test('Alice registers and her token says who she is', async () => {
  const alice = await chappe.person('alice')
  const answer = await alice.get('/_matrix/client/v3/account/whoami')
  expect(answer.body).toEqual({ user_id: '@alice:chappe.test', device_id: alice.deviceId, is_guest: false })
})

test('a second Alice is told that the name is taken', async () => {
  const answer = await request(chappe.url, 'POST', '/_matrix/client/v3/register', { body: { username: 'alice', auth: { type: 'm.login.dummy' } } })
  expect(answer.status).toBe(400)
  expect(answer.body.errcode).toBe('M_USER_IN_USE')
})

test('nobody gets in without a token, or with a made-up one', async () => {
  const none = await request(chappe.url, 'GET', '/_matrix/client/v3/account/whoami')
  expect([none.status, none.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  const wrong = await request(chappe.url, 'GET', '/_matrix/client/v3/account/whoami', { token: 'made-up' })
  expect([wrong.status, wrong.body.errcode]).toEqual([401, 'M_UNKNOWN_TOKEN'])
})

test('Mallory is contained and her token stops at once', async () => {
  const mallory = await chappe.person('mallory')
  expect((await mallory.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
  await chappe.server.homeserver.ports.contain(mallory.userId)
  const answer = await mallory.get('/_matrix/client/v3/account/whoami')
  expect([answer.status, answer.body.errcode]).toEqual([401, 'M_UNKNOWN_TOKEN'])
})

test('/r0 answers as /v3 does; unknown paths and methods are M_UNRECOGNIZED', async () => {
  const alice = await chappe.person('alice2')
  expect((await alice.get('/_matrix/client/r0/account/whoami')).body.user_id).toBe('@alice2:chappe.test')
  const path = await alice.get('/_matrix/client/v3/no/such/thing')
  expect([path.status, path.body.errcode]).toEqual([404, 'M_UNRECOGNIZED'])
  const method = await alice.delete('/_matrix/client/v3/account/whoami')
  expect([method.status, method.body.errcode]).toEqual([405, 'M_UNRECOGNIZED'])
})
