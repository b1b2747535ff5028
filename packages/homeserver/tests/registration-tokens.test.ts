// Registering with a token that an administrator gave, and the pages for clients that do not know a stage.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Person } from '@chappe/testkit'
import { PASSWORD, request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer, { profile: 'government', registrationRequiresToken: true })
let ada: Person
beforeAll(async () => {
  ada = await madeByOperator(chappe, 'ada', { admin: true })
})

const TOKENS = '/_synapse/admin/v1/registration_tokens'
const tokenPath = (token: string) => `/_synapse/admin/v1/registration_tokens/${token}`
const STAGE = 'm.login.registration_token'
const register = (body: object): Promise<HttpAnswer> => request(chappe.url, 'POST', '/_matrix/client/v3/register', { body })
const withToken = (username: string, token: string, session?: string) =>
  register({ username, password: PASSWORD, auth: { type: STAGE, token, session } })
const isValid = async (token: string) =>
  (await request(chappe.url, 'GET', `/_matrix/client/v1/register/m.login.registration_token/validity?token=${token}`)).body.valid
const newToken = async (wish: object = {}) => (await ada.post(`${TOKENS}/new`, wish)).body

describe('registration tokens', () => {
  test('Bob registers with a token that is good once; Carol comes too late', async () => {
    const { token } = await newToken({ uses_allowed: 1 })
    expect(token).toMatch(/^[A-Za-z0-9._~-]{16}$/)
    const asked = await register({ username: 'bob', password: PASSWORD })
    expect([asked.status, asked.body.flows]).toEqual([401, [{ stages: [STAGE] }]])
    expect(refusal(await withToken('bob', 'wrong', asked.body.session))).toEqual([401, 'M_UNAUTHORIZED'])
    expect(await isValid(token)).toBe(true)
    expect((await withToken('bob', token, asked.body.session)).body.user_id).toBe('@bob:chappe.test')
    expect(await isValid(token)).toBe(false)
    expect(refusal(await withToken('carol', token))).toEqual([401, 'M_UNAUTHORIZED'])
    expect((await ada.get(tokenPath(token))).body).toMatchObject({ uses_allowed: 1, completed: 1 })
  })

  test('ten people at once with a token for two: two are in', async () => {
    const { token } = await newToken({ uses_allowed: 2 })
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => withToken(`crowd-${index}`, token)))
    expect(answers.filter((answer) => answer.status === 200).length).toBe(2)
    expect((await ada.get(tokenPath(token))).body.completed).toBe(2)
  })

  test('a token runs out, is changed, listed and removed', async () => {
    const token = 'spring-2026'
    const inAnHour = chappe.clock.now() + 3_600_000
    expect(await newToken({ token, expiry_time: inAnHour })).toEqual({ token, uses_allowed: null, pending: 0, completed: 0, expiry_time: inAnHour })
    expect(refusal(await ada.post(`${TOKENS}/new`, { token }))).toEqual([400, 'M_INVALID_PARAM'])
    chappe.clock.advance(3_600_001)
    expect(await isValid(token)).toBe(false)
    const list = async (valid: boolean) =>
      (await ada.get(`${TOKENS}?valid=${valid}`)).body.registration_tokens.map((each: { token: string }) => each.token)
    expect(await list(false)).toContain(token)
    expect(refusal(await ada.put(tokenPath(token), { expiry_time: 5 }))).toEqual([400, 'M_INVALID_PARAM'])
    expect((await ada.put(tokenPath(token), { expiry_time: null })).body.expiry_time).toBe(null)
    expect(await list(true)).toContain(token)
    expect((await ada.delete(tokenPath(token))).body).toEqual({})
    expect(refusal(await ada.delete(tokenPath(token)))).toEqual([404, 'M_NOT_FOUND'])
    expect(await isValid(token)).toBe(false)
  })

  test('nobody registers without one, nor makes one who is no administrator', async () => {
    expect(refusal(await register({ username: 'x', password: PASSWORD, auth: { type: 'm.login.dummy' } }))).toEqual([401, 'M_UNRECOGNIZED'])
    const bob = await madeByOperator(chappe, 'bob-2')
    expect(refusal(await bob.post(`${TOKENS}/new`))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await bob.get(TOKENS))).toEqual([403, 'M_FORBIDDEN'])
  })
})

describe('fallback pages', () => {
  const page = (session: string, stage = STAGE) => `/_matrix/client/v3/auth/${stage}/fallback/web?session=${session}`
  const text = (answer: HttpAnswer) => Buffer.from(answer.bytes).toString('utf8')
  const post = (path: string, form: Record<string, string>) => sendForm(chappe.url, path, form)
  const sendForm = (url: string, path: string, form: Record<string, string>) =>
    request(url, 'POST', path, {
      raw: new TextEncoder().encode(new URLSearchParams(form).toString()),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })

  test('Dora does the stage in her browser, in French, and her client goes on with the session alone', async () => {
    const { token } = await newToken({ uses_allowed: 1 })
    const { session } = (await register({ username: 'dora', password: PASSWORD })).body
    const shown = await request(chappe.url, 'GET', page(session), { headers: { 'accept-language': 'fr-FR,fr;q=0.9' } })
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'none'/)
    expect(text(shown)).toContain("Jeton d&#39;inscription")
    expect(text(await post(page(session), { token: 'wrong', session }))).toContain('not accepted')
    expect(refusal(await register({ username: 'dora', auth: { session } }))).toEqual([401, undefined])
    const done = await post(page(session), { token, session })
    expect(text(done)).toContain('onAuthDone')
    expect(done.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[A-Za-z0-9+/]{43}='/)
    expect((await register({ auth: { session } })).body.user_id).toBe('@dora:chappe.test')
    expect((await ada.get(tokenPath(token))).body.completed).toBe(1)
  })

  test('a session that is none, another stage and what looks like markup get a page that says so, and no script', async () => {
    const { session } = (await register({ username: 'emil', password: PASSWORD })).body
    for (const path of [page('none'), page(session, 'm.login.password'), page('%22%3E%3Cscript%3E')]) {
      const shown = await request(chappe.url, 'GET', path)
      expect([shown.status, text(shown).includes('no longer valid'), text(shown).includes('<script')]).toEqual([200, true, false])
    }
    const large = await post(page(session), { token: 'x'.repeat(20_000) })
    expect(refusal(large)).toEqual([413, 'M_TOO_LARGE'])
  })

  test('the password stage on a page proves who somebody is', async () => {
    await using ordinary = await startTestServer(buildServer)
    const post = (path: string, form: Record<string, string>) => sendForm(ordinary.url, path, form)
    const fritz = await madeByOperator(ordinary, 'fritz')
    const asked = await fritz.post('/_matrix/client/v3/delete_devices', { devices: ['NONE'] })
    const { session } = asked.body
    const path = page(session, 'm.login.password')
    expect(text(await post(path, { session, user: 'ada', password: PASSWORD }))).toContain('not accepted')
    expect(text(await post(path, { session, user: 'fritz', password: PASSWORD }))).toContain('Done')
    const eve = await madeByOperator(ordinary, 'eve')
    expect((await eve.post('/_matrix/client/v3/delete_devices', { devices: ['NONE'], auth: { session } })).status).toBe(401)
    expect((await fritz.post('/_matrix/client/v3/delete_devices', { devices: ['NONE'], auth: { session } })).status).toBe(200)
  })

  test('there is a page to sign in on where there are passwords, that lets nothing in from outside', async () => {
    await using ordinary = await startTestServer(buildServer)
    expect((await request(chappe.url, 'GET', '/_matrix/static/client/login/')).status).toBe(404)
    const shown = await request(ordinary.url, 'GET', '/_matrix/static/client/login/')
    expect(text(shown)).toContain('<form>')
    expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  })
})
