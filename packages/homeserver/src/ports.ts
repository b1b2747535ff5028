// What others may do to the homeserver without knowing its features: today the tests, later the desk.
import type { Ledger } from './features/ledger/ledger.ts'
import type { RoomKeeping } from './features/room-keeping/room-keeping.ts'
import type { MediaCare } from './features/media/media.ts'
import type { OAuth } from './features/oauth/oauth.ts'
import type { Outcome } from './processes/fence.ts'

/** The ways in. */
export interface HomeserverPorts {
  /**
   * Stops an account at once: none of its tokens is good once this resolves, and no process hands anything more to it.
   * Gives back what each of the other processes said. Throws `M_NOT_FOUND`.
   */
  contain(userId: string): Promise<Outcome[]>
  /** The read ledger: who was shown what. */
  ledger: Ledger
  /** Quarantine and deletion of files. */
  media: MediaCare
  /** Rooms without an admin: who has them, and how somebody takes one over. */
  rooms: Pick<RoomKeeping, 'list' | 'takeOver'>
  /** An account has changed its kind or its organisation: rooms ask anew. Unsaid, they know within ten seconds. */
  accountChanged(userId: string): void
  /** What is due for rooms now: messages and files whose time is over go, owners of forums are reminded. */
  roomCare: { run(): Promise<{ purged: number; told: number }> }
  /** What OAuth 2.0 gave to an account: how it ends, and what its owner allows in the browser. */
  oauth: Pick<OAuth, 'allowCrossSigningReset' | 'endAllOf'>
}
