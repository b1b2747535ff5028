// Accounts end with time: reminders that every client shows, the end, and the way to go on.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, MailServer, Person, TestServer } from '@chappe/testkit'
import { request, startMailServer, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { refusal } from './_accounts.ts'
import { enrol, openMinistry, signIn } from './_enrolment.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const DAY = 86_400_000
let mail: MailServer
let ministry: TestServer<Server>
const ports = () => ministry.server.homeserver.ports
beforeAll(async () => {
  mail = await startMailServer()
  ministry = await startTestServer(buildServer, { profile: 'government', mailUrl: mail.url, validityMonths: 6 })
  await openMinistry(ministry)
})
afterAll(async () => {
  await ministry[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

/** What the server has told somebody, in the room of its notices. */
async function notices(person: Person): Promise<string[]> {
  const first = await person.sync()
  for (const roomId of Object.keys(first.rooms?.invite ?? {})) await person.join(roomId)
  const { rooms } = await person.sync()
  return Object.values<Json>(rooms?.join ?? {}).flatMap((room) => room.timeline.events.filter((each: Json) => each.type === 'm.room.message').map((each: Json) => each.content.body))
}

/** Opens the link of a mail and presses its button. */
async function follow(text: string): Promise<string> {
  const url = new URL(/http:\/\/localhost:8008\/_chappe\S+/.exec(text)?.[0] ?? '')
  const shown = await request(ministry.url, 'GET', `/_chappe/client/v1/mail/confirm${url.search}`)
  expect(Buffer.from(shown.bytes).toString()).toContain('Your account will be prolonged.')
  const done = await request(ministry.url, 'POST', '/_chappe/client/v1/mail/confirm', { raw: url.search.slice(1) })
  return Buffer.from(done.bytes).toString()
}

const untilOf = async (userId: string): Promise<number> =>
  Number((await ministry.database.query('SELECT valid_until_ms FROM account WHERE user_id = $1', [userId]))[0]?.['valid_until_ms'])
const moveTo = (atMs: number): void => ministry.clock.advance(atMs - ministry.clock.now())

test('Jeanne is told 30, 7 and 1 days before, in her client and by mail, each once; a link prolongs her account', async () => {
  const address = 'jeanne@interieur.example'
  const jeanne = await signIn(ministry, await enrol(ministry, mail, address, 'Jeanne Martin'))
  const until = await untilOf(jeanne.userId)
  const said = async () => (await jeanne.get('/_chappe/client/v1/account/validity')).body
  expect(await said()).toEqual({ valid_until_ts: until, is_renewable: true })
  moveTo(until - 31 * DAY)
  await ports().runDue()
  expect(await notices(jeanne)).toEqual([])
  let text = ''
  for (const days of [30, 7, 1]) {
    moveTo(until - days * DAY + 1_000)
    await Promise.all([ports().runDue(), ports().runDue()])
    await ports().runDue()
    const sent = await mail.nextMailTo(address)
    expect(sent.subject).toMatch(/^chappe\.test : votre compte finit le .+ \/ chappe\.test: your account ends on .+$/)
    text = sent.text
  }
  const told = await notices(jeanne)
  expect(told.length).toBe(3)
  expect(told[0]).toMatch(/^Votre compte finit le .+\n\nYour account ends on .+ A link to prolong it is in your mailbox\.$/s)
  expect(mail.mails.filter((each) => each.subject.includes('finit le')).length).toBe(3)
  expect(await follow(text)).toContain('Done')
  expect(await untilOf(jeanne.userId)).toBeGreaterThan(ministry.clock.now() + 180 * DAY)
  moveTo(until + DAY)
  await ports().runDue()
  expect((await jeanne.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
})

test('who did nothing is out, is found no more, keeps their device, and comes back by the mail', async () => {
  const address = 'henri@interieur.example'
  const henri = await signIn(ministry, await enrol(ministry, mail, address, 'Henri Retard'))
  const anne = await signIn(ministry, await enrol(ministry, mail, 'anne@interieur.example', 'Anne Témoin'))
  moveTo((await untilOf(henri.userId)) + 1)
  await ministry.database.query('UPDATE account SET valid_until_ms = NULL WHERE user_id = $1', [anne.userId])
  await ports().runDue()
  const out = await henri.get('/_matrix/client/v3/account/whoami')
  expect([...refusal(out), out.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
  const search = async (): Promise<number> => (await anne.post('/_matrix/client/v3/user_directory/search', { search_term: 'Henri' })).body.results.length
  expect(await search()).toBe(0)
  await ports().enrolment.renewal.begin(address)
  await ports().enrolment.renewal.begin('nobody@interieur.example')
  expect(await follow((await mail.nextMailTo(address)).text)).toContain('Done')
  expect((await henri.get('/_matrix/client/v3/account/whoami')).body.user_id).toBe(henri.userId)
  await expect.poll(search, { timeout: 20_000 }).toBe(1)
  expect(mail.mails.some((each) => each.to.includes('nobody@interieur.example'))).toBe(false)
})

test('nobody comes back by a mail who was stopped', async () => {
  const address = 'stopped@interieur.example'
  const userId = await enrol(ministry, mail, address, 'Sto Pped')
  for (const state of ['contained', 'suspended', 'quarantined', 'closed']) {
    await ports().enrolment.renewal.confirmed(address)
    await ministry.database.query('UPDATE account SET state = $2 WHERE user_id = $1', [userId, state])
    const before = mail.mails.length
    await ports().enrolment.renewal.begin(address)
    await ports().enrolment.renewal.confirmed(address)
    expect(await ministry.database.query('SELECT state FROM account WHERE user_id = $1', [userId])).toEqual([{ state }])
    expect(mail.mails.length).toBe(before)
  }
})

test('who is signed in asks for the mail when they like', async () => {
  const address = 'early@interieur.example'
  const early = await signIn(ministry, await enrol(ministry, mail, address, 'Ear Ly'))
  ministry.clock.advance(10 * DAY)
  expect((await early.post('/_chappe/client/v1/account/renewal')).body).toEqual({})
  const before = await untilOf(early.userId)
  await follow((await mail.nextMailTo(address)).text)
  expect(await untilOf(early.userId)).toBeGreaterThan(before)
  expect(refusal(await request(ministry.url, 'POST', '/_chappe/client/v1/account/renewal'))).toEqual([401, 'M_MISSING_TOKEN'])
})
