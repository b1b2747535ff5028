// The read ledger: nothing is shown before it is written down, and what is written down stays.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { LedgerRow } from '@chappe/ledger'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdInserts, refuseInserts } from './_database-faults.ts'

let chappe: TestServer<Server>
let alice: Person
let bob: Person
let roomId: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
  roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await bob.sync()
})
afterAll(async () => chappe[Symbol.asyncDispose]())

async function rows(): Promise<LedgerRow[]> {
  const all: LedgerRow[] = []
  for await (const row of chappe.server.homeserver.ports.ledger.rows()) all.push(row)
  return all
}

async function numbersOf(eventId: string): Promise<{ position: number; room: number; bob: number }> {
  const [row] = await chappe.database.query(
    'SELECT position::float8 AS position, room_nid, (SELECT user_nid FROM account WHERE user_id = $2) AS bob FROM event WHERE event_id = $1',
    [eventId, bob.userId],
  )
  return { position: Number(row?.['position']), room: Number(row?.['room_nid']), bob: Number(row?.['bob']) }
}

const idsOf = (answer: Json): string[] => answer.rooms.join[roomId].timeline.events.map((event: Json) => event.event_id)

test('an answer waits until the block that records it is durable', async () => {
  const eventId = await alice.say(roomId, 'written down first')
  await using held = await holdInserts(chappe.database, 'ledger_block')
  const before = (await rows()).length
  const state = { answered: false }
  const syncing = bob.syncOn().then((answer) => {
    state.answered = true
    return answer
  })
  await held.waiting()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(state.answered).toBe(false)
  expect((await rows()).length).toBe(before)
  await held.release()
  expect(idsOf(await syncing)).toEqual([eventId])
  const { position, room, bob: account } = await numbersOf(eventId)
  const [row, ...more] = (await rows()).slice(before)
  expect(more).toEqual([])
  expect(row).toMatchObject({ kind: 'events', operation: 'sync', account, room, from: position, to: position, count: 1, address: '127.0.0.1' })
  expect(row?.bytes).toBeGreaterThan(100)
})

test('a ledger that cannot write reveals nothing, says so, and the same sync shows it later', async () => {
  const eventId = await alice.say(roomId, 'do not show this')
  {
    await using _full = await refuseInserts(chappe.database, 'ledger_block', { sqlstate: '53100' })
    const { next_batch: since } = await alice.sync().catch(() => ({ next_batch: undefined }))
    expect(since).toBeUndefined()
    const refused = await bob.get('/_matrix/client/v3/sync')
    expect(refused).toMatchObject({ status: 503, body: { errcode: 'M_UNKNOWN', retry_after_ms: expect.any(Number) } })
    expect(Buffer.from(refused.bytes).toString('utf8')).not.toContain('do not show this')
    // What reveals nothing goes on.
    expect((await bob.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
    expect(await alice.say(roomId, 'and this')).toMatch(/^\$/)
  }
  expect(idsOf(await syncSurely())[0]).toBe(eventId)
})

/** A ledger that could not write is not asked for a moment. */
async function syncSurely(): Promise<Json> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await bob.syncOn()
    } catch (error) {
      if (tries > 100 || !String(error).includes('503')) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

test('many answers of one moment stand in few blocks, each row once and in order', async () => {
  const [before] = await chappe.database.query('SELECT coalesce(max(block), 0)::int AS block FROM ledger_block')
  const { ledger } = chappe.server.homeserver.ports
  const row = (at: number): LedgerRow => ({ at, operation: 'burst', kind: 'people', account: 1, device: 1, room: 0, from: 0, to: 0, count: 1, bytes: 9, subject: '@alice:chappe.test', address: '' })
  await Promise.all(Array.from({ length: 500 }, (_, index) => ledger.append([row(1_000 + index)])))
  const burst = (await rows()).filter((each) => each.operation === 'burst')
  expect(burst.map((each) => each.at)).toEqual(Array.from({ length: 500 }, (_, index) => 1_000 + index))
  const blocks = await chappe.database.query('SELECT row_count, first_at_ms::int AS first, last_at_ms::int AS last FROM ledger_block WHERE block > $1', [before?.['block']])
  expect(blocks.length).toBeLessThan(10)
  expect(blocks.reduce((sum, block) => sum + Number(block['row_count']), 0)).toBe(500)
  expect([blocks[0]?.['first'], blocks.at(-1)?.['last']]).toEqual([1_000, 1_499])
})

test('a row that is none is refused alone: answers of the same moment are recorded', async () => {
  const { ledger } = chappe.server.homeserver.ports
  const good: LedgerRow = { at: 5, operation: 'alone', kind: 'media', account: 1, device: 1, room: 0, from: 0, to: 0, count: 1, bytes: 9, subject: 'mxc', address: '' }
  const [bad, kept] = await Promise.allSettled([ledger.append([{ ...good, from: 7, to: 3 }]), ledger.append([good])])
  expect([bad.status, kept.status]).toEqual(['rejected', 'fulfilled'])
  expect((await rows()).filter((each) => each.operation === 'alone')).toEqual([good])
})

test.each(["UPDATE ledger_block SET body = ''", 'DELETE FROM ledger_block', 'TRUNCATE ledger_block'])('the table refuses %s', async (statement) => {
  const [newest] = await chappe.database.query('SELECT max(block) AS block FROM ledger_block')
  const look = () => chappe.database.query('SELECT count(*) AS n, sum(length(body)) AS bytes FROM ledger_block WHERE block <= $1', [newest?.['block']])
  const before = await look()
  await expect(chappe.database.query(statement)).rejects.toThrow('append only')
  // What is written meanwhile stands behind them.
  expect(await look()).toEqual(before)
})

test('after a restart the server gets ready for those who read last, and shows nobody anything by that', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  await alice.say(roomId, 'before the restart')
  await bob.sync()
  const before = await rows()
  const { newest } = chappe.server.homeserver.ports.ledger
  const last = before.findLast((row) => row.room !== 0)
  expect([(await newest()).accounts[0], (await newest()).rooms[0]]).toEqual([before.at(-1)?.account, last?.room])
  await chappe.restart()
  expect(await rows()).toEqual(before)
  await bob.sync()
  expect((await rows()).length).toBeGreaterThan(before.length)
})
