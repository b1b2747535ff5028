// Files on disk, named by their SHA-256 and written so that a file under its name is always whole.
import { createHash, randomUUID } from 'node:crypto'
import { statSync, unlinkSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { join } from 'node:path'
import { MatrixError } from '@chappe/contract'
import type { Clock } from '../../deps.ts'

/** What was written. */
export interface WrittenFile {
  /** SHA-256 in hexadecimal. */
  hash: string
  byteLength: number
}

/** The folder of files. */
export interface MediaFiles {
  /**
   * Writes a stream to its place, never more than a chunk of it in memory, and lets `register` write its row. What
   * breaks off or grows too large leaves nothing behind. `register` is called when the file is durable; until it has
   * ended, nobody takes the file away.
   */
  store<T>(stream: Readable, maxBytes: number, register: (written: WrittenFile) => Promise<T>): Promise<T>
  /** Opens a file to read; throws when it is not there. The caller closes it. */
  open(hash: string): Promise<FileHandle>
  pathOf(hash: string): string
  /** Opens a file derived from the one of `hash`, if it was made before. */
  openDerived(hash: string, name: string): Promise<FileHandle | undefined>
  /** Puts a derived file in place. */
  writeDerived(hash: string, name: string, bytes: Buffer): Promise<void>
  /**
   * Takes a file and what was derived from it away, unless somebody still needs it; gives back whether it did.
   * `isNeeded` asks the rows; a file younger than `before` (milliseconds since 1970) stays, where that is given.
   */
  remove(hash: string, isNeeded: () => Promise<boolean>, before?: number): Promise<boolean>
  /** The hashes of the files in one of the 256 parts of the folder. */
  listHashes(part: number): Promise<string[]>
}

/** No upload takes longer than the server waits for a request; what is older was left by a crash. */
const LEFT_OVER_AFTER_MS = 10 * 60_000

/** How often a file that is asked for while it is taken away is looked at again. */
const MAX_REMOVE_ATTEMPTS = 3
const HASH = /^[0-9a-f]{64}$/

/** Opens the folder, makes what is missing of it, and removes what a crash left behind. */
export async function openMediaFiles(dir: string, clock: Clock): Promise<MediaFiles> {
  const temporary = join(dir, 'tmp')
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  await removeLeftOvers(temporary, clock.now() - LEFT_OVER_AFTER_MS)
  const pathOf = (hash: string) => join(dir, 'files', hash.slice(0, 2), hash.slice(2, 4), hash)
  const derivedPathOf = (hash: string, name: string) =>
    join(dir, 'thumbnails', hash.slice(0, 2), hash.slice(2, 4), `${hash}-${name}`)
  const temporaryPath = () => join(temporary, randomUUID())
  const claims = createClaims()

  /** True: gone; false: it stays; undefined: somebody stored it meanwhile, ask again. */
  async function tryRemove(hash: string, isNeeded: () => Promise<boolean>, before: number): Promise<boolean | undefined> {
    const seen = claims.made()
    if (await isNeeded()) return false
    // From here to the end nothing waits, so that nobody can store the file in between.
    if (claims.has(hash) || claims.made() !== seen) return undefined
    const path = pathOf(hash)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined || stats.mtimeMs >= before) return false
    unlinkSync(path)
    return true
  }

  return {
    pathOf,
    open: (hash) => open(pathOf(hash), 'r'),
    async store(stream, maxBytes, register) {
      const from = temporaryPath()
      const { written } = await keepOrRemove(from, async (file) => ({ written: await copy(stream, file, maxBytes) }))
      const release = claims.take(written.hash)
      try {
        await moveDurably(from, pathOf(written.hash), dir)
        return await register(written)
      } finally {
        release()
      }
    },
    async remove(hash, isNeeded, before = Number.POSITIVE_INFINITY) {
      for (let attempt = 0; attempt < MAX_REMOVE_ATTEMPTS; attempt += 1) {
        const removed = await tryRemove(hash, isNeeded, before)
        if (removed === true) await removeDerived(derivedPathOf(hash, ''))
        if (removed !== undefined) return removed
      }
      return false
    },
    listHashes: (part) => listHashes(join(dir, 'files', part.toString(16).padStart(2, '0'))),
    async openDerived(hash, name) {
      try {
        return await open(derivedPathOf(hash, name), 'r')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    async writeDerived(hash, name, bytes) {
      const from = temporaryPath()
      await keepOrRemove(from, async (file) => file.writeFile(bytes))
      await moveDurably(from, derivedPathOf(hash, name), dir)
    },
  }
}

/** Which files are being stored: those whose row may not be written yet. */
interface Claims {
  take(hash: string): () => void
  has(hash: string): boolean
  /** How many there have been. */
  made(): number
}

function createClaims(): Claims {
  const open = new Map<string, number>()
  let made = 0
  return {
    take(hash) {
      made += 1
      open.set(hash, (open.get(hash) ?? 0) + 1)
      return () => {
        const left = (open.get(hash) ?? 1) - 1
        if (left === 0) open.delete(hash)
        else open.set(hash, left)
      }
    },
    has: (hash) => open.has(hash),
    made: () => made,
  }
}

/** Removes what is derived from a file: everything beside it whose name starts like its own. */
async function removeDerived(prefix: string): Promise<void> {
  const folder = join(prefix, '..')
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    if (path.startsWith(prefix)) await unlink(path).catch(() => undefined)
  }
}

async function listHashes(folder: string): Promise<string[]> {
  const hashes: string[] = []
  for (const sub of await namesIn(folder)) {
    for (const name of await namesIn(join(folder, sub))) if (HASH.test(name)) hashes.push(name)
  }
  return hashes
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** Makes a file, lets `work` fill it and syncs it; removes it when anything fails. */
async function keepOrRemove<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'wx', 0o600)
  try {
    const result = await work(file)
    await file.sync()
    await file.close()
    return result
  } catch (error) {
    await file.close().catch(() => undefined)
    await unlink(path).catch(() => undefined)
    throw isDiskFull(error) ? noRoomLeft(error) : error
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

function noRoomLeft(cause: unknown): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', { message: 'There is no room left for files', cause })
}

/** What is gathered of an upload before it is written. */
const BATCH_BYTES = 512 * 1024

interface BatchWriter {
  add(chunk: Buffer): Promise<void>
  /** Writes what is left. */
  end(): Promise<void>
  /** Resolves when nothing is being written any more, whatever came of it. */
  settle(): Promise<void>
}

/** Writes many chunks at once, while the next ones come in and are hashed. */
function createBatchWriter(file: FileHandle): BatchWriter {
  let chunks: Buffer[] = []
  let size = 0
  let writing: Promise<void> = Promise.resolve()
  async function flush(): Promise<void> {
    await writing
    const batch = chunks
    chunks = []
    size = 0
    writing = writeBatch(file, batch)
    // Awaited by the next flush or the end; a failure must not be nobody's until then.
    writing.catch(() => undefined)
  }
  return {
    async add(chunk) {
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= BATCH_BYTES) await flush()
    },
    async end() {
      await flush()
      await writing
    },
    settle: () => writing.catch(() => undefined),
  }
}

async function writeBatch(file: FileHandle, batch: readonly Buffer[]): Promise<void> {
  if (batch.length === 0) return
  const { bytesWritten } = await file.writev(batch)
  const size = batch.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  // The kernel may take less than it was given; the rest goes the slow way.
  if (bytesWritten < size) await file.writeFile(Buffer.concat(batch).subarray(bytesWritten))
}

async function copy(stream: Readable, file: FileHandle, maxBytes: number): Promise<WrittenFile> {
  const hash = createHash('sha256')
  const writer = createBatchWriter(file)
  let byteLength = 0
  try {
    // The request is left whole when a bound is passed, so that the answer still reaches the client.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError('an upload is a stream of bytes')
      byteLength += chunk.byteLength
      if (byteLength > maxBytes) throw tooLarge(maxBytes)
      hash.update(chunk)
      await writer.add(chunk)
    }
    await writer.end()
  } catch (error) {
    if (stream.readableAborted) {
      throw new MatrixError('M_UNKNOWN', { status: 400, message: 'The upload broke off', cause: error })
    }
    throw error
  } finally {
    await writer.settle()
  }
  return { hash: hash.digest('hex'), byteLength }
}

/** The refusal of an upload above the bound. */
export function tooLarge(maxBytes: number): MatrixError {
  return new MatrixError('M_TOO_LARGE', { message: `A file has at most ${maxBytes} bytes` })
}

/** Renames a synced file to its place and syncs the folders that lead to it, below `root`. */
async function moveDurably(from: string, to: string, root: string): Promise<void> {
  try {
    const folder = join(to, '..')
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    await rename(from, to)
    await syncFolder(folder)
    // New folders are entries of the folders above them.
    for (let each = folder; made !== undefined && each !== root; ) {
      each = join(each, '..')
      await syncFolder(each)
    }
  } catch (error) {
    await unlink(from).catch(() => undefined)
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function removeLeftOvers(folder: string, olderThan: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (mtimeMs < olderThan) await unlink(path)
  }
}
