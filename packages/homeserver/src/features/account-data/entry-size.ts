// The bound of one entry of account data.
import { MatrixError } from '@chappe/contract'

/** Bytes of one entry. */
const MAX_ENTRY_BYTES = 65_536

/** Throws `M_TOO_LARGE` for JSON text above the bound of one entry. */
export function assertEntrySize(content: string): void {
  if (Buffer.byteLength(content) > MAX_ENTRY_BYTES) {
    throw new MatrixError('M_TOO_LARGE', { message: `An entry of account data has at most ${MAX_ENTRY_BYTES} bytes` })
  }
}
