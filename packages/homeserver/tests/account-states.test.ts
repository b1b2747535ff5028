// Every state of an account, by every way in: who gets in, and what whoever does not is told.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { byPassword, logIn, madeByOperator, whoami } from './_accounts.ts'
import type { Bridge } from './_bridge.ts'
import { startBridge } from './_bridge.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const C3 = '/_matrix/client/v3'
let chappe: TestServer<Server>
let bridge: Bridge
let ada: Person

beforeAll(async () => {
  bridge = await startBridge()
  chappe = await startTestServer(buildServer, { appservices: [bridge.file], helpDesk: '+33 1 23 45 67 89' })
  ada = await madeByOperator(chappe, 'ada', { admin: true })
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await bridge[Symbol.asyncDispose]()
})

/** The standings, as they are set in the database. */
const STANDINGS: Readonly<Record<string, string>> = {
  active: "state = 'active'",
  watched: "state = 'watched'",
  suspended: "state = 'suspended'",
  quarantined: "state = 'quarantined'",
  expired: "state = 'expired'",
  closed: "state = 'closed'",
  'marked as suspended': 'is_suspended = true',
  'marked as locked': 'is_locked = true',
  released: 'must_enrol = true',
}

/** What somebody was given while their account was active, and uses now. */
interface Means {
  person: Person
  refreshToken: string
  loginToken: string
  openIdToken: string
  ghost: string
}

/** The ways in. */
const WAYS: Readonly<Record<string, (means: Means) => Promise<HttpAnswer>>> = {
  'the access token': ({ person }) => whoami(chappe.url, person.token),
  'the refresh token': ({ refreshToken }) => request(chappe.url, 'POST', `${C3}/refresh`, { body: { refresh_token: refreshToken } }),
  'the password': ({ person }) => logIn(chappe.url, person.userId),
  'a login token': ({ loginToken }) => request(chappe.url, 'POST', `${C3}/login`, { body: { type: 'm.login.token', token: loginToken } }),
  'the password, to change it': ({ person }) => request(chappe.url, 'POST', `${C3}/account/password`, { body: { auth: byPassword(person.userId), new_password: 'yet another one', logout_devices: false } }),
  'an OpenID token': ({ openIdToken }) => request(chappe.url, 'GET', `/_matrix/federation/v1/openid/userinfo?access_token=${openIdToken}`),
  'an administrator': ({ person }) => ada.post(`/_synapse/admin/v1/users/${person.userId}/login`),
  'the bridge as its ghost': ({ ghost }) => bridge.as(chappe.url, 'GET', `${C3}/account/whoami`, { user: ghost }),
  'the bridge, signing its ghost in': ({ ghost }) =>
    bridge.as(chappe.url, 'POST', `${C3}/login`, { body: { type: 'm.login.application_service', identifier: { type: 'm.id.user', user: ghost } } }),
}

const IN = [200, undefined]
const LOCKED = [401, 'M_USER_LOCKED']
const GONE = [401, 'M_UNKNOWN_TOKEN']
const CLOSED = [403, 'M_USER_DEACTIVATED']
const everywhere = (outcome: unknown[]): unknown[][] => Object.keys(WAYS).map(() => outcome)

const [open, stopped] = [everywhere(IN), everywhere(LOCKED).map((each, at) => (at === 5 ? GONE : each))]

/** What comes of each way, in the order of the ways. */
const EXPECTED: Readonly<Record<string, readonly unknown[][]>> = {
  active: open,
  watched: open,
  suspended: open,
  'marked as suspended': open,
  quarantined: stopped,
  expired: stopped,
  'marked as locked': stopped,
  released: stopped,
  // Its tokens are as unknown as any; only whoever shows the password is told that it is closed.
  closed: [GONE, GONE, CLOSED, CLOSED, CLOSED, GONE, CLOSED, GONE, CLOSED],
}

let number = 0

async function means(): Promise<Means> {
  number += 1
  const person = await chappe.person(`person-${number}`)
  const { body: second } = await logIn(chappe.url, person.userId, { refresh_token: true })
  const { body: login } = await request(chappe.url, 'POST', '/_matrix/client/v1/login/get_token', { token: person.token, body: { auth: byPassword(person.userId) } })
  const { body: openId } = await person.post(`${C3}/user/${person.userId}/openid/request_token`)
  const ghost = `@irc_ghost${number}:chappe.test`
  const made = await bridge.as(chappe.url, 'POST', `${C3}/register`, { body: { type: 'm.login.application_service', username: `irc_ghost${number}` } })
  expect(made.status).toBe(200)
  return { person, refreshToken: second.refresh_token, loginToken: login.login_token, openIdToken: openId.access_token, ghost }
}

async function stand({ person, ghost }: Means, standing: string): Promise<void> {
  await chappe.database.query(`UPDATE account SET ${STANDINGS[standing]} WHERE user_id = ANY ($1)`, [[person.userId, ghost]])
  // The row was changed behind the server's back: it forgets what it remembers.
  for (const userId of [person.userId, ghost]) {
    await chappe.server.homeserver.ports.accounts.setRoles(userId, [], async () => undefined)
  }
}

describe.each(Object.keys(STANDINGS))('%s', (standing) => {
  test('by every way in', async () => {
    const mine = await means()
    await stand(mine, standing)
    const found: unknown[] = []
    for (const way of Object.values(WAYS)) {
      const answer = await way(mine)
      found.push([answer.status, answer.body.errcode])
      if (answer.body.errcode === 'M_USER_LOCKED') {
        expect(answer.body.soft_logout).toBe(true)
        expect(answer.body.error).toMatch(/Please turn to your help desk/)
      }
    }
    const named = (outcomes: readonly unknown[]) => Object.fromEntries(Object.keys(WAYS).map((way, at) => [way, outcomes[at]]))
    expect(named(found)).toEqual(named(EXPECTED[standing] ?? []))
  })

  test('registering again revives nothing', async () => {
    const mine = await means()
    await stand(mine, standing)
    const answer = await request(chappe.url, 'POST', `${C3}/register`, { body: { username: `person-${number}`, password: 'a password', auth: { type: 'm.login.dummy' } } })
    expect([answer.status, answer.body.errcode]).toEqual([400, 'M_USER_IN_USE'])
  })
})

test('who cannot show who they are is told the same in every state, and of every name', async () => {
  const answers: unknown[] = []
  for (const standing of Object.keys(STANDINGS)) {
    const mine = await means()
    await stand(mine, standing)
    const { status, body } = await logIn(chappe.url, mine.person.userId, { password: 'a guess' })
    answers.push([status, body])
  }
  const { status, body } = await logIn(chappe.url, '@nobody-at-all:chappe.test', { password: 'a guess' })
  expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify([status, body])]))
})

test('whoever is stopped is given the contact of the help desk, and not why', async () => {
  const mine = await means()
  await stand(mine, 'quarantined')
  expect((await whoami(chappe.url, mine.person.token)).body).toEqual({
    errcode: 'M_USER_LOCKED',
    error: 'This account cannot be used at the moment. Please turn to your help desk: +33 1 23 45 67 89',
    'org.chappe.help_desk': '+33 1 23 45 67 89',
    soft_logout: true,
  })
})
