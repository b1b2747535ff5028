// Sign-ins under way, as this process has them in memory beside the table: each is asked for at every step of it.
import type { StoredArtifact } from './oauth-store.ts'

/** The sign-ins under way. */
export interface Interactions {
  /** Remembers one as it was stored last. */
  remember(id: string, artifact: StoredArtifact): void
  find(id: string, now: number): { payload: string; isConsumed: boolean } | undefined
  forget(id: string): void
}

/** The table has them all; so many are remembered, of a few kilobytes each. */
const MAX_REMEMBERED = 2_000

/** Nobody signs in yet. */
export function createInteractions(): Interactions {
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
