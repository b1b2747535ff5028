// The record of reads at the desk: how it stands, and who was shown what, with the proof. Two people agree on each look.
import { MatrixError } from '@chappe/contract'
import type { Evidence, EvidenceRow, LedgerRow } from '@chappe/ledger'
import type { LedgerStanding } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import type { AgreedRequest, AgreedRequests, FoundEvidence } from './agreed.ts'
import type { StoredSearch } from './evidence-store.ts'
import { findSearch, listLeaves, searchJobs } from './evidence-store.ts'
import type { RowNames } from './ledger-store.ts'
import { findRowNames } from './ledger-store.ts'

export type { LedgerJudgement } from './judge-ledger.ts'
export { judgeLedger } from './judge-ledger.ts'
export type { SearchKind, SearchTarget } from './search-target.ts'
export { printEvidenceTarget, printSearchTarget } from './search-target.ts'
export { assertSearch } from './steps/wanted-rows.ts'
export { searchAgreement, startSearches } from './searcher.ts'

/** A row with the names of what it is about. */
export interface NamedRow extends LedgerRow {
  userId: string | null
  deviceId: string | null
  roomId: string | null
}

/** A search that two people have agreed to. */
export interface AgreedSearch {
  stored: StoredSearch
  request: AgreedRequest
  /** Null: it is not done. */
  rows: number | null
}

/** The operations. What takes the number of a request throws `M_NOT_FOUND` where nothing was agreed to, where it is over, and for everybody but the two. */
export interface DeskLedger {
  standing(): Promise<LedgerStanding & { spooledBytes: number }>
  search(call: DeskCall, requestNid: number): Promise<AgreedSearch>
  /** Throws `M_BAD_STATE` where it is over. */
  cancel(call: DeskCall, requestNid: number, reason: string): Promise<void>
  /** What was found, with its proof. Throws `M_BAD_STATE` where it is not done. */
  evidence(call: DeskCall, requestNid: number): Promise<Evidence>
  /** Its rows, oldest first, with names. Throws as the other. */
  rows(call: DeskCall, requestNid: number, page: { from: number; limit: number }): Promise<{ rows: NamedRow[]; total: number }>
}

/** What was found is read again so many rows at a time. */
const ROWS_AT_ONCE = 2000

/** Ties the operations. */
export function createDeskLedger(context: DeskContext, requests: AgreedRequests): DeskLedger {
  const { ports } = context
  const { db } = ports.ground

  async function getOwn({ session }: DeskCall, requestNid: number): Promise<AgreedSearch> {
    const request = await requests.findAgreed(requestNid)
    const stored = request !== undefined && [request.askedBy, request.decidedBy].includes(session.userId) ? await findSearch(db, requestNid) : undefined
    if (request === undefined || stored === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such evidence, or it was not agreed to' })
    return { stored, request, rows: foundIn(stored)?.rows ?? null }
  }

  async function getFound(call: DeskCall, requestNid: number): Promise<FoundEvidence> {
    const found = foundIn((await getOwn(call, requestNid)).stored)
    if (found === undefined) throw new MatrixError('M_BAD_STATE', { message: 'That is not worked out yet, or nothing came of it' })
    return found
  }

  return {
    standing: async () => ({ ...(await ports.provenLedger.standing()), spooledBytes: await ports.ledger.spooledBytes() }),
    search: getOwn,
    cancel: (call, requestNid, reason) =>
      actWith(context, call, { target: `request ${requestNid}`, reason }, async ({ done }) => {
        await getOwn(call, requestNid)
        await db.transaction().execute(async (tx) => {
          if (!(await searchJobs.setCancelled(tx, requestNid))) throw new MatrixError('M_BAD_STATE', { message: 'That search is done, or was cancelled' })
          await done(tx, { requestNid })
        })
      }),
    async evidence(call, requestNid) {
      const { head, rows: total } = await getFound(call, requestNid)
      const rows: EvidenceRow[] = []
      for (let from = 0; from < total; from += ROWS_AT_ONCE) rows.push(...(await ports.provenLedger.rowsAt(await listLeaves(db, requestNid, { from, limit: ROWS_AT_ONCE }))))
      return ports.provenLedger.proveRows(rows, head)
    },
    async rows(call, requestNid, page) {
      const { rows: total } = await getFound(call, requestNid)
      const rows = await ports.provenLedger.rowsAt(await listLeaves(db, requestNid, page))
      const names = await findRowNames(db, {
        accounts: rows.map(({ account }) => account),
        devices: rows.map(({ device }) => device),
        rooms: rows.map(({ room }) => room),
      })
      return { rows: rows.map((row) => withNames(row, names)), total }
    },
  }
}

/** What a search has found; nothing where it is not done. */
function foundIn({ result }: StoredSearch): FoundEvidence | undefined {
  // Written by `searcher.ts`.
  return result === null ? undefined : JSON.parse(result)
}

function withNames(row: LedgerRow, { accounts, devices, rooms }: RowNames): NamedRow {
  return { ...row, userId: accounts.get(row.account) ?? null, deviceId: devices.get(row.device) ?? null, roomId: rooms.get(row.room) ?? null }
}
