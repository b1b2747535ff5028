// A block as a record of a spool file: length of what follows the checksum (4 bytes), SHA-256 of it (32), then the block.
import type { NewBlock } from '../ledger-store.ts'
import { ledgerPlatform } from '../platform.ts'

/** A record that was read. */
export interface ReadRecord {
  block: NewBlock
  /** How long the record is in the file. */
  length: number
}

/** What comes before the block in a record. */
export const RECORD_HEAD_BYTES = 36
/** No block is larger; a length beyond that is none. */
export const RECORD_BYTES_MAX = 64 * 1024 * 1024

const ID_BYTES = 16
const HASH_BYTES = 32
const FIXED_BYTES = 8 + 8 + 4 + 8 + ID_BYTES + ID_BYTES + 1

/** Packs a block. */
export function encodeRecord({ firstAtMs, lastAtMs, rowCount, seq, salt, writer, previous, body }: NewBlock): Buffer {
  const fixed = Buffer.alloc(FIXED_BYTES)
  let at = fixed.writeBigUInt64BE(BigInt(firstAtMs), 0)
  at = fixed.writeBigUInt64BE(BigInt(lastAtMs), at)
  at = fixed.writeUInt32BE(rowCount, at)
  at = fixed.writeBigUInt64BE(BigInt(seq), at)
  fixed.set(salt, at)
  fixed.set(writer, at + ID_BYTES)
  fixed.writeUInt8(previous.length, at + 2 * ID_BYTES)
  const payload = Buffer.concat([fixed, previous, body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(payload.length)
  return Buffer.concat([length, ledgerPlatform.sha256(payload), payload])
}

/** How long the whole record is that begins so; undefined: none begins so. */
export function lengthOfRecord(head: Buffer): number | undefined {
  if (head.length < RECORD_HEAD_BYTES) return undefined
  const length = head.readUInt32BE(0)
  return length < FIXED_BYTES || length > RECORD_BYTES_MAX ? undefined : RECORD_HEAD_BYTES + length
}

/** Unpacks a whole record. Undefined: it is not what was written. */
export function decodeRecord(record: Buffer): ReadRecord | undefined {
  const payload = record.subarray(RECORD_HEAD_BYTES)
  if (!record.subarray(4, RECORD_HEAD_BYTES).equals(ledgerPlatform.sha256(payload))) return undefined
  let at = 28
  const salt = payload.subarray(at, (at += ID_BYTES))
  const writer = payload.subarray(at, (at += ID_BYTES))
  const previousBytes = payload.readUInt8(at)
  at += 1
  if (previousBytes !== 0 && previousBytes !== HASH_BYTES) return undefined
  const previous = payload.subarray(at, (at += previousBytes))
  const block = {
    firstAtMs: Number(payload.readBigUInt64BE(0)),
    lastAtMs: Number(payload.readBigUInt64BE(8)),
    rowCount: payload.readUInt32BE(16),
    seq: Number(payload.readBigUInt64BE(20)),
    salt,
    writer,
    previous,
    body: payload.subarray(at),
  }
  return { block, length: record.length }
}
