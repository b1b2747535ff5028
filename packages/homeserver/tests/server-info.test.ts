// What the server says about itself.
import { readFileSync } from 'node:fs'
import { buildServer } from '@chappe/server'
import type { HttpAnswer } from '@chappe/testkit'
import { request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import { refusal } from './_accounts.ts'

// Every story hashes passwords, which is meant to take a while.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer, { publicUrl: 'https://chappe.example/' })

const get = (path: string): Promise<HttpAnswer> => request(chappe.url, 'GET', path)

test('anybody may ask which versions are spoken, with or without a token', async () => {
  const { body } = await get('/_matrix/client/versions')
  // What stands behind each is in versions.test.ts.
  expect([body.versions[0], body.versions.at(-1)]).toEqual(['r0.6.1', 'v1.19'])
  const alice = await chappe.person('alice')
  expect((await alice.get('/_matrix/client/versions')).body).toEqual(body)
})

test('Bob learns what he may do', async () => {
  const bob = await chappe.person('bob')
  const { capabilities } = (await bob.get('/_matrix/client/v3/capabilities')).body
  expect(capabilities['m.room_versions'].default).toBe('12')
  const versions = Array.from({ length: 12 }, (_, index) => [`${index + 1}`, 'stable'])
  expect(capabilities['m.room_versions'].available).toEqual(Object.fromEntries(versions))
  expect(capabilities).toMatchObject({
    'm.change_password': { enabled: true },
    'm.set_displayname': { enabled: true },
    'm.set_avatar_url': { enabled: true },
    'm.3pid_changes': { enabled: false },
    'm.get_login_token': { enabled: true },
    'm.profile_fields': { enabled: true, disallowed: ['org.chappe.job'] },
  })
  expect(refusal(await get('/_matrix/client/v3/capabilities'))).toEqual([401, 'M_MISSING_TOKEN'])
})

test('clients find the homeserver, and are allowed to ask from any page', async () => {
  const answer = await get('/.well-known/matrix/client')
  expect(answer.body).toEqual({ 'm.homeserver': { base_url: 'https://chappe.example' }, 'org.chappe.accessibility': { degree: 'none' } })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
})

test('there are contacts only where they are configured', async () => {
  expect(refusal(await get('/.well-known/matrix/support'))).toEqual([404, 'M_NOT_FOUND'])
  const support = {
    contacts: [{ role: 'm.role.security', emailAddress: 'security@chappe.example' }],
    supportPage: 'https://chappe.example/help',
  }
  const { clock, database, config } = chappe
  const other = await buildServer({ config: { ...config, support }, databaseUrl: database.url, clock })
  const answer = await request((await other.listen()).url, 'GET', '/.well-known/matrix/support')
  await other.close()
  await chappe.restart()
  expect(answer.body).toEqual({
    contacts: [{ role: 'm.role.security', email_address: 'security@chappe.example' }],
    support_page: 'https://chappe.example/help',
  })
})

test('what is not offered is said to be empty', async () => {
  const carol = await chappe.person('carol')
  expect((await carol.get('/_matrix/client/v3/voip/turnServer')).body).toEqual({})
  expect((await carol.get('/_matrix/client/v3/thirdparty/protocols')).body).toEqual({})
  expect((await carol.get('/_matrix/client/v3/account/3pid')).body).toEqual({ threepids: [] })
  for (const path of ['voip/turnServer', 'thirdparty/protocols', 'account/3pid']) {
    expect(refusal(await get(`/_matrix/client/v3/${path}`))).toEqual([401, 'M_MISSING_TOKEN'])
  }
})

test('other servers learn name and version', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect((await get('/_matrix/federation/v1/version')).body).toEqual({ server: { name: 'Chappe', version } })
})

test('health: alive and ready; without its database alive only', async () => {
  await using doomed = await startTestServer(buildServer)
  const ask = (path: string): Promise<HttpAnswer> => request(doomed.url, 'GET', path)
  // Connections end a moment after they are told to, and a loaded machine may take longer than a monitor waits.
  const becomesReady = (status: number, body: object): Promise<void> =>
    expect
      .poll(async () => {
        const answer = await ask('/readyz')
        return [answer.status, answer.body]
      }, { timeout: 20_000 })
      .toEqual([status, body])
  expect((await ask('/livez')).body).toEqual({ status: 'ok' })
  await becomesReady(200, { status: 'ok', database: 'ok' })
  const name = new URL(doomed.database.url).pathname.slice(1)
  await chappe.database.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
  await chappe.database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
  await becomesReady(503, { status: 'unavailable', database: 'unavailable' })
  expect((await ask('/livez')).status).toBe(200)
  await chappe.database.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
  await becomesReady(200, { status: 'ok', database: 'ok' })
})
