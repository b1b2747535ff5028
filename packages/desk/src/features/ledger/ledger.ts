// The record of reads at the desk: how it stands, and what an account was shown, with the proof. Two people agree on each look.
import { MatrixError } from '@chappe/contract'
import type { Evidence } from '@chappe/ledger'
import type { LedgerStanding } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall } from '../accounts/accounts.ts'

/** The operations. */
export interface DeskLedger {
  standing(): Promise<LedgerStanding & { spooledBytes: number }>
  /** What was agreed to. Throws `M_NOT_FOUND` where nothing was, where it is over, and for everybody but the two. */
  evidence(call: DeskCall, requestNid: number): Promise<Evidence>
}

/** What of the requests it takes. */
export interface AgreedRequests {
  findAgreed(requestNid: number): Promise<{ operation: string; target: string; askedBy: string; decidedBy: string | null } | undefined>
}

/** Ties the operations. */
export function createDeskLedger({ ports }: DeskContext, requests: AgreedRequests): DeskLedger {
  return {
    standing: async () => ({ ...(await ports.provenLedger.standing()), spooledBytes: await ports.ledger.spooledBytes() }),
    async evidence(call, requestNid) {
      const request = await requests.findAgreed(requestNid)
      const window = request?.operation === 'askEvidence' ? parseEvidenceTarget(request.target) : undefined
      const isOfTwo = request !== undefined && [request.askedBy, request.decidedBy].includes(call.session.userId)
      if (window === undefined || !isOfTwo) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such evidence, or it was not agreed to' })
      const { userNid } = await ports.accounts.get(window.userId)
      return ports.provenLedger.prove({ account: userNid, fromMs: window.fromMs, toMs: window.toMs })
    },
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
