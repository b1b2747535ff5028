// Every state of an account, by every way in through the pages and OAuth 2.0: a passkey on the page, a code and a device code
// that were allowed before, a refresh token. See account-states.test.ts for the ways of the API.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Authenticator, HttpAnswer, Json, TestServer } from '@chappe/testkit'
import { createAuthenticator, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { METADATA, attempt, browserOf, consentOf, decide, exchange, refresh, register, sendForm } from './_oauth.ts'
import { browserOn, signInWith } from './_web.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

let chappe: TestServer<Server>
let clientId: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  clientId = (await register(chappe, { ...METADATA, grant_types: [...METADATA.grant_types, DEVICE_GRANT] })).body.client_id
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const IN = ['/account', 200, 200, 200]
/** The page says no to whoever shows the passkey; clients are told to come back, so that they keep their keys. */
const LATER = [403, 503, 503, 503]
const CLOSED = [403, 400, 400, 400]

/** How an account stands, and what comes of each way. */
const STANDINGS: readonly [string, string, readonly unknown[]][] = [
  ['active', "state = 'active'", IN],
  ['watched', "state = 'watched'", IN],
  ['suspended', "state = 'suspended'", IN],
  ['marked as suspended', 'is_suspended = true', IN],
  ['quarantined', "state = 'quarantined'", LATER],
  ['expired', "state = 'expired'", LATER],
  ['marked as locked', 'is_locked = true', LATER],
  ['released', 'must_enrol = true', LATER],
  ['closed', "state = 'closed'", CLOSED],
]

/** What somebody has begun while their account was active. */
interface Begun {
  passkey: Authenticator
  code: () => Promise<HttpAnswer>
  deviceCode: () => Promise<HttpAnswer>
  refreshToken: () => Promise<HttpAnswer>
}

async function begin(name: string, number: number): Promise<Begun> {
  await chappe.person(name)
  const browser = await browserOf(chappe, name)
  const passkey = createAuthenticator(new URL(chappe.config.publicUrl).origin)
  const page = await browser.get('/enrol/passkey')
  await browser.post('/enrol/passkey', { csrf: page.field('csrf'), name: 'Key', credential: passkey.create(page.options()) })
  const allow = async (deviceId: string): Promise<[ReturnType<typeof attempt>, URL]> => {
    const begun = attempt(clientId, deviceId)
    return [begun, await decide(browser, await consentOf(browser, begun.path))]
  }
  const { body: tokens } = await exchange(chappe.url, ...(await allow(`LAPTOP${number}00`)))
  const asked = await askByCode(`TABLET${number}00`, passkey)
  const csrf = (await browser.get('/account/passkeys')).field('csrf')
  const said = await browser.post('/oauth2/link', { csrf, user_code: asked['user_code'], decision: 'allow' })
  expect(said.status).toBe(200)
  const [begun, redirected] = await allow(`PHONE${number}000`)
  return {
    passkey,
    code: () => exchange(chappe.url, begun, redirected),
    deviceCode: () => sendForm(chappe.url, '/oauth2/token', { grant_type: DEVICE_GRANT, client_id: clientId, device_code: asked['device_code'] }),
    refreshToken: () => refresh(chappe.url, clientId, tokens.refresh_token),
  }
}

/** A device asks by a code, and has shown the passkey. */
async function askByCode(deviceId: string, passkey: Authenticator): Promise<Json> {
  const scope = `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`
  const { body: asked } = await sendForm(chappe.url, '/oauth2/device', { client_id: clientId, scope })
  const shown = { 'org.chappe.passkey': passkey.get(asked['org.chappe.passkey']) }
  await sendForm(chappe.url, '/oauth2/token', { grant_type: DEVICE_GRANT, client_id: clientId, device_code: asked['device_code'], ...shown })
  return asked
}

test.each(STANDINGS.map((each, number) => [...each, number] as const))('%s', async (standing, set, expected, number) => {
  const name = `person-${number}`
  const { passkey, code, deviceCode, refreshToken } = await begin(name, number)
  await chappe.database.query(`UPDATE account SET ${set} WHERE user_id = $1`, [`@${name}:chappe.test`])
  await chappe.server.homeserver.ports.accounts.setRoles(`@${name}:chappe.test`, [], async () => undefined)
  const page = await signInWith(browserOn(chappe), passkey)
  const answers = [await code(), await deviceCode(), await refreshToken()]
  expect([standing, page.location ?? page.status, ...answers.map((each) => each.status)]).toEqual([standing, ...expected])
  for (const { status, body } of answers) {
    if (status === 503) expect(body.error).toBe('temporarily_unavailable')
    if (status === 400) expect(body.error).toBe('invalid_grant')
    expect(body.access_token === undefined).toBe(status !== 200)
  }
})
