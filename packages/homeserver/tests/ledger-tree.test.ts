// The tree over the ledger: every row is in it once, through kills and restarts; rows go when their time is over, hashes stay.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import { decodeBlock } from '@chappe/ledger'
import type { Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

const MONTH_MS = 31 * 24 * 60 * 60 * 1000
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }

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
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const proven = () => chappe.server.homeserver.ports.provenLedger
const rootOf = (note: string): string => note.split('\n')[2] ?? ''

async function readABit(times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    await alice.say(roomId, `message ${round}`)
    await bob.syncOn()
  }
}

async function recorded(): Promise<number> {
  const blocks = await chappe.database.query('SELECT body FROM ledger_block ORDER BY block')
  const utf8 = { encode: (text: string) => Buffer.from(text), decode: (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8') }
  return blocks.flatMap(({ body }) => (Buffer.isBuffer(body) && body.length > 0 ? decodeBlock(body, utf8) : [])).length
}

test('every row that was written is in the tree, once, whenever the server was restarted', async () => {
  await readABit(5)
  const first = await proven().sign()
  expect(first.size).toBe(await recorded())
  await readABit(5)
  await chappe.restart()
  await readABit(300)
  const second = await proven().sign()
  expect(second.size).toBe(await recorded())
  expect(second.size).toBeGreaterThan(first.size + 300)
  const { rows } = await proven().prove(ALWAYS)
  expect(rows.map(({ leaf }) => leaf)).toEqual(Array.from({ length: rows.length }, (_, leaf) => leaf))
  expect((await proven().standing()).broken).toBeUndefined()
})

test('two who sign at once sign the same, and nothing new is signed twice', async () => {
  await readABit(2)
  const heads = await Promise.all([proven().sign(), proven().sign(), proven().prove(ALWAYS).then(({ checkpoint }) => ({ note: checkpoint }))])
  expect(new Set(heads.map(({ note }) => rootOf(note))).size).toBe(1)
})

test('a growth that fails half-way is made again from where it was', async () => {
  await chappe.database.query(`CREATE FUNCTION refuse_tiles() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no space''; END'`)
  await chappe.database.query('CREATE TRIGGER refuse_tiles BEFORE INSERT OR UPDATE ON ledger_tile FOR EACH ROW EXECUTE FUNCTION refuse_tiles()')
  await readABit(3)
  await expect(proven().sign()).rejects.toThrow('no space')
  await chappe.database.query('DROP FUNCTION refuse_tiles CASCADE')
  expect((await proven().sign()).size).toBe(await recorded())
  expect((await proven().standing()).broken).toBeUndefined()
})

test('after twelve months nobody can say who was shown what; the tree is what it was, and what is younger is proven', async () => {
  const before = await proven().sign()
  const gone = async (): Promise<unknown[]> => chappe.database.query('SELECT device_nid FROM past_device WHERE device_nid < 0 UNION ALL SELECT device_nid FROM probation_time WHERE device_nid < 0 ORDER BY 1')
  await chappe.database.query('INSERT INTO past_device (device_nid, user_nid, device_id) VALUES (-1, 1, $1), (-2, 1, $1)', ['OLD'])
  await chappe.database.query('INSERT INTO probation_time (device_nid, from_ms) VALUES (-1, 0), (-2, 0)')
  chappe.clock.advance(13 * MONTH_MS)
  await chappe.database.query('UPDATE past_device SET ended_at_ms = $1 WHERE device_nid = -2', [chappe.clock.now()])
  await readABit(1)
  expect(await proven().forget()).toBeGreaterThan(0)
  expect(await gone()).toEqual([{ device_nid: -2 }, { device_nid: -2 }])
  const rows = await recorded()
  expect([rows > 0, rows < 10]).toEqual([true, true])
  const { rows: left, earlier, checkpoint } = await proven().prove({ ...ALWAYS, earlier: [before] })
  expect(left.length).toBe(rows)
  expect(earlier[0]?.checkpoint).toBe(before.note)
  expect(Number(checkpoint.split('\n')[1])).toBeGreaterThan(before.size)
  expect(await proven().forget()).toBe(0)
  await expect(chappe.database.query("UPDATE ledger_block SET body = 'x'")).rejects.toThrow('append only')
})
