// The spool: blocks of the ledger that could not be written to the database wait in a file of this process, on disk. They
// are written to the database when that takes them again, by this process or by the next one that uses the folder.
//
// A file may be taken over while the process that made it still lives (held up, or thought to be dead): whoever takes it
// renames it first and reads it afterwards, and whoever writes looks after each record whether the file still has its name.
// Either what was written is read, or it is written again, to a new file; and a block that comes twice stands once.
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../deps.ts'
import type { NewBlock } from './ledger-store.ts'
import type { ReadRecord } from './steps/spool-record.ts'
import { decodeRecord, encodeRecord, lengthOfRecord, RECORD_HEAD_BYTES } from './steps/spool-record.ts'

/** Where, and how much. */
export interface SpoolOptions {
  folder: string
  /** Names files: text that no other process has. */
  nameOf(): string
  logger: Logger
  /** How many bytes may wait. */
  bytesMax: number
}

/** The spool of a process. */
export interface Spool {
  /** Whether blocks of this process wait, or are being written. */
  isWaiting(): boolean
  /** Writes a block to disk; one at a time. Throws where it cannot: the block is then to be shown to nobody. */
  append(block: NewBlock): Promise<void>
  /**
   * Hands what waits of this process to `take`, oldest first, until nothing does; throws where that throws. Gives back how
   * many records are damaged.
   */
  drain(take: TakeBlock): Promise<number>
  /** The same with what other processes left behind. */
  drainLeftBehind(take: TakeBlock): Promise<number>
  /** Bytes that wait, of every process that uses the folder. */
  bytesWaiting(): Promise<number>
  close(): Promise<void>
}

/** Makes a block durable elsewhere. */
export type TakeBlock = (block: NewBlock) => Promise<void>

interface SpoolFile {
  path: string
  handle: FileHandle
  ino: number
  /** Up to where it is on disk. */
  size: number
  /** Up to where it was taken. */
  taken: number
}

const ENDING = '.spool'
const DAMAGED = '.damaged'
const ATTEMPTS = 4

/** Opens the spool of a process; a file is made when the first block comes. */
export function openSpool({ folder, nameOf, logger, bytesMax }: SpoolOptions): Spool {
  // The last one is written to, unless a write failed.
  const files: SpoolFile[] = []
  let current: SpoolFile | undefined
  let isWriting = false

  async function write(record: Buffer): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if (files.reduce((sum, { size }) => sum + size, 0) + record.length > bytesMax) throw new RangeError('the spool of the ledger is full')
      if (current === undefined) files.push((current = await makeFile(folder, nameOf())))
      const file = current
      try {
        await writeAll(file, record)
      } catch (error) {
        // What of this record is in the file, nobody knows: what was on disk before is taken from it, and nothing is added.
        current = undefined
        throw error
      }
      file.size += record.length
      if (await isStillNamed(file)) return
      logger.warn({ path: file.path }, 'a spool of the ledger was taken over by another process')
      current = undefined
    }
    throw new Error('the spool of the ledger is taken over again and again')
  }

  return {
    isWaiting: () => isWriting || files.length > 0,
    async append(block) {
      isWriting = true
      try {
        await write(encodeRecord(block))
      } finally {
        isWriting = false
      }
    },
    async drain(take) {
      let damaged = 0
      for (let file = files[0]; file !== undefined; file = files[0]) {
        damaged += await takeUpTo(file, take, { isOwn: true, logger })
        // In one turn: what is appended from here on begins a new file.
        if (!isWriting && file.taken === file.size) {
          files.shift()
          if (current === file) current = undefined
          await discard(file)
        } else await new Promise((resolve) => setImmediate(resolve))
      }
      return damaged
    },
    async drainLeftBehind(take) {
      const own = new Set(files.map(({ path }) => path))
      let damaged = 0
      for (const name of await listSpools(folder)) {
        if (own.has(join(folder, name))) continue
        const file = await takeOver(join(folder, name), join(folder, `${nameOf()}${ENDING}`))
        if (file === undefined) continue
        try {
          damaged += await takeUpTo(file, take, { isOwn: false, logger })
          logger.warn({ path: file.path, bytes: file.size }, 'what a process had left in its spool was taken into the ledger')
          await discard(file)
        } finally {
          await file.handle.close().catch(() => undefined)
        }
      }
      return damaged
    },
    async bytesWaiting() {
      const sizes = await Promise.all((await listSpools(folder)).map(async (name) => sizeOf(join(folder, name))))
      return sizes.reduce((sum, size) => sum + size, 0)
    },
    async close() {
      for (const { handle } of files) await handle.close().catch(() => undefined)
    },
  }
}

async function listSpools(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(ENDING)).toSorted()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function makeFile(folder: string, name: string): Promise<SpoolFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${name}${ENDING}`)
  const handle = await open(path, 'wx+', 0o600)
  await syncFolder(folder)
  const { ino } = await handle.stat()
  return { path, handle, ino, size: 0, taken: 0 }
}

/** The name is on disk as well as what it names. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll({ handle, size }: SpoolFile, record: Buffer): Promise<void> {
  for (let at = 0; at < record.length; ) {
    const { bytesWritten } = await handle.write(record, at, record.length - at, size + at)
    at += bytesWritten
  }
  await handle.datasync()
}

async function isStillNamed({ path, ino }: SpoolFile): Promise<boolean> {
  try {
    return (await stat(path)).ino === ino
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Undefined: somebody else was quicker. */
async function takeOver(from: string, to: string): Promise<SpoolFile | undefined> {
  try {
    await rename(from, to)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  const handle = await open(to, 'r')
  const { ino, size } = await handle.stat()
  return { path: to, handle, ino, size, taken: 0 }
}

/** Takes each record from where it was left. Gives back how many are damaged: they were on disk once, and cannot be read. */
async function takeUpTo(file: SpoolFile, take: TakeBlock, { isOwn, logger }: { isOwn: boolean; logger: Logger }): Promise<number> {
  let damaged = 0
  while (file.taken < file.size) {
    const read = await recordAt(file, file.taken)
    if (read !== undefined) {
      await take(read.block)
      file.taken += read.length
      continue
    }
    const next = await findRecord(file, file.taken + 1)
    const bytes = (next ?? file.size) - file.taken
    // What stands before a whole record was whole as well: the next one is begun when the one before it is on disk.
    if (next === undefined && !isOwn) logger.warn({ path: file.path, bytes }, 'a write to a spool of the ledger was cut short: it was shown to nobody')
    else {
      logger.error({ path: file.path, at: file.taken, bytes }, 'a record in a spool of the ledger is damaged')
      await keepDamaged(file, file.taken, bytes)
      damaged += 1
    }
    file.taken += bytes
  }
  return damaged
}

async function recordAt(file: SpoolFile, at: number): Promise<ReadRecord | undefined> {
  const length = lengthOfRecord(await readAt(file, at, RECORD_HEAD_BYTES))
  return length === undefined || at + length > file.size ? undefined : decodeRecord(await readAt(file, at, length))
}

/** Where the next whole record begins. */
async function findRecord(file: SpoolFile, from: number): Promise<number | undefined> {
  const rest = await readAt(file, from, file.size - from)
  for (let at = 0; at + RECORD_HEAD_BYTES < rest.length; at += 1) {
    const length = lengthOfRecord(rest.subarray(at, at + RECORD_HEAD_BYTES))
    if (length !== undefined && at + length <= rest.length && decodeRecord(rest.subarray(at, at + length)) !== undefined) return from + at
  }
  return undefined
}

/** What cannot be read stays beside it, for whoever has to find out why. */
async function keepDamaged(file: SpoolFile, at: number, bytes: number): Promise<void> {
  const handle = await open(`${file.path}.${at}${DAMAGED}`, 'w', 0o600)
  try {
    await handle.writeFile(await readAt(file, at, bytes))
  } finally {
    await handle.close()
  }
}

async function readAt({ handle, size }: SpoolFile, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)))
  let read = 0
  while (read < bytes.length) {
    const { bytesRead } = await handle.read(bytes, read, bytes.length - read, at + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}

async function discard({ path, handle }: SpoolFile): Promise<void> {
  await handle.close()
  await unlink(path).catch((error: unknown) => {
    // Somebody has taken it over, and takes it a second time.
    if (codeOf(error) !== 'ENOENT') throw error
  })
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
