// The file in which blocks wait: what a crash, a full disk, a second process and a damaged disk make of it.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NewBlock } from './ledger-store.ts'
import type { Spool } from './spool.ts'
import { openSpool } from './spool.ts'

let folder: string
let names = 0
const opened: Spool[] = []
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'chappe-spool-'))))
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close()
  await rm(folder, { recursive: true, force: true })
})


function open(bytesMax = 1_000_000): Spool {
  const spool = openSpool({ folder, nameOf: () => `p${(names += 1)}`, logger: pino({ level: 'silent' }), bytesMax })
  opened.push(spool)
  return spool
}

const block = (seq: number): NewBlock => ({ firstAtMs: 1_800_000_000_000 + seq, lastAtMs: 1_800_000_000_001 + seq, rowCount: 1, seq, salt: randomBytes(16), writer: randomBytes(16), previous: seq === 0 ? new Uint8Array() : randomBytes(32), body: randomBytes(40 + seq) })
const plain = ({ salt, writer, previous, body, ...rest }: NewBlock): unknown => ({ ...rest, hex: [salt, writer, previous, body].map((bytes) => Buffer.from(bytes).toString('hex')) })
const pathOf = async (): Promise<string> => join(folder, (await readdir(folder))[0] ?? '')

/** What is taken, in order. */
function collect(): { taken: NewBlock[]; take(block: NewBlock): Promise<void> } {
  const taken: NewBlock[] = []
  return { taken, take: async (each) => void taken.push(each) }
}

test('what was appended is taken in order, and the file goes', async () => {
  const blocks = [block(0), block(1), block(2)]
  const spool = open()
  for (const each of blocks) await spool.append(each)
  expect([spool.isWaiting(), await spool.bytesWaiting()]).toEqual([true, (await stat(await pathOf())).size])
  const { taken, take } = collect()
  expect(await spool.drain(take)).toBe(0)
  expect(taken.map(plain)).toEqual(blocks.map(plain))
  expect([spool.isWaiting(), await readdir(folder)]).toEqual([false, []])
  await spool.append(block(3))
  expect(await readdir(folder)).toHaveLength(1)
})

test('a database that refuses half-way is given the rest later', async () => {
  const spool = open()
  for (let seq = 0; seq < 4; seq += 1) await spool.append(block(seq))
  const { taken, take } = collect()
  await expect(spool.drain(async (each) => (taken.length < 2 ? take(each) : Promise.reject(new Error('full'))))).rejects.toThrow('full')
  await spool.append(block(4))
  await spool.drain(take)
  expect(taken.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4])
})

test('a full spool takes nothing more, and what it has is whole', async () => {
  const spool = open(400)
  await spool.append(block(0))
  await spool.append(block(1))
  await expect(spool.append(block(2))).rejects.toThrow('full')
  const { taken, take } = collect()
  await spool.drain(take)
  expect(taken.map(({ seq }) => seq)).toEqual([0, 1])
  await spool.append(block(2))
})

test('killed in the middle of a write: wherever it was cut, what was on disk before is taken', async () => {
  const whole = open()
  const blocks = [block(0), block(1), block(2)]
  const ends: number[] = []
  for (const each of blocks) {
    await whole.append(each)
    ends.push((await stat(await pathOf())).size)
  }
  const bytes = await readFile(await pathOf())
  await whole.close()
  for (let cut = 0; cut <= bytes.length; cut += 7) {
    await writeFile(await pathOf(), bytes)
    await truncate(await pathOf(), cut)
    const { taken, take } = collect()
    expect(await open().drainLeftBehind(take)).toBe(0)
    expect(taken.map(plain)).toEqual(blocks.slice(0, ends.filter((end) => end <= cut).length).map(plain))
    expect(await readdir(folder)).toEqual([])
    await writeFile(join(folder, 'next.spool'), '')
  }
})

test('a record that is damaged is said to be, kept, and takes none of the others along', async () => {
  const spool = open()
  for (let seq = 0; seq < 3; seq += 1) await spool.append(block(seq))
  await spool.close()
  const bytes = await readFile(await pathOf())
  const second = 36 + bytes.readUInt32BE(0)
  for (const at of [second, second + 3, second + 20, second + 60]) {
    const damaged = Buffer.from(bytes)
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at)
    await writeFile(join(folder, 'left.spool'), damaged)
    for (const name of await readdir(folder)) if (name !== 'left.spool') await rm(join(folder, name))
    const { taken, take } = collect()
    expect(await open().drainLeftBehind(take)).toBe(1)
    expect(taken.map(({ seq }) => seq)).toEqual([0, 2])
    expect((await readdir(folder)).map((name) => name.endsWith('.damaged'))).toEqual([true])
  }
})

test('a file that another process takes over while its owner lives: nothing that was acknowledged is lost', async () => {
  const owner = open()
  await owner.append(block(0))
  const { taken, take } = collect()
  const other = open()
  // The owner goes on writing while the other one reads.
  await other.drainLeftBehind(async (each) => {
    await take(each)
    await owner.append(block(1))
  })
  await owner.append(block(2))
  await owner.drain(take)
  expect([...new Set(taken.map((each) => each.seq))].toSorted((a, b) => a - b)).toEqual([0, 1, 2])
  expect(await readdir(folder)).toEqual([])
})

test('two that take over the same file: it is taken by one of them at least, and gone', async () => {
  const owner = open()
  for (let seq = 0; seq < 5; seq += 1) await owner.append(block(seq))
  await owner.close()
  const { taken, take } = collect()
  await Promise.all([open().drainLeftBehind(take), open().drainLeftBehind(take)])
  expect(new Set(taken.map((each) => each.seq)).size).toBe(5)
  expect(await readdir(folder)).toEqual([])
})

test('a folder that is none, or cannot be written, refuses the block', async () => {
  await writeFile(join(folder, 'file'), '')
  const spool = openSpool({ folder: join(folder, 'file', 'spool'), nameOf: () => 'p', logger: pino({ level: 'silent' }), bytesMax: 1000 })
  await expect(spool.append(block(0))).rejects.toThrow('ENOTDIR')
  expect(spool.isWaiting()).toBe(false)
})
