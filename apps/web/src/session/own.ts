// What an account has in this browser before there is a client: how it reaches the server, what was begun, files that are shown.
import type { SignedIn } from '@chappe/ui/sign-in'
import type { Live } from '../live.ts'
import { exchangeDrafts } from './draft-exchange.ts'
import type { Drafts } from './drafts.ts'
import { openDrafts } from './drafts.ts'
import type { Snapshot } from './early/snapshot.ts'
import { openSnapshotStore, readSnapshot } from './early/snapshot.ts'
import type { Health } from './health.ts'
import { watchHealth } from './health.ts'
import type { StorageWatch } from './kept/storage.ts'
import { watchStorage } from './kept/storage.ts'
import { rememberVersions } from './kept/versions.ts'
import type { KeptFiles } from './media/kept-files.ts'
import { openKeptFiles } from './media/kept-files.ts'
import type { Media } from './media/media.ts'
import { openMedia } from './media/media.ts'
import { paceSyncs } from './pace/paced-syncs.ts'
import type { Reports } from './reports.ts'
import { createReports } from './reports.ts'
import type { SealedThings } from './sealed/sealed-things.ts'
import { openSealedThings } from './sealed/sealed-things.ts'
import type { AccountValidity } from './validity.ts'
import { followValidity } from './validity.ts'

/** What an account has before there is a client. */
export interface Own {
  readonly signedIn: SignedIn
  readonly userId: string
  readonly storage: StorageWatch
  readonly health: Live<Health>
  /** The way to the server: with the token, and watched. */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>
  readonly drafts: Drafts
  /** What somebody keeps for themselves, on all their devices. */
  readonly sealed: SealedThings
  readonly media: Media
  readonly keptFiles: KeptFiles
  readonly reports: Reports
  readonly validity: AccountValidity
  /** What was seen last; undefined where nothing is kept. */
  readonly seen: Snapshot | undefined
}

/** Opens it. */
export async function openOwn(signedIn: SignedIn, userId: string): Promise<Own> {
  const storage = watchStorage()
  const { fetch: watched, state: health } = watchHealth({ send: rememberVersions(signedIn.fetch, localStorage), now: () => Date.now() })
  const hears: { exchange?: ReturnType<typeof exchangeDrafts> } = {}
  const [drafts, sealed, seen] = await Promise.all([
    openDrafts(storage),
    openSealedThings(storage, { onDraftLost: (place, draft) => hears.exchange?.lost(place, draft) }),
    readSnapshot(openSnapshotStore(), userId),
  ])
  hears.exchange = exchangeDrafts({ drafts, list: sealed.drafts })
  return { signedIn, userId, storage, health, fetch: paceSyncs(watched), drafts, sealed, media: openMedia(signedIn), keptFiles: openKeptFiles(storage), reports: createReports(signedIn), validity: followValidity(signedIn), seen }
}
