// What third parties have to do with accounts: OpenID tokens, addresses, single sign-on, other ways to sign in.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { describe, expect, test, vi } from 'vitest'
import { refusal } from './_accounts.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)
const { alice } = await chappe.people('alice')

const get = (path: string) => request(chappe.url, 'GET', path)

describe('OpenID', () => {
  const ask = (person: Person, userId = person.userId) =>
    person.post(`/_matrix/client/v3/user/${encodeURIComponent(userId)}/openid/request_token`)
  const userInfo = (token: string) => get(`/_matrix/federation/v1/openid/userinfo?access_token=${token}`)

  test('Alice proves to a widget who she is; the token is good for nothing else, and for an hour', async () => {
    const { body } = await ask(alice)
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', matrix_server_name: 'chappe.test', expires_in: 3600 })
    expect((await userInfo(body.access_token)).body).toEqual({ sub: alice.userId })
    expect((await userInfo(body.access_token)).body).toEqual({ sub: alice.userId })
    const abused = await request(chappe.url, 'GET', '/_matrix/client/v3/sync', { token: body.access_token })
    expect(refusal(abused)).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await userInfo(alice.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    chappe.clock.advance(3_600_001)
    expect(refusal(await userInfo(body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('nobody asks in another’s name; a contained account proves nothing any more; no token at all is told', async () => {
    const mallory = await chappe.person('mallory')
    expect(refusal(await ask(mallory, alice.userId))).toEqual([403, 'M_FORBIDDEN'])
    const { access_token: token } = (await ask(mallory)).body
    await chappe.server.homeserver.ports.contain(mallory.userId)
    expect(refusal(await userInfo(token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await get('/_matrix/federation/v1/openid/userinfo'))).toEqual([401, 'M_MISSING_TOKEN'])
  })
})

describe('addresses', () => {
  const C3 = '/_matrix/client/v3'
  const proof = { client_secret: 's', sid: '1' }
  const phone = { client_secret: 's', country: 'FR', phone_number: '0123456789', send_attempt: 1 }

  test.each([
    ['POST', `${C3}/account/3pid`, { three_pid_creds: { ...proof, id_server: 'id.test', id_access_token: 't' } }],
    ['POST', `${C3}/account/3pid/bind`, { ...proof, id_server: 'id.test', id_access_token: 't' }],
    ['POST', `${C3}/account/3pid/msisdn/requestToken`, phone],
    ['POST', `${C3}/account/password/msisdn/requestToken`, phone],
    ['POST', `${C3}/register/msisdn/requestToken`, phone],
  ])('%s %s is refused', async (_method, path, body) => {
    expect(refusal(await alice.post(path, body))).toEqual([403, 'M_THREEPID_DENIED'])
    const wrong = await alice.post(path, { three_pid_creds: 7 })
    expect(wrong.status).toBe(400)
  })

  test.each([`${C3}/account/3pid/delete`, `${C3}/account/3pid/unbind`])('%s has nothing to take away', async (path) => {
    expect((await alice.post(path, { medium: 'email', address: 'alice@example.org' })).body).toEqual({ id_server_unbind_result: 'no-support' })
    expect(refusal(await alice.post(path, {}))).toEqual([400, 'M_MISSING_PARAM'])
    expect(refusal(await request(chappe.url, 'POST', path, { body: {} }))).toEqual([401, 'M_MISSING_TOKEN'])
  })
})

test('the policy server is named where one is configured', async () => {
  const path = '/.well-known/matrix/policy_server'
  expect(refusal(await get(path))).toEqual([404, 'M_NOT_FOUND'])
  const key = '6yhHGKhCiXTSEN2ksjV7kX_N6rBQZ3Xb-M7LlC6NS-s'
  await using other = await startTestServer(buildServer, { policyServerKey: key })
  expect((await request(other.url, 'GET', path)).body).toEqual({ public_keys: { ed25519: key } })
})
