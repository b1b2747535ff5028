// The record of reads at the desk: how it stands, and who was shown what, with the proof. Two people agree on each look.
import { MatrixError } from '@chappe/contract'
import type { Evidence, LedgerRow } from '@chappe/ledger'
import { parseNetwork } from '@chappe/ledger'
import type { LedgerStanding } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskPorts } from '../../ports.ts'
import type { DeskCall } from '../accounts/accounts.ts'
import type { RowNames } from './ledger-store.ts'
import { findRoomNid, findRowNames } from './ledger-store.ts'
import type { SearchTarget } from './search-target.ts'
import { parseSearchTarget } from './search-target.ts'

export type { LedgerJudgement } from './judge-ledger.ts'
export { judgeLedger } from './judge-ledger.ts'
export type { SearchKind, SearchTarget } from './search-target.ts'
export { printSearchTarget } from './search-target.ts'

/** A row with the names of what it is about. */
export interface NamedRow extends LedgerRow {
  userId: string | null
  deviceId: string | null
  roomId: string | null
}

/** The operations. */
export interface DeskLedger {
  standing(): Promise<LedgerStanding & { spooledBytes: number }>
  /** What was agreed to. Throws `M_NOT_FOUND` where nothing was, where it is over, and for everybody but the two. */
  evidence(call: DeskCall, requestNid: number): Promise<Evidence>
  /** Its rows, oldest first, with names. Throws as the other. */
  rows(call: DeskCall, requestNid: number, page: { from: number; limit: number }): Promise<{ rows: NamedRow[]; total: number }>
}

/** What of the requests it takes. */
export interface AgreedRequests {
  findAgreed(requestNid: number): Promise<{ operation: string; target: string; askedBy: string; decidedBy: string | null } | undefined>
}

/** Ties the operations. */
export function createDeskLedger({ ports }: DeskContext, requests: AgreedRequests): DeskLedger {
  async function prove(call: DeskCall, requestNid: number): Promise<Evidence> {
    const request = await requests.findAgreed(requestNid)
    const target = request === undefined ? undefined : targetOf(request)
    const isOfTwo = request !== undefined && [request.askedBy, request.decidedBy].includes(call.session.userId)
    if (target === undefined || !isOfTwo) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such evidence, or it was not agreed to' })
    const { fromMs, toMs } = target
    return ports.provenLedger.prove({ fromMs, toMs, ...(await wantedOf(ports, target)) })
  }
  return {
    standing: async () => ({ ...(await ports.provenLedger.standing()), spooledBytes: await ports.ledger.spooledBytes() }),
    evidence: prove,
    async rows(call, requestNid, { from, limit }) {
      const { rows } = await prove(call, requestNid)
      const page = rows.slice(from, from + limit)
      const names = await findRowNames(ports.ground.db, {
        accounts: page.map(({ account }) => account),
        devices: page.map(({ device }) => device),
        rooms: page.map(({ room }) => room),
      })
      return { rows: page.map((row) => withNames(row, names)), total: rows.length }
    },
  }
}

function withNames(row: LedgerRow, { accounts, devices, rooms }: RowNames): NamedRow {
  return { ...row, userId: accounts.get(row.account) ?? null, deviceId: devices.get(row.device) ?? null, roomId: rooms.get(row.room) ?? null }
}

/** What a request is about: a search, or what an account was shown. */
function targetOf({ operation, target }: { operation: string; target: string }): SearchTarget | undefined {
  if (operation === 'askLedgerSearch') return parseSearchTarget(target)
  const window = operation === 'askEvidence' ? parseEvidenceTarget(target) : undefined
  return window === undefined ? undefined : { kind: 'account', value: window.userId, fromMs: window.fromMs, toMs: window.toMs }
}

/** Throws where a search is of something that is none: `M_NOT_FOUND`, `M_INVALID_PARAM`. */
export async function assertSearch(ports: DeskPorts, target: SearchTarget): Promise<void> {
  await wantedOf(ports, target)
}

/** Which rows a search wants. Throws `M_NOT_FOUND` for an account or a room that there is not, `M_INVALID_PARAM` for a network that is none. */
async function wantedOf({ accounts, ground }: DeskPorts, { kind, value }: SearchTarget): Promise<{ account?: number; isWanted?: (row: LedgerRow) => boolean }> {
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

/** Whose reads, from when to when. */
export interface EvidenceWindow {
  userId: string
  fromMs: number
  toMs: number
}

/** What is asked for, as the second person reads it. */
export function printEvidenceTarget({ userId, fromMs, toMs }: EvidenceWindow): string {
  return `${userId} from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`
}

/** The same, read. */
export function parseEvidenceTarget(text: string): EvidenceWindow | undefined {
  const [, userId = '', from = '', to = ''] = /^(@\S+) from (\S+) to (\S+)$/.exec(text) ?? []
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  return userId === '' || Number.isNaN(fromMs) || Number.isNaN(toMs) ? undefined : { userId, fromMs, toMs }
}
