// Logging in and staying logged in: passwords, login tokens, refresh tokens.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Json } from '@chappe/testkit'
import { PASSWORD, request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { describe, expect, test, vi } from 'vitest'
import { byPassword, logIn, refusal, whoami } from './_accounts.ts'

const LOGIN = '/_matrix/client/v3/login'

// Every story hashes passwords, which is meant to take a while.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)

const login = (body: object): Promise<HttpAnswer> => request(chappe.url, 'POST', LOGIN, { body })
const refresh = (token: string): Promise<HttpAnswer> =>
  request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: token } })

describe('by password', () => {
  test('the server says how one can log in', async () => {
    const answer = await request(chappe.url, 'GET', LOGIN)
    const sso = {
      type: 'm.login.sso',
      identity_providers: [{ id: 'chappe', name: 'Chappe' }],
      oauth_aware_preferred: true,
      'org.matrix.msc3824.delegated_oidc_compatibility': true,
    }
    expect(answer.body).toEqual({ flows: [sso, { type: 'm.login.password' }, { type: 'm.login.token', get_login_token: true }] })
  })

  test('Alice logs in by localpart, by user id, with capitals, and as old clients do', async () => {
    await chappe.person('alice')
    const first = await logIn(chappe.url, 'alice')
    expect(first.body).toEqual({
      user_id: '@alice:chappe.test',
      access_token: expect.any(String),
      device_id: expect.stringMatching(/^[A-Z]{10}$/),
      home_server: 'chappe.test',
    })
    expect((await whoami(chappe.url, first.body.access_token)).body.device_id).toBe(first.body.device_id)
    expect((await logIn(chappe.url, '@alice:chappe.test')).status).toBe(200)
    expect((await logIn(chappe.url, 'Alice')).body.user_id).toBe('@alice:chappe.test')
    expect((await login({ type: 'm.login.password', user: 'alice', password: PASSWORD })).status).toBe(200)
  })

  test('a wrong password and an unknown name are told the same', async () => {
    await chappe.person('bob')
    const wrong = await logIn(chappe.url, 'bob', { password: 'a guess' })
    const unknown = await logIn(chappe.url, 'nobody-of-that-name')
    expect(wrong.status).toBe(403)
    expect(wrong.body).toEqual({ errcode: 'M_FORBIDDEN', error: 'Wrong user name or password' })
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body])
    for (const user of ['@bob:elsewhere.test', '@', '', 'a b', '@bob']) {
      expect(refusal(await logIn(chappe.url, user))).toEqual([403, 'M_FORBIDDEN'])
    }
  })

  test('an account without a password is opened by none', async () => {
    await request(chappe.url, 'POST', '/_matrix/client/v3/register', { body: { username: 'keyless', auth: { type: 'm.login.dummy' } } })
    expect(refusal(await logIn(chappe.url, 'keyless', { password: '' }))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('a call that is none is told what is wrong with it', async () => {
    expect(refusal(await login({}))).toEqual([400, 'M_MISSING_PARAM'])
    expect(refusal(await login({ type: 'm.login.password' }))).toEqual([400, 'M_MISSING_PARAM'])
    expect(refusal(await login({ type: 'm.login.smile' }))).toEqual([400, 'M_UNKNOWN'])
    expect(refusal(await logIn(chappe.url, 'alice', { identifier: { type: 'm.id.phone' } }))).toEqual([400, 'M_UNKNOWN'])
    expect(refusal(await logIn(chappe.url, 'alice', { device_id: '\u0000' }))).toEqual([400, 'M_INVALID_PARAM'])
    expect(refusal(await request(chappe.url, 'POST', LOGIN, { raw: '{' }))).toEqual([400, 'M_NOT_JSON'])
  })

  test('logging in again on a device ends the tokens it had and keeps its name', async () => {
    const clara = await chappe.person('clara', { deviceId: 'PHONE' })
    const named = await logIn(chappe.url, 'clara', { device_id: 'TABLET', initial_device_display_name: 'Tablet', refresh_token: true })
    expect(named.body.device_id).toBe('TABLET')
    const again = await logIn(chappe.url, 'clara', { device_id: 'TABLET', initial_device_display_name: 'Other name' })
    expect(refusal(await whoami(chappe.url, named.body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await refresh(named.body.refresh_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    const device = await request(chappe.url, 'GET', '/_matrix/client/v3/devices/TABLET', { token: again.body.access_token })
    expect(device.body.display_name).toBe('Tablet')
    expect((await whoami(chappe.url, clara.token)).status).toBe(200)
  })

  test('guesses are counted by name, whether or not there is such an account', async () => {
    await using strict = await startTestServer(buildServer, { rateLimits: true, trustedProxies: ['127.0.0.1'] })
    await strict.person('dora')
    for (const name of ['dora', 'nobody']) {
      const codes: string[] = []
      for (let i = 0; i < 12; i += 1) {
        // Each from another address: the limit by address does not help here.
        const body = { type: 'm.login.password', user: name, password: 'a guess' }
        const answer = await request(strict.url, 'POST', LOGIN, { body, headers: { 'x-forwarded-for': `10.0.0.${i}` } })
        codes.push(answer.body.errcode)
      }
      expect([codes[0], codes[11]]).toEqual(['M_FORBIDDEN', 'M_LIMIT_EXCEEDED'])
    }
  })
})

describe('by login token', () => {
  const getToken = (token: string, auth?: Json): Promise<HttpAnswer> =>
    request(chappe.url, 'POST', '/_matrix/client/v1/login/get_token', { token, body: auth === undefined ? {} : { auth } })
  const loginBy = (token: string): Promise<HttpAnswer> => login({ type: 'm.login.token', token })

  test('Emma brings her second device in; the token is good once', async () => {
    const emma = await chappe.person('emma')
    const asked = await getToken(emma.token)
    expect([asked.status, asked.body.flows]).toEqual([401, [{ stages: ['m.login.password'] }]])
    const made = await getToken(emma.token, byPassword('emma', PASSWORD, asked.body.session))
    expect(made.body).toEqual({ login_token: expect.any(String), expires_in_ms: 120_000 })
    const tablet = await loginBy(made.body.login_token)
    expect(tablet.body.user_id).toBe('@emma:chappe.test')
    expect(refusal(await loginBy(made.body.login_token))).toEqual([403, 'M_FORBIDDEN'])
    // The proof counts for one token only.
    expect((await getToken(emma.token, { session: asked.body.session })).status).toBe(401)
  })

  test('it expires after two minutes; made-up ones and none are refused', async () => {
    const felix = await chappe.person('felix')
    const made = await getToken(felix.token, byPassword('felix'))
    chappe.clock.advance(120_000)
    expect(refusal(await loginBy(made.body.login_token))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await loginBy('made-up'))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await login({ type: 'm.login.token' }))).toEqual([403, 'M_FORBIDDEN'])
  })

  test("one session's proof does not serve another account", async () => {
    const gina = await chappe.person('gina')
    const mallory = await chappe.person('mallory')
    const asked = await getToken(gina.token)
    const attempt = await getToken(mallory.token, byPassword('gina', PASSWORD, asked.body.session))
    expect([attempt.status, attempt.body.session === asked.body.session]).toEqual([401, false])
    const again = await getToken(mallory.token, byPassword('gina', PASSWORD, attempt.body.session))
    expect(refusal(again)).toEqual([401, 'M_FORBIDDEN'])
  })
})

describe('refreshing', () => {
  interface Pair {
    access_token: string
    refresh_token: string
  }
  async function signIn(name: string): Promise<Pair> {
    await chappe.person(name)
    return (await logIn(chappe.url, name, { refresh_token: true })).body
  }
  const next = async (pair: Pair): Promise<Pair> => {
    const answer = await refresh(pair.refresh_token)
    expect(answer.status).toBe(200)
    return answer.body
  }
  const isGood = async (pair: Pair): Promise<boolean> => (await whoami(chappe.url, pair.access_token)).status === 200

  test("Hugo's token expires after five minutes, softly, and he gets another", async () => {
    const first = await signIn('hugo')
    expect(await isGood(first)).toBe(true)
    chappe.clock.advance(5 * 60_000)
    const expired = await whoami(chappe.url, first.access_token)
    expect([...refusal(expired), expired.body.soft_logout]).toEqual([401, 'M_UNKNOWN_TOKEN', true])
    const answer = await refresh(first.refresh_token)
    expect(answer.body).toEqual({ access_token: expect.any(String), refresh_token: expect.any(String), expires_in_ms: 300_000 })
    const owner = await whoami(chappe.url, answer.body.access_token)
    expect(owner.body.user_id).toBe('@hugo:chappe.test')
  })

  test('an answer is lost: Ida refreshes again with the token she has', async () => {
    const first = await signIn('ida')
    const lost = await next(first)
    const second = await next(first)
    expect(await isGood(second)).toBe(true)
    // What nobody received is no good.
    expect(await isGood(lost)).toBe(false)
    const rows = await chappe.database.query(
      "SELECT count(*)::int AS n FROM access_token JOIN device USING (device_nid) JOIN account USING (user_nid) WHERE user_id = '@ida:chappe.test' AND expires_at_ms IS NOT NULL",
    )
    // The first and the second; nothing is kept of the one that was lost.
    expect(rows).toEqual([{ n: 2 }])
  })

  test('once the new access token is used the old refresh token is spent, and using it ends the family', async () => {
    const first = await signIn('jules')
    const second = await next(first)
    expect(await isGood(second)).toBe(true)
    const reuse = await refresh(first.refresh_token)
    expect([...refusal(reuse), reuse.body.soft_logout]).toEqual([401, 'M_UNKNOWN_TOKEN', true])
    expect(await isGood(second)).toBe(false)
    expect(await isGood(first)).toBe(false)
    expect(refusal(await refresh(second.refresh_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('once the new refresh token is used the old one is spent, however old it is', async () => {
    const first = await signIn('karl')
    let pair = first
    for (let i = 0; i < 5; i += 1) pair = await next(pair)
    expect(refusal(await refresh(first.refresh_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(await isGood(pair)).toBe(false)
  })

  test('the end of a family leaves other devices and the device itself in place', async () => {
    const first = await signIn('lena')
    const other = await logIn(chappe.url, 'lena')
    await next(await next(first))
    await refresh(first.refresh_token)
    const devices = await request(chappe.url, 'GET', '/_matrix/client/v3/devices', { token: other.body.access_token })
    expect(devices.body.devices.length).toBe(3)
  })

  test('many at once: one new pair is good, and nothing breaks', async () => {
    const first = await signIn('max')
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(first.refresh_token)))
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 200))
    const good: boolean[] = []
    for (const answer of answers) good.push(await isGood(answer.body))
    expect(good.filter(Boolean).length).toBe(1)
  })

  test('many uses of a new token at once confirm it once', async () => {
    const second = await next(await signIn('nina'))
    const answers = await Promise.all(Array.from({ length: 8 }, () => whoami(chappe.url, second.access_token)))
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 200))
    expect(await isGood(await next(second))).toBe(true)
  })

  test('it survives a restart of the server', async () => {
    const second = await next(await signIn('otto'))
    await chappe.restart()
    expect(await isGood(second)).toBe(true)
    expect(await isGood(await next(second))).toBe(true)
  })

  test('spent access tokens do not pile up', async () => {
    let pair = await signIn('paula')
    for (let i = 0; i < 5; i += 1) {
      chappe.clock.advance(6 * 60_000)
      pair = await next(pair)
      expect(await isGood(pair)).toBe(true)
    }
    const rows = await chappe.database.query(
      "SELECT count(*)::int AS n FROM access_token JOIN device USING (device_nid) JOIN account USING (user_nid) WHERE user_id = '@paula:chappe.test' AND expires_at_ms IS NOT NULL",
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  test('after logout there is nothing to refresh; made-up tokens are refused', async () => {
    const pair = await signIn('quentin')
    await request(chappe.url, 'POST', '/_matrix/client/v3/logout', { token: pair.access_token, body: {} })
    expect(refusal(await refresh(pair.refresh_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await refresh('made-up'))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: {} }))).toEqual([400, 'M_MISSING_PARAM'])
  })
})
