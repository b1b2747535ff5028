// Answers that leave in pieces, by account: they end in the middle when their session does.
import type { ServerResponse } from 'node:http'
import type { Session } from '../session.ts'
import { resetConnection } from './gate.ts'

/** The answers under way. */
export interface UnderWay {
  /** Notes an answer until it is called off. */
  add(session: Session | undefined, response: ServerResponse): () => void
  /** Resets the connections that something is sent on for an account, or for one device of it. */
  cut(userId: string, deviceNid?: number): void
  cutAll(): void
}

/** Nothing is under way yet. */
export function createUnderWay(): UnderWay {
  const byUser = new Map<string, Map<ServerResponse, number>>()
  return {
    add(session, response) {
      if (session === undefined) return () => undefined
      const { userId, deviceNid } = session
      const own = byUser.get(userId) ?? new Map<ServerResponse, number>()
      byUser.set(userId, own.set(response, deviceNid))
      return () => {
        own.delete(response)
        if (own.size === 0 && byUser.get(userId) === own) byUser.delete(userId)
      }
    },
    cut(userId, deviceNid) {
      for (const [response, of] of byUser.get(userId) ?? []) {
        if (deviceNid === undefined || of === deviceNid) resetConnection(response.socket)
      }
    },
    cutAll() {
      for (const own of byUser.values()) for (const response of own.keys()) resetConnection(response.socket)
    },
  }
}
