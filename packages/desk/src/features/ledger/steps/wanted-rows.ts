// Which rows of the ledger a search wants.
import { MatrixError } from '@chappe/contract'
import type { LedgerRow } from '@chappe/ledger'
import { parseNetwork } from '@chappe/ledger'
import type { DeskPorts } from '../../../ports.ts'
import { findRoomNid } from '../ledger-store.ts'
import type { SearchTarget } from '../search-target.ts'

/** Throws where a search is of something that is none: `M_NOT_FOUND`, `M_INVALID_PARAM`. */
export async function assertSearch(ports: DeskPorts, target: SearchTarget): Promise<void> {
  await wantedOf(ports, target)
}

/** Which rows a search wants. Throws `M_NOT_FOUND` for an account or a room that there is not, `M_INVALID_PARAM` for a network that is none. */
export async function wantedOf({ accounts, ground }: DeskPorts, { kind, value }: SearchTarget): Promise<{ account?: number; isWanted?: (row: LedgerRow) => boolean }> {
  switch (kind) {
    case 'account':
      return { account: (await accounts.get(value)).userNid }
    case 'room': {
      const roomNid = await findRoomNid(ground.db, value)
      if (roomNid === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
      return { isWanted: (row) => row.room === roomNid }
    }
    case 'person':
      return { isWanted: (row) => row.subject === value }
    case 'file': {
      const mediaId = value.slice(value.lastIndexOf('/') + 1)
      return { isWanted: (row) => row.kind === 'media' && (row.subject === mediaId || row.subject === `${mediaId} unlinked`) }
    }
    case 'network': {
      const isIn = parseNetwork(value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`)
      if (isIn === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not an address, and not a network' })
      return { isWanted: (row) => row.address !== '' && isIn(row.address) }
    }
  }
}
