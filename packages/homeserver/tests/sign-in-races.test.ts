// Signing in when two do it at once, and when the account is stopped in the middle of it: a code, a decision, a challenge and
// what a passkey has signed count once, and nothing is left that counts of who was stopped.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal, whoami } from './_accounts.ts'
import { holdInserts } from './_database-faults.ts'
import type { Attempt } from './_oauth.ts'
import { attempt, browserOf, consentOf, decide, exchange, refresh, register, signIn } from './_oauth.ts'
import { browserOn, enrolled } from './_web.ts'

const EIGHT = Array.from({ length: 8 })

let chappe: TestServer<Server>
let clientId: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  for (const name of ['alice', 'bob', 'carol', 'dora', 'erin', 'mallory']) await chappe.person(name)
  clientId = (await register(chappe)).body.client_id
})
afterAll(async () => chappe[Symbol.asyncDispose]())

interface Coded {
  begun: Attempt
  redirected: URL
}

async function coded(user: string, deviceId: string): Promise<Coded> {
  const begun = attempt(clientId, deviceId)
  const browser = await browserOf(chappe, user)
  return { begun, redirected: await decide(browser, await consentOf(browser, begun.path)) }
}

const exchanged = ({ begun, redirected }: Coded): Promise<HttpAnswer> => exchange(chappe.url, begun, redirected)
const isGood = async (tokens: Json): Promise<boolean> => (await whoami(chappe.url, tokens['access_token'])).status === 200
const devicesOf = (deviceId: string): Promise<Json[]> => chappe.database.query('SELECT device_id FROM device WHERE device_id = $1', [deviceId])
const tokensOf = (deviceId: string): Promise<Json[]> =>
  chappe.database.query('SELECT 1 FROM access_token JOIN device USING (device_nid) WHERE device_id = $1', [deviceId])
const alertsOf = (deviceId: string): Promise<Json[]> => chappe.database.query('SELECT DISTINCT kind FROM alert WHERE device_id = $1', [deviceId])

describe('a code', () => {
  test('that is exchanged eight times at once lets in once, and what it gave ends', async () => {
    const code = await coded('alice', 'EIGHTFOLD1')
    const answers = await Promise.all(EIGHT.map(() => exchanged(code)))
    const [good, ...more] = answers.filter(({ status }) => status === 200)
    expect(more).toEqual([])
    for (const { status, body } of answers) if (status !== 200) expect([status, body.error]).toEqual([400, 'invalid_grant'])
    expect(refusal(await whoami(chappe.url, good?.body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect([await devicesOf('EIGHTFOLD1'), await alertsOf('EIGHTFOLD1')]).toEqual([[], [{ kind: 'authorization_code_reused' }]])
  })

  test('and another one for the same new device, at once: one takes it over from the other', async () => {
    const codes = [await coded('alice', 'TWOCODES01'), await coded('alice', 'TWOCODES01')]
    const answers = await Promise.all(codes.map(exchanged))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const good = await Promise.all(answers.map(({ body }) => isGood(body)))
    expect(good.filter(Boolean)).toEqual([true])
    expect([(await devicesOf('TWOCODES01')).length, (await tokensOf('TWOCODES01')).length]).toEqual([1, 1])
    expect(await alertsOf('TWOCODES01')).toEqual([])
  })

  test('and the page that decided it are still good after a restart', async () => {
    const begun = attempt(clientId, 'RESTARTED1')
    const browser = await browserOf(chappe, 'alice')
    const consent = await consentOf(browser, begun.path)
    await chappe.restart()
    const redirected = await decide(browser, consent)
    await chappe.restart()
    const { status, body } = await exchanged({ begun, redirected })
    expect([status, await isGood(body)]).toEqual([200, true])
    expect((await exchanged({ begun, redirected })).body.error).toBe('invalid_grant')
    expect(await isGood(body)).toBe(false)
  })

  test('of a device that is taken over ends the tokens that it had', async () => {
    const first = (await exchanged(await coded('bob', 'TAKENOVER1'))).body
    const second = (await exchanged(await coded('bob', 'TAKENOVER1'))).body
    expect([await isGood(first), await isGood(second)]).toEqual([false, true])
    expect((await refresh(chappe.url, clientId, first.refresh_token)).body.error).toBe('invalid_grant')
    expect((await refresh(chappe.url, clientId, second.refresh_token)).status).toBe(200)
  })
})

describe('a decision', () => {
  test('that is sent eight times at once, and once more by somebody who presses twice, makes one code', async () => {
    const browser = await browserOf(chappe, 'bob')
    const { page, at } = await consentOf(browser, attempt(clientId, 'DECIDED001').path)
    const yes = { csrf: page.field('csrf'), decision: 'allow' }
    const answers = await Promise.all(EIGHT.map(() => browser.post(at, yes)))
    answers.push(await browser.post(at, yes))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303))
    expect([...new Set(answers.map(({ location }) => location))]).toEqual([expect.stringMatching(/^https:\/\/app\.example\.org\/signed-in\?code=[\w-]{43}&state=/)])
    expect(await chappe.database.query(`SELECT 1 FROM oauth_artifact WHERE payload LIKE '%DECIDED001%'`)).toHaveLength(1)
    expect((await browser.get(at)).status).toBe(404)
    expect((await browser.post(at, { ...yes, decision: 'deny' })).status).toBe(404)
    expect((await browser.post(at, { ...yes, csrf: 'made up' })).status).toBe(403)
    const mallory = await browserOf(chappe, 'mallory')
    for (const [name, value] of browser.cookies) if (name.startsWith('chappe-')) mallory.cookies.set(name, value)
    const hers = (await mallory.get('/account')).field('csrf')
    expect((await mallory.post(at, { csrf: hers, decision: 'allow' })).status).toBe(404)
    chappe.clock.advance(60_000)
    expect((await browser.post(at, yes)).status).toBe(404)
  })

  test('is final: after no there is no yes', async () => {
    const browser = await browserOf(chappe, 'bob')
    const consent = await consentOf(browser, attempt(clientId, 'DECIDED002').path)
    expect((await decide(browser, consent, 'deny')).searchParams.get('error')).toBe('access_denied')
    expect((await browser.post(consent.at, { csrf: consent.page.field('csrf'), decision: 'allow' })).status).toBe(404)
    expect(await chappe.database.query(`SELECT 1 FROM oauth_consent WHERE scope LIKE '%DECIDED002'`)).toEqual([])
  })

  test('of a sign-in that the database has lost is none', async () => {
    const browser = await browserOf(chappe, 'bob')
    const consent = await consentOf(browser, attempt(clientId, 'DECIDED003').path)
    await chappe.database.query('DELETE FROM oauth_artifact')
    const redirected = await decide(browser, consent)
    expect([redirected.searchParams.get('error'), redirected.searchParams.get('code')]).toEqual(['invalid_request', null])
    expect(await chappe.database.query(`SELECT 1 FROM oauth_consent WHERE scope LIKE '%DECIDED003'`)).toEqual([])
  })
})

test('a refresh token that is used eight times at once: one new pair is good', async () => {
  const first = await signIn(chappe, 'bob', 'REFRESHED1')
  const answers = await Promise.all(EIGHT.map(() => refresh(chappe.url, first.clientId, first['refresh_token'])))
  expect(answers.map(({ status }) => status)).toEqual(EIGHT.map(() => 200))
  const good: boolean[] = []
  for (const { body } of answers) good.push(await isGood(body))
  expect(good.filter(Boolean)).toEqual([true])
})

describe('an account that is stopped', () => {
  test('while a code is exchanged: who waits for it is refused, and has spent nothing', async () => {
    const code = await coded('carol', 'STOPPED001')
    const other = new pg.Client({ connectionString: chappe.database.url })
    await other.connect()
    await other.query('BEGIN')
    await other.query(`UPDATE account SET state = 'quarantined' WHERE user_id = '@carol:chappe.test'`)
    const answer = exchanged(code)
    await areWaiting(1)
    await other.query('COMMIT')
    await other.end()
    expect([(await answer).status, (await answer).body.error]).toEqual([503, 'temporarily_unavailable'])
    expect(await devicesOf('STOPPED001')).toEqual([])
    await chappe.database.query(`UPDATE account SET state = 'active' WHERE user_id = '@carol:chappe.test'`)
    expect((await exchanged(code)).status).toBe(200)
  })

  test('in the middle of it: what was given is worth nothing', async () => {
    const code = await coded('dora', 'STOPPED002')
    await using device = await holdInserts(chappe.database, 'refresh_chain')
    const answer = exchanged(code)
    await device.waiting()
    const contained = chappe.server.homeserver.ports.contain('@dora:chappe.test')
    await device.release()
    await contained
    const { status, body } = await answer
    if (status === 200) expect(await isGood(body)).toBe(false)
    expect(await tokensOf('STOPPED002')).toEqual([])
    expect((await refresh(chappe.url, clientId, body.refresh_token ?? '')).status).not.toBe(200)
  })

  test('before: its code is not known any more, which is no reuse', async () => {
    const code = await coded('erin', 'STOPPED003')
    await chappe.server.homeserver.ports.contain('@erin:chappe.test')
    await chappe.database.query(`UPDATE account SET state = 'active' WHERE user_id = '@erin:chappe.test'`)
    expect((await exchanged(code)).body.error).toBe('invalid_grant')
    expect(await alertsOf('STOPPED003')).toEqual([])
  })

  async function areWaiting(count: number): Promise<void> {
    for (let tries = 0; tries < 1000; tries += 1) {
      const rows = await chappe.database.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
      if (rows.length >= count) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error('nothing waits')
  }
})

describe('on a government server', () => {
  let ministry: TestServer<Server>
  beforeAll(async () => {
    ministry = await startTestServer(buildServer, { profile: 'government', clients: 'any' })
  })
  afterAll(async () => ministry[Symbol.asyncDispose]())

  test('what a passkey has signed lets in once, however often it is sent at once', async () => {
    const { passkey } = await enrolled(ministry, 'alice')
    const credential = passkey.get((await browserOn(ministry).get('/signin')).options())
    const answers = await Promise.all(EIGHT.map(() => browserOn(ministry).post('/signin', { credential })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, ...EIGHT.slice(1).map(() => 403)])
    expect(await ministry.database.query(`SELECT 1 FROM web_session s JOIN account USING (user_nid) WHERE user_id = '@alice:chappe.test' AND methods = '{passkey}'`)).toHaveLength(2)
  })

  test('of the first two devices, at once, one waits to be approved; a third one does', async () => {
    const { browser } = await enrolled(ministry, 'bob')
    const { client_id: client } = (await register(ministry)).body
    await ministry.database.query(`DELETE FROM device USING account WHERE device.user_nid = account.user_nid AND user_id = '@bob:chappe.test'`)
    const signInAs = async (deviceId: string): Promise<() => Promise<HttpAnswer>> => {
      const begun = attempt(client, deviceId)
      const redirected = await decide(browser, await consentOf(browser, begun.path))
      return () => exchange(ministry.url, begun, redirected)
    }
    const [laptop, phone, tablet] = [await signInAs('LAPTOP'), await signInAs('PHONE'), await signInAs('TABLET')]
    const answers = await Promise.all([laptop?.(), phone?.()])
    expect(answers.map((each) => each?.status)).toEqual([200, 200])
    expect((await tablet?.())?.status).toBe(200)
    const rows = await ministry.database.query(`SELECT d.device_id, d.on_probation_since_ms IS NOT NULL AS waits, p.from_ms IS NOT NULL AS told
      FROM device d JOIN account USING (user_nid) LEFT JOIN probation_time p USING (device_nid) WHERE user_id = '@bob:chappe.test' ORDER BY device_id`)
    expect(rows.map((row) => row['waits'])).toEqual(rows.map((row) => row['told']))
    expect(rows.slice(0, 2).filter((row) => row['waits'] === true)).toHaveLength(1)
    expect(rows[2]).toMatchObject({ device_id: 'TABLET', waits: true })
  })

  test('challenges that are over do not stay', async () => {
    const open = async (): Promise<void> => {
      for (let times = 0; times < 130; times += 1) await browserOn(ministry).get('/signin')
    }
    await open()
    ministry.clock.advance(5 * 60_000)
    await open()
    expect(await ministry.database.query(`SELECT 1 FROM passkey_challenge WHERE expires_at_ms <= ${ministry.clock.now()}`)).toEqual([])
  })
})
