// The chain of a process: each block says which one was before it. A block that is taken out, or changed before it is in the
// tree, leaves a link that fits nothing.
import type { Random } from '../../../deps.ts'
import { ledgerPlatform } from '../platform.ts'

/** What a block carries to be in a chain. */
export interface Link {
  body: Buffer
  salt: Uint8Array
  writer: Uint8Array
  seq: number
  previous: Uint8Array
}

/** The chain of a process. */
export interface Chain {
  /** The next link, for a block. */
  next(body: Buffer): Link
  /** What follows begins a chain of its own. */
  beginAnew(): void
}

const BYTES = 16

/** Begins a chain. */
export function createChain(random: Random): Chain {
  let writer = random.bytes(BYTES)
  let seq = 0
  let previous: Uint8Array = new Uint8Array()
  return {
    next(body) {
      const link = { body, salt: random.bytes(BYTES), writer, seq, previous }
      seq += 1
      previous = hashLink(link)
      return link
    },
    beginAnew() {
      writer = random.bytes(BYTES)
      seq = 0
      previous = new Uint8Array()
    },
  }
}

/** What the next block of the chain names: SHA-256(previous || salt || body). */
export function hashLink({ previous, salt, body }: Pick<Link, 'previous' | 'salt' | 'body'>): Uint8Array {
  return ledgerPlatform.sha256(previous, salt, body)
}
