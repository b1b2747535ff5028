// What sign-ins under way leave behind, as this process has it in memory beside the table: each interaction is asked for at
// every step of it, and a code a moment after it was made. What ends there is ended in the table, which alone says whether
// something is still to be had.
import type { StoredArtifact } from './oauth-store.ts'

/** Artifacts of one kind. */
export interface Remembered {
  /** Remembers one as it was stored last. */
  remember(id: string, artifact: StoredArtifact): void
  find(id: string, now: number): { payload: string; isConsumed: boolean } | undefined
  forget(id: string): void
}

/** The table has them all; so many are remembered, of a few kilobytes each. */
const MAX_REMEMBERED = 2_000

/** Nobody signs in yet. */
export function createRemembered(): Remembered {
  const remembered = new Map<string, StoredArtifact>()
  return {
    remember(id, artifact) {
      remembered.delete(id)
      // A map keeps the order of insertion: the first is the oldest.
      const oldest = remembered.size >= MAX_REMEMBERED ? remembered.keys().next().value : undefined
      if (oldest !== undefined) remembered.delete(oldest)
      remembered.set(id, artifact)
    },
    find(id, now) {
      const found = remembered.get(id)
      return found === undefined || found.expiresAtMs <= now ? undefined : { payload: found.payload, isConsumed: false }
    },
    forget: (id) => void remembered.delete(id),
  }
}
