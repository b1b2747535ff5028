// Nothing is under way any more for who was contained, locked or signed out: what is held ends at once, and what was
// being made does not leave.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { createPerson, startTestServer } from '@chappe/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { logIn, madeByOperator, refusal } from './_accounts.ts'
import { C1, pathOf } from './_media.ts'
import { listOf, slider } from './_sliding.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let chappe: TestServer<Server>
let ada: Person
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  ada = await madeByOperator(chappe, 'ada', { admin: true })
})
afterAll(async () => chappe[Symbol.asyncDispose]())

/** The waits would last longer than a test may. */
const HELD_MS = 100_000
const contain = (person: Person) => chappe.server.homeserver.ports.contain(person.userId)
/** Until the requests sent before are held: the server has answered others meanwhile. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await ada.get('/_matrix/client/v3/account/whoami')
}

/** Everything that is held for somebody. */
async function hold(person: Person): Promise<Promise<HttpAnswer>[]> {
  const since = (await person.get('/_matrix/client/v3/sync')).body.next_batch
  const slides = slider(person, listOf(10))
  await slides.on()
  await slides.on()
  const { content_uri: uri } = (await person.post('/_matrix/media/v1/create')).body
  const held = [
    person.get(`/_matrix/client/v3/sync?since=${since}&timeout=${HELD_MS}`),
    slides.ask(listOf(10), slides.pos, HELD_MS),
    person.get(`/_matrix/client/v3/events?timeout=${HELD_MS}`),
    person.get(`${C1}/download/${pathOf(uri)}?timeout_ms=60000`),
  ]
  await settle()
  return held
}

describe('what is held', () => {
  test('Mallory is contained: her syncs, both kinds, her stream and her wait for a file end with 401', async () => {
    const mallory = await chappe.person('mallory')
    await mallory.createRoom()
    const held = await hold(mallory)
    await contain(mallory)
    for (const each of await Promise.all(held)) expect(refusal(each)).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('Erin is locked: the same, softly', async () => {
    const erin = await chappe.person('erin')
    const held = await hold(erin)
    await ada.put(`/_matrix/client/v1/admin/lock/${encodeURIComponent(erin.userId)}`, { locked: true })
    for (const each of await Promise.all(held)) expect([...refusal(each), each.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
  })

  test("Frank signs his phone out: the phone's requests end, the laptop's go on", async () => {
    const phone = await chappe.person('frank')
    const laptop = createPerson(() => chappe.url, (await logIn(chappe.url, 'frank')).body)
    const since = (await laptop.get('/_matrix/client/v3/sync')).body.next_batch
    const held = await hold(phone)
    const onLaptop = laptop.get(`/_matrix/client/v3/sync?since=${since}&timeout=${HELD_MS}`)
    await settle()
    await phone.post('/_matrix/client/v3/logout')
    for (const each of await Promise.all(held)) expect(refusal(each)).toEqual([401, 'M_UNKNOWN_TOKEN'])
    const room = await laptop.createRoom()
    // The first answers may tell that the phone is gone.
    let answer = await onLaptop
    while (answer.status === 200 && answer.body.rooms === undefined) {
      answer = await laptop.get(`/_matrix/client/v3/sync?since=${answer.body.next_batch}&timeout=${HELD_MS}`)
    }
    expect([answer.status, Object.keys(answer.body.rooms?.join ?? {})]).toEqual([200, [room]])
  })

  test('Grace is suspended, which lets her read: her sync stays held, and hears what comes', async () => {
    const grace = await chappe.person('grace')
    const room = await ada.createRoom({ preset: 'public_chat' })
    await grace.join(room)
    const since = (await grace.get('/_matrix/client/v3/sync')).body.next_batch
    const held = grace.get(`/_matrix/client/v3/sync?since=${since}&timeout=${HELD_MS}`)
    await settle()
    await ada.put(`/_matrix/client/v1/admin/suspend/${encodeURIComponent(grace.userId)}`, { suspended: true })
    await settle()
    await ada.say(room, 'still there?')
    const answer = await held
    const said = answer.body.rooms?.join?.[room]?.timeline.events.map((event: Json) => event.content.body)
    expect([answer.status, said]).toEqual([200, ['still there?']])
  })
})

describe('what is being made', () => {
  test('Niaj reads while the ledger is slow, and is contained: what was read for him does not leave', async () => {
    const niaj = await chappe.person('niaj')
    const room = await ada.createRoom({ preset: 'public_chat' })
    await niaj.join(room)
    await ada.say(room, 'the plan')
    const inRoom = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`
    await using ledger = await holdLedger()
    const answers = Promise.all([
      niaj.get(`${inRoom}/messages?dir=b`),
      niaj.get('/_matrix/client/v3/sync'),
      niaj.post('/_matrix/client/v3/search', { search_categories: { room_events: { search_term: 'plan' } } }),
    ])
    await ledger.isWaitedFor()
    await contain(niaj)
    await ledger.release()
    for (const each of await answers) expect(refusal(each)).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })
})

/** Nothing is written to the ledger until it is released. */
async function holdLedger() {
  const client = new pg.Client({ connectionString: chappe.database.url })
  await client.connect()
  await client.query('BEGIN')
  await client.query('LOCK TABLE ledger_block IN ACCESS EXCLUSIVE MODE')
  return {
    async isWaitedFor() {
      const waiting = async (): Promise<number> =>
        (await client.query("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'ledger_block'::regclass")).rowCount ?? 0
      await vi.waitFor(async () => expect(await waiting()).toBeGreaterThan(0), { timeout: 10_000 })
      await settle()
    },
    release: () => client.query('COMMIT'),
    [Symbol.asyncDispose]: () => client.end(),
  }
}
