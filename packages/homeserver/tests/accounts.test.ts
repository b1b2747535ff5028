// Accounts: who may come in, and how they are stopped.
import { createHash, createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Json } from '@chappe/testkit'
import { PASSWORD, request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { describe, expect, test, vi } from 'vitest'
import { byPassword, logIn, refusal, whoami } from './_accounts.ts'

const REGISTER = '/_matrix/client/v3/register'
const ADMIN_REGISTER = '/_synapse/admin/v1/register'
const SECRET = 'a secret for tests'
const DUMMY = { type: 'm.login.dummy' }

// Every story hashes passwords, which is meant to take a while.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)

const register = (body: object, query = ''): Promise<HttpAnswer> => request(chappe.url, 'POST', REGISTER + query, { body })

describe('registering', () => {
  test('Alice registers and her token says who she is', async () => {
    const alice = await chappe.person('alice')
    const answer = await alice.get('/_matrix/client/v3/account/whoami')
    expect(answer.body).toEqual({ user_id: '@alice:chappe.test', device_id: alice.deviceId, is_guest: false })
  })

  test('a second Alice is told that the name is taken, before anything is asked of her', async () => {
    expect(refusal(await register({ username: 'alice', auth: DUMMY }))).toEqual([400, 'M_USER_IN_USE'])
    expect(refusal(await register({ username: 'alice' }))).toEqual([400, 'M_USER_IN_USE'])
  })

  test('Basile is asked for the dummy stage, and his first call is remembered', async () => {
    const asked = await register({ username: 'basile', password: PASSWORD, device_id: 'BASILE' })
    expect(asked.status).toBe(401)
    expect(asked.body).toEqual({
      session: expect.any(String),
      flows: [{ stages: ['m.login.dummy'] }],
      params: {},
      completed: [],
    })
    const done = await register({ auth: { ...DUMMY, session: asked.body.session } })
    expect([done.status, done.body.user_id, done.body.device_id]).toEqual([200, '@basile:chappe.test', 'BASILE'])
    expect((await logIn(chappe.url, 'basile')).status).toBe(200)
  })

  test('Celia probes with an empty call first and gives her name later', async () => {
    const asked = await register({})
    const done = await register({ username: 'celia', auth: { ...DUMMY, session: asked.body.session } })
    expect(done.body.user_id).toBe('@celia:chappe.test')
  })

  test('a session is good once, and for fifteen minutes', async () => {
    const asked = await register({ username: 'dora' })
    const { session } = asked.body
    chappe.clock.advance(15 * 60_000 + 1)
    const late = await register({ auth: { ...DUMMY, session } })
    expect([late.status, late.body.session === session]).toEqual([401, false])
    const again = await register({ username: 'dora' })
    expect((await register({ auth: { ...DUMMY, session: again.body.session } })).body.user_id).toBe('@dora:chappe.test')
    const twice = await register({ username: 'dora2', auth: { session: again.body.session } })
    expect([twice.status, twice.body.session === again.body.session]).toEqual([401, false])
  })

  test('a stage that was not asked for is refused, and the session goes on', async () => {
    const wrong = await register({ username: 'emil', auth: { type: 'm.login.terms' } })
    expect(refusal(wrong)).toEqual([401, 'M_UNRECOGNIZED'])
    expect((await register({ auth: { ...DUMMY, session: wrong.body.session } })).body.user_id).toBe('@emil:chappe.test')
  })

  test('names are written small, whole user ids are understood, other names are refused', async () => {
    expect((await register({ username: 'Fanny', auth: DUMMY })).body.user_id).toBe('@fanny:chappe.test')
    expect((await register({ username: '@gaston:chappe.test', auth: DUMMY })).body.user_id).toBe('@gaston:chappe.test')
    for (const username of ['a b', 'é', '', 'x'.repeat(250), '@a:elsewhere.test', 'a:b']) {
      expect(refusal(await register({ username, auth: DUMMY }))).toEqual([400, 'M_INVALID_USERNAME'])
    }
  })

  test('Hector wants no device yet', async () => {
    const made = await register({ username: 'hector', password: PASSWORD, inhibit_login: true, auth: DUMMY })
    expect(made.body).toEqual({ user_id: '@hector:chappe.test', home_server: 'chappe.test' })
  })

  test('Ines can refresh, so her token expires', async () => {
    const made = await register({ username: 'ines', refresh_token: true, auth: DUMMY })
    expect(made.body).toMatchObject({ refresh_token: expect.any(String), expires_in_ms: 300_000 })
  })

  test('what is no body for this is refused, and nobody is made', async () => {
    expect(refusal(await register({ username: 7, auth: DUMMY }))).toEqual([400, 'M_BAD_JSON'])
    expect(refusal(await register({ username: 'jo', password: 'x'.repeat(513), auth: DUMMY }))).toEqual([400, 'M_BAD_JSON'])
    expect(refusal(await register({ username: 'jo', device_id: 'a\nb', auth: DUMMY }))).toEqual([400, 'M_INVALID_PARAM'])
    expect((await chappe.database.query("SELECT 1 FROM account WHERE user_id = '@jo:chappe.test'")).length).toBe(0)
  })

  test('a name can be asked after', async () => {
    const ask = (name: string) => request(chappe.url, 'GET', `${REGISTER}/available?username=${encodeURIComponent(name)}`)
    expect((await ask('nobody-yet')).body).toEqual({ available: true })
    expect(refusal(await ask('alice'))).toEqual([400, 'M_USER_IN_USE'])
    expect(refusal(await ask('a b'))).toEqual([400, 'M_INVALID_USERNAME'])
    expect(refusal(await request(chappe.url, 'GET', `${REGISTER}/available`))).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('a guest gets a made-up name and may do only what guests may', async () => {
    const guest = await register({ username: 'wanted', device_id: 'WANTED' }, '?kind=guest')
    expect(guest.status).toBe(200)
    expect(guest.body.user_id).toMatch(/^@guest-/)
    expect(guest.body.device_id).not.toBe('WANTED')
    expect((await whoami(chappe.url, guest.body.access_token)).body.is_guest).toBe(true)
    const refused = await request(chappe.url, 'GET', '/_matrix/client/v3/capabilities', { token: guest.body.access_token })
    expect(refusal(refused)).toEqual([403, 'M_GUEST_ACCESS_FORBIDDEN'])
    const closing = await request(chappe.url, 'POST', '/_matrix/client/v3/account/deactivate', { token: guest.body.access_token, body: {} })
    expect(refusal(closing)).toEqual([403, 'M_GUEST_ACCESS_FORBIDDEN'])
    expect(refusal(await register({}, '?kind=owl'))).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('no password and no token stands in the database', async () => {
    const made = await register({ username: 'karim', password: 'plain-and-visible', refresh_token: true, auth: DUMMY })
    const dump = JSON.stringify([
      await chappe.database.query('SELECT * FROM account'),
      await chappe.database.query("SELECT encode(token_hash, 'escape') FROM access_token"),
      await chappe.database.query("SELECT encode(chain_hash, 'escape'), encode(good_hash, 'escape') FROM refresh_chain"),
    ])
    expect(dump).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    for (const secret of ['plain-and-visible', made.body.access_token, made.body.refresh_token]) {
      expect(dump).not.toContain(secret)
    }
  })
})

describe('registering with the shared secret', () => {
  const nonce = async (): Promise<string> => (await request(chappe.url, 'GET', ADMIN_REGISTER)).body.nonce
  const sign = (parts: string[], key = SECRET): string => createHmac('sha1', key).update(parts.join('\0')).digest('hex')
  const send = (body: object): Promise<HttpAnswer> => request(chappe.url, 'POST', ADMIN_REGISTER, { body })
  const wish = (name: string, given: string, key = SECRET): Json => ({
    nonce: given,
    username: name,
    password: PASSWORD,
    mac: sign([given, name, PASSWORD, 'notadmin'], key),
  })

  test('the operator makes Olga, who can log in', async () => {
    const made = await send(wish('olga', await nonce()))
    expect(made.body).toEqual({
      user_id: '@olga:chappe.test',
      home_server: 'chappe.test',
      access_token: expect.any(String),
      device_id: expect.any(String),
    })
    expect((await whoami(chappe.url, made.body.access_token)).body.user_id).toBe('@olga:chappe.test')
    expect((await logIn(chappe.url, 'olga')).status).toBe(200)
  })

  test('the operator makes an administrator of a certain type', async () => {
    const given = await nonce()
    const mac = sign([given, 'pablo', PASSWORD, 'admin', 'bot'])
    const body = { nonce: given, username: 'pablo', password: PASSWORD, admin: true, user_type: 'bot', displayname: 'Pablo', mac }
    expect((await send(body)).status).toBe(200)
    const rows = await chappe.database.query("SELECT is_admin FROM account WHERE user_id = '@pablo:chappe.test'")
    expect(rows).toEqual([{ is_admin: true }])
  })

  test('a nonce is good once and for a minute', async () => {
    const given = await nonce()
    expect((await send(wish('quirin', given))).status).toBe(200)
    expect(refusal(await send(wish('quirin2', given)))).toEqual([400, 'M_UNKNOWN'])
    expect(refusal(await send(wish('quirin3', 'made-up')))).toEqual([400, 'M_UNKNOWN'])
    const late = await nonce()
    chappe.clock.advance(60_000)
    expect(refusal(await send(wish('quirin4', late)))).toEqual([400, 'M_UNKNOWN'])
  })

  test('whoever does not know the secret makes nobody, and gets no second try on the nonce', async () => {
    const given = await nonce()
    expect(refusal(await send(wish('mallory-admin', given, 'a guess')))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await send(wish('mallory-admin', given)))).toEqual([400, 'M_UNKNOWN'])
    expect(refusal(await send({ ...wish('mallory-admin', await nonce()), mac: 'zz' }))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await send({ ...wish('mallory-admin', await nonce()), admin: true }))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await send({}))).toEqual([400, 'M_MISSING_PARAM'])
  })

  test('a name that is taken is refused', async () => {
    expect(refusal(await send(wish('alice', await nonce())))).toEqual([400, 'M_USER_IN_USE'])
  })
})

describe('the government profile', () => {
  test('only the operator makes accounts, which come with a link to register a passkey and no password', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government' })
    const refused = await request(ministry.url, 'POST', REGISTER, { body: { username: 'rosa', auth: DUMMY } })
    expect(refused.body).toEqual({ errcode: 'M_FORBIDDEN', error: 'Accounts are made by the operator here' })
    const guest = await request(ministry.url, 'POST', `${REGISTER}?kind=guest`, { body: {} })
    expect(refusal(guest)).toEqual([403, 'M_FORBIDDEN'])
    const available = await request(ministry.url, 'GET', `${REGISTER}/available?username=rosa`)
    expect(refusal(available)).toEqual([403, 'M_FORBIDDEN'])
    const { nonce } = (await request(ministry.url, 'GET', ADMIN_REGISTER)).body
    const mac = createHmac('sha1', SECRET).update([nonce, 'rosa', PASSWORD, 'notadmin'].join('\0')).digest('hex')
    const made = await request(ministry.url, 'POST', ADMIN_REGISTER, { body: { nonce, username: 'rosa', password: PASSWORD, mac } })
    expect(made.body['org.chappe.enrolment_url']).toMatch(/^http:\/\/localhost:8008\/enrol\?token=[\w-]{43}$/)
    expect(refusal(await logIn(ministry.url, 'rosa'))).toEqual([403, 'M_FORBIDDEN'])
    const rows = await ministry.database.query("SELECT password_hash FROM account WHERE user_id = '@rosa:chappe.test'")
    expect(rows).toEqual([{ password_hash: null }])
  })

  test('without a secret nobody does', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government', registrationSharedSecret: undefined })
    expect(refusal(await request(ministry.url, 'GET', ADMIN_REGISTER))).toEqual([403, 'M_UNRECOGNIZED'])
    const body = { nonce: 'n', username: 'rosa', password: PASSWORD, mac: 'm' }
    expect(refusal(await request(ministry.url, 'POST', ADMIN_REGISTER, { body }))).toEqual([403, 'M_UNRECOGNIZED'])
  })
})

describe('stopping an account', () => {
  test('nobody gets in without a token, or with a made-up one', async () => {
    const none = await request(chappe.url, 'GET', '/_matrix/client/v3/account/whoami')
    expect(refusal(none)).toEqual([401, 'M_MISSING_TOKEN'])
    expect(refusal(await whoami(chappe.url, 'made-up'))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('Mallory is contained: access, refresh and login tokens stop at once, the password too', async () => {
    const made = await register({ username: 'mallory', password: PASSWORD, refresh_token: true, auth: DUMMY })
    const token = made.body.access_token
    const loginToken = await request(chappe.url, 'POST', '/_matrix/client/v1/login/get_token', { token, body: { auth: byPassword('mallory') } })
    expect((await whoami(chappe.url, token)).status).toBe(200)
    await chappe.server.homeserver.ports.contain('@mallory:chappe.test')
    expect(refusal(await whoami(chappe.url, token))).toEqual([401, 'M_USER_LOCKED'])
    const refresh = await request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: made.body.refresh_token } })
    expect(refusal(refresh)).toEqual([401, 'M_USER_LOCKED'])
    const byToken = await request(chappe.url, 'POST', '/_matrix/client/v3/login', { body: { type: 'm.login.token', token: loginToken.body.login_token } })
    expect(refusal(byToken)).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await logIn(chappe.url, 'mallory'))).toEqual([401, 'M_USER_LOCKED'])
  })

  test('containing twice is as good as once; containing nobody is an error', async () => {
    const contain = (userId: string) => chappe.server.homeserver.ports.contain(userId)
    await contain('@mallory:chappe.test')
    await expect(contain('@nobody:chappe.test')).rejects.toMatchObject({ code: 'M_NOT_FOUND' })
  })

  test('a look-up that is under way while Nestor is contained does not let him in', async () => {
    const nestor = await chappe.person('nestor')
    await chappe.restart()
    // The look-up and the containment race; whatever their order, nothing may be remembered as good.
    await Promise.all([
      ...Array.from({ length: 8 }, () => whoami(chappe.url, nestor.token)),
      chappe.server.homeserver.ports.contain(nestor.userId),
    ])
    expect(refusal(await whoami(chappe.url, nestor.token))).toEqual([401, 'M_USER_LOCKED'])
  })

  test('a locked account stays out, softly, and only its owner is told at login', async () => {
    const sven = await chappe.person('sven')
    await chappe.database.query("UPDATE account SET is_locked = true WHERE user_id = '@sven:chappe.test'")
    const locked = await whoami(chappe.url, sven.token)
    expect([...refusal(locked), locked.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
    expect(refusal(await logIn(chappe.url, 'sven'))).toEqual([401, 'M_USER_LOCKED'])
    expect(refusal(await logIn(chappe.url, 'sven', { password: 'a guess' }))).toEqual([403, 'M_FORBIDDEN'])
  })
})

describe('a new password', () => {
  const PATH = '/_matrix/client/v3/account/password'

  test('Tara changes hers: the other devices end, this one stays, the old password is no good', async () => {
    const tara = await chappe.person('tara')
    const phone = await logIn(chappe.url, 'tara')
    const asked = await tara.post(PATH, { new_password: 'a new one for Tara' })
    expect([asked.status, asked.body.flows]).toEqual([401, [{ stages: ['m.login.password'] }]])
    const wrong = await tara.post(PATH, { auth: byPassword('tara', 'a guess', asked.body.session) })
    expect([...refusal(wrong), wrong.body.session]).toEqual([401, 'M_FORBIDDEN', asked.body.session])
    const done = await tara.post(PATH, { auth: byPassword('tara', PASSWORD, asked.body.session) })
    expect([done.status, done.body]).toEqual([200, {}])
    expect((await whoami(chappe.url, tara.token)).status).toBe(200)
    expect(refusal(await whoami(chappe.url, phone.body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await logIn(chappe.url, 'tara'))).toEqual([403, 'M_FORBIDDEN'])
    expect((await logIn(chappe.url, 'tara', { password: 'a new one for Tara' })).status).toBe(200)
  })

  test('Uma keeps her other device', async () => {
    const uma = await chappe.person('uma')
    const phone = await logIn(chappe.url, 'uma')
    const body = { new_password: 'a new one for Uma', logout_devices: false, auth: byPassword('uma') }
    expect((await uma.post(PATH, body)).status).toBe(200)
    expect((await whoami(chappe.url, phone.body.access_token)).status).toBe(200)
  })

  test("Mallory has Vera's token but not her password, and his own password does not help", async () => {
    const vera = await chappe.person('vera')
    await chappe.person('mallory-two', { password: 'mine, all mine' })
    const attempt = await vera.post(PATH, { new_password: 'stolen now', auth: byPassword('mallory-two', 'mine, all mine') })
    expect(refusal(attempt)).toEqual([401, 'M_FORBIDDEN'])
    expect((await logIn(chappe.url, 'vera')).status).toBe(200)
  })

  test('Wanda has no token at hand: her password is enough', async () => {
    const wanda = await chappe.person('wanda')
    const body = { new_password: 'a new one for Wanda', auth: byPassword('@wanda:chappe.test') }
    expect((await request(chappe.url, 'POST', PATH, { body })).status).toBe(200)
    expect(refusal(await whoami(chappe.url, wanda.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('a change without a new password is told so', async () => {
    const xenia = await chappe.person('xenia')
    expect(refusal(await xenia.post(PATH, {}))).toEqual([400, 'M_MISSING_PARAM'])
    expect(refusal(await xenia.post(PATH, { new_password: '', auth: byPassword('xenia') }))).toEqual([400, 'M_WEAK_PASSWORD'])
  })
})

describe('closing an account', () => {
  const PATH = '/_matrix/client/v3/account/deactivate'

  test('Yann leaves for good: no token, no password, and nobody gets his name', async () => {
    const yann = await chappe.person('yann')
    expect((await yann.post(PATH, {})).status).toBe(401)
    const done = await yann.post(PATH, { auth: byPassword('yann') })
    expect([done.status, done.body]).toEqual([200, { id_server_unbind_result: 'success' }])
    expect(refusal(await whoami(chappe.url, yann.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await logIn(chappe.url, 'yann'))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await register({ username: 'yann', auth: DUMMY }))).toEqual([400, 'M_USER_IN_USE'])
    const rows = await chappe.database.query("SELECT state, password_hash FROM account WHERE user_id = '@yann:chappe.test'")
    expect(rows).toEqual([{ state: 'closed', password_hash: null }])
    const devices = await chappe.database.query("SELECT 1 FROM device JOIN account USING (user_nid) WHERE user_id = '@yann:chappe.test'")
    expect(devices).toEqual([])
    // A closed account stays closed.
    await expect(chappe.server.homeserver.ports.contain('@yann:chappe.test')).rejects.toMatchObject({ code: 'M_BAD_STATE' })
    expect(await chappe.database.query("SELECT state FROM account WHERE user_id = '@yann:chappe.test'")).toEqual([{ state: 'closed' }])
  })

  test("a stranger does not close Zoe's", async () => {
    const zoe = await chappe.person('zoe')
    expect(refusal(await request(chappe.url, 'POST', PATH, { body: { auth: byPassword('zoe', 'a guess') } }))).toEqual([401, 'M_FORBIDDEN'])
    expect(refusal(await request(chappe.url, 'POST', PATH, { body: { auth: byPassword('nobody') } }))).toEqual([401, 'M_FORBIDDEN'])
    expect((await whoami(chappe.url, zoe.token)).status).toBe(200)
  })
})

test('/r0 answers as /v3 does; unknown paths and methods are M_UNRECOGNIZED', async () => {
  const alice = await chappe.person('alice2')
  expect((await alice.get('/_matrix/client/r0/account/whoami')).body.user_id).toBe('@alice2:chappe.test')
  expect(refusal(await alice.get('/_matrix/client/v3/no/such/thing'))).toEqual([404, 'M_UNRECOGNIZED'])
  expect(refusal(await alice.delete('/_matrix/client/v3/account/whoami'))).toEqual([405, 'M_UNRECOGNIZED'])
})

test('where every password has to be strong, no way of setting one takes a weak one', async () => {
  await using strict = await startTestServer(buildServer, { strongPasswords: true })
  const register = (username: string, password: string) =>
    request(strict.url, 'POST', '/_matrix/client/v3/register', { body: { username, password, auth: { type: 'm.login.dummy' } } })
  for (const password of ['short', 'password', 'Wilhelmina1']) expect(refusal(await register('wilhelmina', password))).toEqual([400, 'M_WEAK_PASSWORD'])
  const { status, body } = await register('wilhelmina', 'four words and a bicycle')
  expect(status).toBe(200)
  const change = (password: string) =>
    request(strict.url, 'POST', '/_matrix/client/v3/account/password', {
      token: body.access_token,
      body: { new_password: password, auth: byPassword('wilhelmina', 'four words and a bicycle') },
    })
  expect(refusal(await change('iloveyou'))).toEqual([400, 'M_WEAK_PASSWORD'])
  expect((await change('another four long words')).status).toBe(200)
})

test('where the operator has a file of breached passwords, none of them is taken, however it is set', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-accounts-'))
  const file = join(folder, 'breached.txt')
  const lines = ['tr0ub4dor & three', 'hunter2 and a half'].map((word) => `${createHash('sha1').update(word).digest('hex').toUpperCase()}:7`)
  await writeFile(file, lines.toSorted().join('\r\n'))
  await using strict = await startTestServer(buildServer, { breachedPasswords: file })
  const register = (password: string) => request(strict.url, 'POST', '/_matrix/client/v3/register', { body: { username: 'xena', password, auth: { type: 'm.login.dummy' } } })
  expect(refusal(await register('tr0ub4dor & three'))).toEqual([400, 'M_WEAK_PASSWORD'])
  const { status, body } = await register('four words and a bicycle')
  expect(status).toBe(200)
  const change = (password: string) => request(strict.url, 'POST', '/_matrix/client/v3/account/password', { token: body.access_token, body: { new_password: password, auth: byPassword('xena', 'four words and a bicycle') } })
  expect(refusal(await change('hunter2 and a half'))).toEqual([400, 'M_WEAK_PASSWORD'])
  expect((await change('hunter3 and a half')).status).toBe(200)
  await rm(folder, { recursive: true })
  await expect(startTestServer(buildServer, { breachedPasswords: file })).rejects.toThrow('sign_in.breached_passwords')
})
