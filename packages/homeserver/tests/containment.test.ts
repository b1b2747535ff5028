// Nothing is under way any more for who was contained, locked or signed out: what is held ends at once, and what was
// being made does not leave.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Json, Person } from '@chappe/testkit'
import { createPerson, serverOfThisFile } from '@chappe/testkit'
import pg from 'pg'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { logIn, madeByOperator, refusal } from './_accounts.ts'
import { C1, pathOf } from './_media.ts'
import { listOf, slider } from './_sliding.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)
let ada: Person
beforeAll(async () => {
  ada = await madeByOperator(chappe, 'ada', { admin: true })
})

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
    for (const each of await Promise.all(held)) expect([...refusal(each), each.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
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
    await using ledger = await holdTables(['ledger_block'], 'EXCLUSIVE')
    const answers = Promise.all([
      niaj.get(`${inRoom}/messages?dir=b`),
      niaj.get('/_matrix/client/v3/sync'),
      niaj.post('/_matrix/client/v3/search', { search_categories: { room_events: { search_term: 'plan' } } }),
    ])
    await ledger.areWaitedFor(1)
    await contain(niaj)
    await ledger.release()
    for (const each of await answers) expect(refusal(each)).toEqual([401, 'M_USER_LOCKED'])
  })
})

describe('until it is durable', () => {
  const whoami = (person: Person) => person.get('/_matrix/client/v3/account/whoami')
  /** Whether it has come while the server answered others. */
  async function hasCome(answer: Promise<unknown>): Promise<boolean> {
    let come = false
    void answer.finally(() => (come = true)).catch(() => undefined)
    await settle()
    return come
  }

  test('the database is slow: Rita is served nothing more meanwhile, what she holds ends, and she is refused when it is done', async () => {
    const rita = await chappe.person('rita')
    const held = await hold(rita)
    await using tables = await holdTables(['containment'], 'EXCLUSIVE')
    const containing = contain(rita)
    await tables.areWaitedFor(1)
    const asked = whoami(rita)
    expect([await hasCome(asked), await hasCome(Promise.any(held))]).toEqual([false, false])
    await tables.release()
    await containing
    for (const each of [asked, ...held]) expect(refusal(await each)).toEqual([401, 'M_USER_LOCKED'])
  })

  test('it fails: Sybil is served again, and what she asked meanwhile is answered', async () => {
    const sybil = await chappe.person('sybil')
    await using tables = await holdTables(['containment'], 'EXCLUSIVE')
    const containing = expect(contain(sybil)).rejects.toThrow()
    await tables.areWaitedFor(1)
    const asked = whoami(sybil)
    expect(await hasCome(asked)).toBe(false)
    await tables.breakOff()
    await containing
    await tables.release()
    expect((await asked).status).toBe(200)
    expect((await whoami(sybil)).status).toBe(200)
  })

  test('Trent has asked for more than the database has connections: whoever stops him does not wait behind it', async () => {
    const trent = await chappe.person('trent')
    await using tables = await holdTables(['room_alias'], 'ACCESS EXCLUSIVE')
    const asked = Array.from({ length: 15 }, () => trent.get(`/_matrix/client/v3/directory/room/${encodeURIComponent('#anything:chappe.test')}`))
    await tables.areWaitedFor(10)
    await chappe.server.homeserver.ports.containment.contain(trent.userId, { actors: ['system'] })
    await tables.release()
    for (const answer of await Promise.all(asked)) expect(refusal(answer)).toEqual([401, 'M_USER_LOCKED'])
  })
})

describe('what is being written', () => {
  const eventCount = async (): Promise<number> => (await rowsOf('SELECT count(*)::int AS count FROM event'))[0]?.count ?? 0
  const isContained = (person: Person): Promise<void> =>
    vi.waitFor(async () => expect(await rowsOf('SELECT state FROM account WHERE user_id = $1', [person.userId])).toEqual([{ state: 'contained' }]))
  const inRoom = (room: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`

  test('Olga joins by a name and makes a room, and is contained before either is appended: she is refused, and nothing is there', async () => {
    const olga = await chappe.person('olga')
    await ada.createRoom({ preset: 'public_chat', room_alias_name: 'olga-comes' })
    const before = await eventCount()
    // The one asks what the name stands for, the other takes a number, before they become events.
    await using names = await holdTables(['room_alias'], 'ACCESS EXCLUSIVE')
    await using rooms = await holdTables(['room'], 'EXCLUSIVE')
    const answers = [
      olga.post(`/_matrix/client/v3/join/${encodeURIComponent('#olga-comes:chappe.test')}`),
      olga.post('/_matrix/client/v3/createRoom', {}),
    ]
    await names.areWaitedFor(1)
    await rooms.areWaitedFor(1)
    const containing = contain(olga)
    await isContained(olga)
    await settle()
    await names.release()
    await rooms.release()
    for (const answer of await Promise.all(answers)) expect(refusal(answer)).toEqual([401, 'M_USER_LOCKED'])
    await containing
    expect(await eventCount()).toBe(before)
  })

  test('Pat has sent, and the commit is slow: containment is over when it is; the message is not lost, but Pat is told nothing of it', async () => {
    const pat = await chappe.person('pat')
    const room = await pat.createRoom()
    const before = await eventCount()
    await using tables = await holdTables(['event'], 'EXCLUSIVE')
    const sent = pat.put(`${inRoom(room)}/send/m.room.message/t1`, { msgtype: 'm.text', body: 'just in time' })
    await tables.areWaitedFor(1)
    let isOver = false
    const containing = contain(pat).then(() => (isOver = true))
    await isContained(pat)
    await settle()
    expect(isOver).toBe(false)
    await tables.release()
    expect(refusal(await sent)).toEqual([401, 'M_USER_LOCKED'])
    await containing
    expect(await eventCount()).toBe(before + 1)
  })

  test('Quentin writes to his account and to a device, slowly: when containment is over, nothing of his is on its way', async () => {
    const quentin = await chappe.person('quentin')
    await using tables = await holdTables(['account_data', 'to_device_message'], 'EXCLUSIVE')
    const writes = [
      quentin.put(`/_matrix/client/v3/user/${encodeURIComponent(quentin.userId)}/account_data/org.example`, { a: 1 }),
      quentin.put('/_matrix/client/v3/sendToDevice/org.example/t1', { messages: { [ada.userId]: { '*': { a: 1 } } } }),
    ]
    await tables.areWaitedFor(2)
    let isOver = false
    const containing = contain(quentin).then(() => (isOver = true))
    await isContained(quentin)
    await settle()
    expect(isOver).toBe(false)
    await tables.release()
    await containing
    const counts = () => rowsOf(`SELECT (SELECT count(*)::int FROM account_data WHERE user_id = $1) AS entries,
      (SELECT count(*)::int FROM to_device_message) AS messages`, [quentin.userId])
    const atOnce = await counts()
    await Promise.all(writes)
    await settle()
    expect(await counts()).toEqual(atOnce)
  })
})

async function rowsOf(text: string, values: unknown[] = []): Promise<Json[]> {
  const client = new pg.Client({ connectionString: chappe.database.url })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Nothing is written to these tables until they are released, nor read from them where access is exclusive. */
async function holdTables(names: readonly string[], mode: 'EXCLUSIVE' | 'ACCESS EXCLUSIVE') {
  const client = new pg.Client({ connectionString: chappe.database.url })
  await client.connect()
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${names.join(', ')} IN ${mode} MODE`)
  return {
    async areWaitedFor(count: number) {
      const waiting = async (): Promise<number> =>
        (await client.query('SELECT 1 FROM pg_locks WHERE NOT granted AND relation = ANY($1::regclass[])', [names])).rowCount ?? 0
      await vi.waitFor(async () => expect(await waiting()).toBeGreaterThanOrEqual(count), { timeout: 10_000 })
      await settle()
    },
    release: () => client.query('COMMIT'),
    /** What waits for them fails. */
    breakOff: () => client.query('SELECT pg_cancel_backend(pid) FROM pg_locks WHERE NOT granted AND relation = ANY($1::regclass[])', [names]),
    [Symbol.asyncDispose]: () => client.end(),
  }
}
