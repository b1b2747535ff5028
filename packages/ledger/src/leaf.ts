// A row as a leaf of the tree. A leaf is salted: once the row is gone, its hash tells nothing of it.
import { ByteWriter } from './bytes.ts'
import type { Platform } from './platform.ts'
import type { LedgerRow } from './row.ts'
import { LEDGER_KINDS } from './row.ts'
import { hashLeaf } from './tree.ts'

const VERSION = 3
/** Most leaves are no longer. */
const LEAF_BYTES = 192
/** Rows without steps. */
const VERSION_WITHOUT_STEPS = 2
/** Rows from before addresses were written down. */
const VERSION_WITHOUT_ADDRESS = 1

/** The salt of the row at a place of a block: SHA-256(salt of the block || place, four bytes). */
export function saltOfRow({ sha256 }: Pick<Platform, 'sha256'>, blockSalt: Uint8Array, place: number): Uint8Array {
  return sha256(blockSalt, Uint8Array.of((place >>> 24) & 0xff, (place >>> 16) & 0xff, (place >>> 8) & 0xff, place & 0xff)).slice(0, 16)
}

/**
 * A row as its leaf says it: version, salt, then the fields in the order of `LedgerRow`, the steps as their number and each
 * of them. Where there are no steps they are left out, and with them an address that is empty. One row has one form.
 */
export function leafOfRow({ utf8 }: Pick<Platform, 'utf8'>, row: LedgerRow, salt: Uint8Array): Uint8Array {
  const out = new ByteWriter(LEAF_BYTES)
  const { steps = [] } = row
  const version = steps.length > 0 ? VERSION : row.address === '' ? VERSION_WITHOUT_ADDRESS : VERSION_WITHOUT_STEPS
  out.byte(version)
  out.bytes(salt)
  out.varint(row.at)
  writeText(out, utf8.encode(row.operation))
  out.byte(LEDGER_KINDS.indexOf(row.kind))
  for (const value of [row.account, row.device, row.room, row.from, row.to, row.count, row.bytes]) out.varint(value)
  writeText(out, utf8.encode(row.subject))
  if (version >= VERSION_WITHOUT_STEPS) writeText(out, utf8.encode(row.address))
  if (version === VERSION) {
    out.varint(steps.length)
    for (const step of steps) out.varint(step)
  }
  return out.finish()
}

/** The hash of a row in the tree. */
export function hashRow(platform: Pick<Platform, 'sha256' | 'utf8'>, row: LedgerRow, salt: Uint8Array): Uint8Array {
  return hashLeaf(platform.sha256, leafOfRow(platform, row, salt))
}

function writeText(out: ByteWriter, bytes: Uint8Array): void {
  out.varint(bytes.length)
  out.bytes(bytes)
}
