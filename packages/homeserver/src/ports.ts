// What others may do to the homeserver without knowing its features: today the tests, later the desk.
import type { DirectorySources } from './features/directory-sources/directory-sources.ts'
import type { Enrolment } from './features/enrolment/enrolment.ts'
import type { Ledger } from './features/ledger/ledger.ts'
import type { RoomKeeping } from './features/room-keeping/room-keeping.ts'
import type { MediaCare } from './features/media/media.ts'
import type { Organisations } from './features/organisations/organisations.ts'
import type { OAuth } from './features/oauth/oauth.ts'

/** The ways in. */
export interface HomeserverPorts {
  /** Stops an account at once: none of its tokens is good once this resolves. Throws `M_NOT_FOUND`. */
  contain(userId: string): Promise<void>
  /** The read ledger: who was shown what. */
  ledger: Ledger
  /** Quarantine and deletion of files. */
  media: MediaCare
  /** Organisations and their domains. */
  organisations: Organisations
  /** How people come in, go on, and are invited. */
  enrolment: Enrolment
  /** The directories that organisations have of their own. */
  directorySources: DirectorySources
  /** Does at once what time has made due: ends of accounts, reminders. */
  runDue(): Promise<void>
  /** Rooms without an admin: who has them, and how somebody takes one over. */
  rooms: Pick<RoomKeeping, 'list' | 'takeOver'>
  /** An account has changed its kind or its organisation: rooms ask anew. Unsaid, they know within ten seconds. */
  accountChanged(userId: string): void
  /** What is due for rooms now: messages and files whose time is over go, owners of forums are reminded. */
  roomCare: { run(): Promise<{ purged: number; told: number }> }
  /** What OAuth 2.0 gave to an account: how it ends, and what its owner allows in the browser. */
  oauth: Pick<OAuth, 'allowCrossSigningReset' | 'endAllOf'>
}
