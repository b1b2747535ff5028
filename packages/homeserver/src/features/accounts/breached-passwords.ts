// Passwords that have come out in breaches, in a file that the operator has fetched: the SHA-1 of each in hexadecimal, a line
// each, in order, whatever stands behind it (Have I Been Pwned writes a colon and a count). It has tens of gigabytes: it is
// halved until the line is found, and neither loaded nor asked of anybody.
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'

/** Looks a password up. Rejects where the file cannot be read any more. */
export type IsBreached = (password: string) => Promise<boolean>

const HASH_CHARS = 40
/** A line is no longer. */
const LINE_BYTES_MAX = 128
const HASH = /^[0-9A-F]{40}(?:[^0-9A-F]|$)/i

/** Looks into a file. Throws in one line where it cannot be read, or is no such file. */
export function openBreachedPasswords(path: string): IsBreached {
  return async (password) => {
    const wanted = createHash('sha1').update(password).digest('hex').toUpperCase()
    const file = await open(path)
    try {
      return await holds(file, wanted)
    } finally {
      await file.close()
    }
  }
}

/** Throws where a file is none of hashes in order, as far as its first lines show. */
export async function assertBreachedPasswords(path: string): Promise<void> {
  const file = await open(path).catch((error: unknown) => {
    throw new Error(`sign_in.breached_passwords: ${path} cannot be read`, { cause: error })
  })
  try {
    const first = await lineFrom(file, 0)
    const second = first === undefined ? undefined : await lineFrom(file, first.end)
    const isGood = first !== undefined && HASH.test(first.text) && (second === undefined || (HASH.test(second.text) && hashOf(first) < hashOf(second)))
    if (!isGood) throw new Error(`sign_in.breached_passwords: ${path} does not hold SHA-1 hashes in hexadecimal, one a line, in order`)
  } finally {
    await file.close()
  }
}

interface Line {
  /** Offsets in bytes; `end`: behind its line feed. */
  start: number
  end: number
  text: string
}

/** Whether a line begins with a hash. Where it is, it begins at or behind `low`, and before `high`. */
async function holds(file: FileHandle, wanted: string): Promise<boolean> {
  let low = 0
  let { size: high } = await file.stat()
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const line = await lineFrom(file, middle)
    if (line === undefined || line.start >= high) {
      high = middle
      continue
    }
    const hash = hashOf(line)
    if (hash === wanted) return true
    if (hash < wanted) low = line.end
    else high = middle
  }
  return false
}

/** The first line that begins at an offset or behind it; nothing where none does. */
async function lineFrom(file: FileHandle, offset: number): Promise<Line | undefined> {
  // The line before ends with a line feed, which may stand right before the offset.
  const from = Math.max(0, offset - 1)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2 * LINE_BYTES_MAX), 0, 2 * LINE_BYTES_MAX, from)
  const text = buffer.toString('latin1', 0, bytesRead)
  const at = offset === 0 ? 0 : text.indexOf('\n') + 1
  if (at >= text.length || (offset > 0 && at === 0)) return undefined
  const feed = text.indexOf('\n', at)
  const end = feed === -1 ? text.length : feed
  return { start: from + at, end: from + end + (feed === -1 ? 0 : 1), text: text.slice(at, end) }
}

function hashOf({ text }: Line): string {
  return text.slice(0, HASH_CHARS).toUpperCase()
}
