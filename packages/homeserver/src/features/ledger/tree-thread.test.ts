// The thread in which the tree of the ledger grows: what ends it, and what that loses, which is nothing.
import { randomBytes } from 'node:crypto'
import type { Worker } from 'node:worker_threads'
import { freshDatabase } from '@chappe/testkit'
import { encodeBlock } from '@chappe/ledger'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { migrate } from '../../db/migrator.ts'
import type { Database } from '../../db/pool.ts'
import { openDatabase } from '../../db/pool.ts'
import { makeSigningKey } from '../../signing-keys.ts'
import { insertBlock } from './ledger-store.ts'
import { ledgerPlatform } from './platform.ts'
import { createChain } from './steps/chain.ts'
import type { ThreadSettings } from './tree-thread.ts'
import { createTreeThread, startThread } from './tree-thread.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const random = { bytes: (count: number) => randomBytes(count), text: (count: number) => randomBytes(count).toString('hex').slice(0, count) }
const chain = createChain(random)
let database: Awaited<ReturnType<typeof freshDatabase>>
let own: Database
const opened: AsyncDisposable[] = []
beforeAll(async () => {
  database = await freshDatabase()
  await migrate(database.url)
  own = openDatabase(database.url)
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each[Symbol.asyncDispose]()
})
afterAll(async () => {
  await own.close()
  await database[Symbol.asyncDispose]()
})

/** A thread with what it says in the log, and a hand on it. */
function open(url = database.url) {
  const workers: Worker[] = []
  const said: string[] = []
  const key = makeSigningKey(random)
  const start = (settings: ThreadSettings): Worker => {
    const worker = startThread(settings)
    workers.push(worker)
    return worker
  }
  const logger = { error: (fields: object, message: string) => void said.push(`${message} ${JSON.stringify(fields)}`) }
  const thread = createTreeThread({ databaseUrl: url, key, origin: 'chappe.test/ledger', logger, start })
  opened.push(thread)
  return { thread, workers, said, key }
}

/** Somebody was shown something, so many times, in one block. */
async function read(times: number): Promise<void> {
  const rows = Array.from({ length: times }, (_, index) => ({
    at: 1_800_000_000_000 + index, operation: 'sync', kind: 'events' as const, account: 1, device: 1, room: 7, from: index + 1, to: index + 1, count: 1, bytes: 100, subject: '', address: '192.0.2.1',
  }))
  await insertBlock(own.pool, { ...chain.next(Buffer.from(encodeBlock(rows, ledgerPlatform.utf8))), rowCount: times, firstAtMs: 1_800_000_000_000, lastAtMs: 1_800_000_000_000 + times })
}

test('it is started when it is first needed; what it signs says the time of the server', async () => {
  const { thread, workers } = open()
  expect(workers).toEqual([])
  await read(3)
  expect(await thread.advance()).toBe(3)
  await read(2)
  const head = await thread.sign(1_812_345_678_901)
  expect([head.size, head.madeAtMs]).toEqual([5, 1_812_345_678_901])
  expect(workers.length).toBe(1)
})

test('one that dies in the middle of its work is started anew; nothing is lost, nothing is twice, and the log says it without the key', async () => {
  const { thread, workers, said, key } = open()
  const before = await thread.advance()
  // It cannot go on: whoever is at the tree has it.
  const held = await database.hold('SELECT 1 FROM ledger_tree FOR UPDATE')
  await read(100)
  const dying = expect(thread.advance()).rejects.toThrow('has ended')
  await new Promise((resolve) => setTimeout(resolve, 200))
  await workers[0]?.terminate()
  await dying
  await held.release()
  const heads = await Promise.all([thread.sign(1), thread.sign(2), thread.advance()])
  expect(heads.map((head) => (typeof head === 'number' ? head : head.size))).toEqual([before + 100, before + 100, before + 100])
  const leaves = await database.query('SELECT sum(leaf_count)::int AS leaves, count(*)::int AS blocks, (SELECT size::int FROM ledger_tree) AS size FROM ledger_placement')
  expect(leaves[0]).toMatchObject({ leaves: before + 100, size: before + 100 })
  expect([workers.length, said.length]).toEqual([2, 1])
  expect(said[0]).toContain('is started anew')
  for (const secret of [Buffer.from(key.seed).toString('base64'), Buffer.from(key.seed).toString('hex'), database.url]) expect(said.join()).not.toContain(secret)
})

test('one that dies again and again is started ever later, until it answers', async () => {
  const { thread, workers, said } = open()
  await thread.advance()
  for (let round = 0; round < 3; round += 1) {
    await workers.at(-1)?.terminate()
    await vi.waitFor(() => expect(said.length).toBe(round + 1))
    if (round < 2) void thread.advance().catch(() => undefined)
    if (round < 2) await vi.waitFor(() => expect(workers.length).toBe(round + 2), { timeout: 5000 })
  }
  expect(said.map((each) => /"pauseMs":(\d+)/.exec(each)?.[1])).toEqual(['250', '500', '1000'])
  await read(1)
  expect(await thread.advance()).toBeGreaterThan(0)
})

test('what the database refuses is told with its code, and the thread goes on', async () => {
  const { thread, workers } = open()
  await thread.advance()
  await database.query(`CREATE FUNCTION refuse_growth() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END$$`)
  await database.query('CREATE TRIGGER refuse_growth BEFORE INSERT ON ledger_placement FOR EACH STATEMENT EXECUTE FUNCTION refuse_growth()')
  await read(1)
  await expect(thread.advance()).rejects.toMatchObject({ message: 'no space', code: '53100' })
  await database.query('DROP FUNCTION refuse_growth CASCADE')
  expect(await thread.advance()).toBeGreaterThan(0)
  expect(workers.length).toBe(1)
})

test('it ends within two seconds, also while it waits for the database; nothing is asked of it then', async () => {
  const { thread, workers } = open()
  await thread.advance()
  const held = await database.hold('SELECT 1 FROM ledger_tree FOR UPDATE')
  const waiting = thread.advance().catch((error: unknown) => String(error))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const start = performance.now()
  await thread[Symbol.asyncDispose]()
  expect(performance.now() - start).toBeLessThan(3000)
  expect(await waiting).toContain('has ended')
  await held.release()
  await expect(thread.advance()).rejects.toThrow('closed')
  expect(workers.length).toBe(1)
})
