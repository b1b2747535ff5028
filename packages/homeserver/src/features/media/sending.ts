// Downloads, uploads and waits under way: they end in the middle when whoever they are for is contained or signed out.
import type { Readable } from 'node:stream'
import { MatrixError } from '@chappe/contract'
import type { Session } from '../../session.ts'

/** What is under way, by account. */
export interface Sending {
  /** Notes a stream until it is closed. */
  add(session: Session, stream: Readable): void
  /** Notes what ends at once when `end` is called; gives back how to call that off. */
  hold(session: Session, end: () => void): () => void
  /** Ends what is under way for an account, or of one device of it. */
  cut(userId: string, deviceNid?: number): void
}

/** Nothing is under way yet. */
export function createSending(): Sending {
  const byUser = new Map<string, Map<() => void, number>>()
  function hold({ userId, deviceNid }: Session, end: () => void): () => void {
    const own = byUser.get(userId) ?? new Map<() => void, number>()
    byUser.set(userId, own)
    own.set(end, deviceNid)
    return () => {
      own.delete(end)
      if (own.size === 0 && byUser.get(userId) === own) byUser.delete(userId)
    }
  }
  return {
    hold,
    add(session, stream) {
      const callOff = hold(session, () => stream.destroy(new MatrixError('M_UNKNOWN_TOKEN')))
      stream.once('close', callOff)
      // It may end before anybody reads it, while the ledger takes its row: whoever comes to read it finds the error.
      stream.on('error', () => undefined)
    },
    cut(userId, deviceNid) {
      // Each takes itself off the map, now or later, which the walk over a map allows.
      for (const [end, of] of byUser.get(userId) ?? []) {
        if (deviceNid === undefined || of === deviceNid) end()
      }
    },
  }
}
