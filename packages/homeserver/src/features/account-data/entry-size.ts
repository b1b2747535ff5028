// The bounds of account data: of one entry, and of how many there are.
import { MatrixError } from '@chappe/contract'

/** Bytes of one entry. */
const MAX_ENTRY_BYTES = 65_536
/** Entries of one user, over the account and all rooms. */
const MAX_ENTRIES = 20_000

/** Throws `M_TOO_LARGE` for JSON text above the bound of one entry. */
export function assertEntrySize(content: string): void {
  if (Buffer.byteLength(content) > MAX_ENTRY_BYTES) {
    throw new MatrixError('M_TOO_LARGE', { message: `An entry of account data has at most ${MAX_ENTRY_BYTES} bytes` })
  }
}

/** Throws `M_TOO_LARGE` where somebody has as many entries as are kept. */
export function assertRoomForEntry(entries: number): void {
  if (entries >= MAX_ENTRIES) throw new MatrixError('M_TOO_LARGE', { message: 'Too many entries of account data' })
}
