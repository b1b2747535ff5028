// Addresses in the client-server API: mails that show whose an address is, and what is done with it.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, MailServer, Person, ReceivedMail, TestServer } from '@chappe/testkit'
import { PASSWORD, createPerson, request, startMailServer, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { byPassword, logIn, madeByOperator, refusal } from './_accounts.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let mailServer: MailServer
let chappe: TestServer<Server>
beforeAll(async () => {
  mailServer = await startMailServer()
  chappe = await startTestServer(buildServer, { mailUrl: mailServer.url })
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await mailServer[Symbol.asyncDispose]()
})

const C3 = '/_matrix/client/v3'

/** Asks for a mail as a client does. */
function ask(path: string, email: string, more: object = {}): Promise<HttpAnswer> {
  return request(chappe.url, 'POST', path, { body: { client_secret: 'own.secret', email, send_attempt: 1, ...more } })
}
const askToRegister = (email: string, more: object = {}) => ask(`${C3}/register/email/requestToken`, email, more)
const askToAdd = (email: string, more: object = {}) => ask(`${C3}/account/3pid/email/requestToken`, email, more)
const askForPassword = (email: string, more: object = {}) => ask(`${C3}/account/password/email/requestToken`, email, more)

/** The link of a mail, as a path of this server. */
function linkOf(mail: ReceivedMail): URL {
  const url = /http:\/\/localhost:8008\S+/.exec(mail.text)?.[0]
  if (url === undefined) throw new Error(`no link in: ${mail.text}`)
  return new URL(url)
}

/** Opens a link in a browser and presses its button. */
async function follow(link: URL): Promise<HttpAnswer> {
  const shown = await request(chappe.url, 'GET', `/_chappe/client/v1/mail/confirm${link.search}`)
  const fields = Buffer.from(shown.bytes).toString().matchAll(/name="(\w+)" value="([^"]*)"/g)
  const form = new URLSearchParams(Object.fromEntries([...fields].map((each) => [each[1] ?? '', each[2] ?? ''])))
  return request(chappe.url, 'POST', '/_chappe/client/v1/mail/confirm', { raw: form.toString() })
}
const textOf = (answer: HttpAnswer): string => Buffer.from(answer.bytes).toString('utf8')

const creds = (sid: string, secret = 'own.secret'): Json => ({ sid, client_secret: secret })
const byMail = (sid: string, secret?: string): Json => ({ type: 'm.login.email.identity', threepid_creds: creds(sid, secret) })

async function withAddress(person: Person, email: string): Promise<void> {
  const { sid } = (await askToAdd(email)).body
  await follow(linkOf(await mailServer.nextMailTo(email)))
  const added = await person.post(`${C3}/account/3pid/add`, { ...creds(sid), auth: byPassword(person.userId) })
  expect([added.status, added.body]).toEqual([200, {}])
}

test('Alice registers with her address: asked, mailed, confirmed by a button, and then it is hers', async () => {
  const body = { username: 'alice', password: PASSWORD }
  const first = await request(chappe.url, 'POST', `${C3}/register`, { body })
  expect(first.body.flows).toEqual([{ stages: ['m.login.dummy'] }, { stages: ['m.login.email.identity'] }])
  const { sid } = (await askToRegister('Alice@Example.org')).body
  const mail = await mailServer.nextMailTo('alice@example.org')
  expect(mail.subject).toBe('chappe.test : confirmez votre adresse / chappe.test: confirm your address')
  const early = await request(chappe.url, 'POST', `${C3}/register`, { body: { ...body, auth: byMail(sid) } })
  expect(refusal(early)).toEqual([401, 'M_THREEPID_AUTH_FAILED'])
  const link = linkOf(mail)
  // A program that opens links has confirmed nothing.
  const opened = await request(chappe.url, 'GET', `/_chappe/client/v1/mail/confirm${link.search}`, { headers: { 'accept-language': 'en' } })
  expect(textOf(opened)).toContain('This address will be that of a new account.')
  expect(opened.headers.get('referrer-policy')).toBe('no-referrer')
  expect(refusal(await request(chappe.url, 'POST', `${C3}/register`, { body: { ...body, auth: byMail(sid) } }))).toEqual([401, 'M_THREEPID_AUTH_FAILED'])
  expect(textOf(await follow(link))).toContain('Done')
  // The client's secret is needed beside, and what was shown for one thing counts for no other.
  expect(refusal(await request(chappe.url, 'POST', `${C3}/register`, { body: { ...body, auth: byMail(sid, 'another') } }))).toEqual([401, 'M_THREEPID_AUTH_FAILED'])
  const made = await request(chappe.url, 'POST', `${C3}/register`, { body: { ...body, auth: byMail(sid) } })
  expect(made.status).toBe(200)
  const alice = createPerson(() => chappe.url, made.body)
  expect((await alice.get(`${C3}/capabilities`)).body.capabilities['m.3pid_changes']).toEqual({ enabled: true })
  const [only] = (await alice.get(`${C3}/account/3pid`)).body.threepids
  expect(only).toEqual({ medium: 'email', address: 'alice@example.org', validated_at: expect.any(Number), added_at: expect.any(Number) })
  const again = await request(chappe.url, 'POST', `${C3}/register`, { body: { ...body, username: 'alice2', auth: byMail(sid) } })
  expect(refusal(again)).toEqual([401, 'M_THREEPID_AUTH_FAILED'])
  expect(textOf(await follow(link))).toContain('no longer good')
})

test('a second address, listed and removed; it takes the password, and nobody has what is another’s', async () => {
  const [bob, eve] = [await chappe.person('bob'), await chappe.person('eve')]
  await withAddress(bob, 'bob@example.org')
  const { sid } = (await askToAdd('bob.second@example.org')).body
  expect(refusal(await bob.post(`${C3}/account/3pid/add`, { ...creds(sid), auth: byPassword(bob.userId) }))).toEqual([400, 'M_THREEPID_AUTH_FAILED'])
  await follow(linkOf(await mailServer.nextMailTo('bob.second@example.org')))
  const unproved = await bob.post(`${C3}/account/3pid/add`, creds(sid))
  expect([unproved.status, unproved.body.flows]).toEqual([401, [{ stages: ['m.login.password'] }]])
  expect((await bob.post(`${C3}/account/3pid/add`, { ...creds(sid), auth: byPassword(bob.userId) })).status).toBe(200)
  const list = async (person: Person): Promise<string[]> => (await person.get(`${C3}/account/3pid`)).body.threepids.map((each: Json) => each.address)
  expect(await list(bob)).toEqual(['bob.second@example.org', 'bob@example.org'])
  expect(await list(eve)).toEqual([])
  await eve.post(`${C3}/account/3pid/delete`, { medium: 'email', address: 'bob@example.org' })
  const gone = await bob.post(`${C3}/account/3pid/delete`, { medium: 'email', address: 'Bob.Second@example.org' })
  expect([gone.status, gone.body]).toEqual([200, { id_server_unbind_result: 'no-support' }])
  expect(await list(bob)).toEqual(['bob@example.org'])
})

test('who asks with an address of an account hears nothing of it; its owner does', async () => {
  const carol = await chappe.person('carol')
  await withAddress(carol, 'carol@example.org')
  for (const asking of [askToRegister, askToAdd]) {
    const [taken, free] = [await asking('carol@example.org', { client_secret: 'eve' }), await asking(`free.${asking.name.toLowerCase()}@example.org`, { client_secret: 'eve' })]
    expect([taken.status, Object.keys(taken.body)]).toEqual([free.status, Object.keys(free.body)])
    const mail = await mailServer.nextMailTo('carol@example.org')
    expect(mail.subject).toContain('vous avez déjà un compte')
    expect(mail.text).not.toContain('http')
  }
})

test('Dan forgot his password: the mail to his address is one new password, which ends his devices', async () => {
  const dan = await chappe.person('dan')
  await withAddress(dan, 'dan@example.org')
  const { sid } = (await askForPassword('dan@example.org')).body
  await follow(linkOf(await mailServer.nextMailTo('dan@example.org')))
  const change = (password: string) => request(chappe.url, 'POST', `${C3}/account/password`, { body: { new_password: password, auth: byMail(sid) } })
  expect((await change('quite another password')).status).toBe(200)
  const told = await mailServer.nextMailTo('dan@example.org')
  expect(told.subject).toContain('votre mot de passe a été changé / chappe.test: your password was changed')
  expect(told.text).toContain('If it was not you')
  expect(refusal(await dan.get(`${C3}/account/whoami`))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect((await logIn(chappe.url, 'dan', { password: 'quite another password' })).status).toBe(200)
  expect(refusal(await change('a third password'))).toEqual([401, 'M_THREEPID_AUTH_FAILED'])
  // Without an account the answer is the same, and no mail goes out.
  const nobody = await askForPassword('nobody@example.org')
  expect([nobody.status, Object.keys(nobody.body)]).toEqual([200, ['sid']])
  await askForPassword('dan@example.org', { client_secret: 'again' })
  await mailServer.nextMailTo('dan@example.org')
  expect(mailServer.mails.some((mail) => mail.to.includes('nobody@example.org'))).toBe(false)
})

test('a mail shown for one account sets no other’s password', async () => {
  const [frank, grace] = [await chappe.person('frank'), await chappe.person('grace')]
  await withAddress(frank, 'frank@example.org')
  const { sid } = (await askForPassword('frank@example.org')).body
  await follow(linkOf(await mailServer.nextMailTo('frank@example.org')))
  const stolen = await grace.post(`${C3}/account/password`, { new_password: 'quite another password', auth: byMail(sid) })
  expect(refusal(stolen)).toEqual([401, 'M_THREEPID_AUTH_FAILED'])
})

test('a link is good for an hour; the same wish again is the same mail, a further one another, and five are enough', async () => {
  const { sid } = (await askToAdd('heidi@example.org')).body
  expect((await askToAdd('heidi@example.org')).body.sid).toBe(sid)
  const first = linkOf(await mailServer.nextMailTo('heidi@example.org'))
  expect((await askToAdd('heidi@example.org', { send_attempt: 2 })).body.sid).toBe(sid)
  const second = linkOf(await mailServer.nextMailTo('heidi@example.org'))
  expect(textOf(await follow(first))).toContain('no longer good')
  for (const secret of ['s3', 's4', 's5']) expect((await askToAdd('heidi@example.org', { client_secret: secret })).status).toBe(200)
  const sixth = await askToAdd('heidi@example.org', { client_secret: 's6' })
  expect(refusal(sixth)).toEqual([429, 'M_LIMIT_EXCEEDED'])
  chappe.clock.advance(3_600_001)
  expect(textOf(await follow(second))).toContain('no longer good')
  expect((await askToAdd('heidi@example.org', { client_secret: 's6' })).status).toBe(200)
})

test('no address that could be read in two ways is written to', async () => {
  const before = mailServer.mails.length
  for (const email of ['eve@evil.example@chappe.test', '"eve@evil.example"@chappe.test', 'eve@evil.example(@chappe.test)', 'a@b.example\r\nBcc: c@d.example', 'jos\u00e9@b.example', 'a@b.example.', '']) {
    expect(refusal(await askToRegister(email)), email).toEqual([400, 'M_INVALID_PARAM'])
  }
  for (const more of [{ client_secret: 'no spaces' }, { client_secret: '' }, { send_attempt: -1 }]) {
    expect(refusal(await askToRegister('ok@example.org', more))).toEqual([400, 'M_INVALID_PARAM'])
  }
  // One of before may still have been under way.
  expect(mailServer.mails.slice(before).flatMap((each) => each.to).filter((each) => !each.startsWith('heidi@'))).toEqual([])
})

test('ids that no proof has are none, whatever stands in them', async () => {
  const judy = await chappe.person('judy')
  for (const sid of ['\0', 'x'.repeat(255), '../x', '']) {
    expect(refusal(await request(chappe.url, 'POST', `${C3}/register`, { body: { username: 'x', auth: byMail(sid) } }))).toEqual([401, 'M_THREEPID_AUTH_FAILED'])
    expect(refusal(await judy.post(`${C3}/account/3pid/add`, { ...creds(sid), auth: byPassword(judy.userId) }))).toEqual([400, 'M_THREEPID_AUTH_FAILED'])
    const query = new URLSearchParams({ id: sid.slice(0, 64), token: '\0' })
    expect(textOf(await request(chappe.url, 'GET', `/_chappe/client/v1/mail/confirm?${query}`))).toContain('no longer good')
    expect(textOf(await request(chappe.url, 'POST', '/_chappe/client/v1/mail/confirm', { raw: query.toString() }))).toContain('no longer good')
  }
})

test('a closed account leaves its address', async () => {
  const ivan = await chappe.person('ivan')
  await withAddress(ivan, 'ivan@example.org')
  expect((await ivan.post(`${C3}/account/deactivate`, { auth: byPassword(ivan.userId) })).status).toBe(200)
  await askToRegister('ivan@example.org')
  expect((await mailServer.nextMailTo('ivan@example.org')).text).toContain('http')
})

describe('in a ministry', () => {
  test('an address is no way in and no factor: nobody is sent anything', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government', mailUrl: mailServer.url })
    const alice = await madeByOperator(ministry, 'alice')
    const before = mailServer.mails.length
    const body = { client_secret: 's', email: 'alice@example.org', send_attempt: 1 }
    for (const path of ['/register/email/requestToken', '/account/3pid/email/requestToken', '/account/password/email/requestToken']) {
      expect(refusal(await request(ministry.url, 'POST', `${C3}${path}`, { body }))).toEqual([403, 'M_THREEPID_DENIED'])
    }
    expect(refusal(await alice.post(`${C3}/account/3pid/add`, creds('x')))).toEqual([403, 'M_THREEPID_DENIED'])
    expect(refusal(await alice.post(`${C3}/account/3pid/delete`, { medium: 'email', address: 'alice@example.org' }))).toEqual([403, 'M_FORBIDDEN'])
    const change = await request(ministry.url, 'POST', `${C3}/account/password`, { body: { new_password: 'quite another password', auth: byMail('x') } })
    expect([change.status, change.body.flows]).toEqual([403, undefined])
    expect(mailServer.mails.length).toBe(before)
  })
})

test('without a mail server clients are offered nothing that needs a mail', async () => {
  await using away = await startTestServer(buildServer)
  const body = { client_secret: 's', email: 'alice@example.org', send_attempt: 1 }
  expect(refusal(await request(away.url, 'POST', `${C3}/register/email/requestToken`, { body }))).toEqual([403, 'M_THREEPID_DENIED'])
  const flows = (await request(away.url, 'POST', `${C3}/register`, { body: { username: 'alice' } })).body.flows
  expect(flows).toEqual([{ stages: ['m.login.dummy'] }])
})

test('whoever asks for mail after mail from one place is slowed down', async () => {
  await using limited = await startTestServer(buildServer, { mailUrl: mailServer.url, rateLimits: true })
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      request(limited.url, 'POST', `${C3}/register/email/requestToken`, { body: { client_secret: 's', email: `flood${at}@example.org`, send_attempt: 1 } }),
    ),
  )
  expect(answers.filter((each) => each.status === 429).length).toBeGreaterThan(5)
})
