// Downloads under way: they end in the middle when whoever reads them is contained or signed out.
import type { Readable } from 'node:stream'
import { MatrixError } from '@chappe/contract'
import type { Session } from '../../session.ts'

/** The downloads, by account. */
export interface Sending {
  /** Notes a download until its stream is closed. */
  add(session: Session, stream: Readable): void
  /** Ends the downloads of an account, or of one device of it. */
  cut(userId: string, deviceNid?: number): void
}

/** Nothing is under way yet. */
export function createSending(): Sending {
  const byUser = new Map<string, Map<Readable, number>>()
  return {
    add({ userId, deviceNid }, stream) {
      const own = byUser.get(userId) ?? new Map<Readable, number>()
      byUser.set(userId, own)
      own.set(stream, deviceNid)
      stream.once('close', () => {
        own.delete(stream)
        if (own.size === 0 && byUser.get(userId) === own) byUser.delete(userId)
      })
    },
    cut(userId, deviceNid) {
      // Streams take themselves off the map when they are closed, which is later.
      for (const [stream, of] of byUser.get(userId) ?? []) {
        if (deviceNid === undefined || of === deviceNid) stream.destroy(new MatrixError('M_UNKNOWN_TOKEN'))
      }
    },
  }
}
