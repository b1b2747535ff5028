// How it stands with the server, this browser's storage and this version: what people should know of it, the gravest first.
import type { Live } from '../../live.ts'
import type { Health } from '../../session/health.ts'
import type { StorageState } from '../../session/kept/storage.ts'
import type { Connection } from '../../session/types.ts'
import type { Version, VersionState } from '../../version.ts'
import { derive } from '../derive.ts'

/** Something people should know. */
export type StandingNotice =
  | { kind: 'storageLost' | 'storageFull' | 'unreachable' | 'failing' | 'busy' | 'slow' | 'newVersion' }
  /** The device's clock: by how many minutes it is wrong, and whether it is ahead. */
  | { kind: 'clock'; minutes: number; isAhead: boolean }

/** What the standing is made of. */
export interface StandingSources {
  connection: Live<Connection>
  health: Live<Health>
  storage: Live<StorageState>
  version: Version
}

/** How it stands. */
export interface StandingModel {
  /** Never more than `NOTICES_MAX`. */
  notices: Live<readonly StandingNotice[]>
  /** Opens the page anew: with the new version, or with a storage that is empty. */
  reload(): void
}

const NOTICES_MAX = 2

/** Makes the model. */
export function createStanding({ connection, health, storage, version }: StandingSources): StandingModel {
  const { live } = derive([connection, health, storage, version.state], () =>
    listNotices({ connection: connection.getState(), health: health.getState(), storage: storage.getState(), version: version.state.getState() }),
  )
  return { notices: live, reload: version.reload }
}

/** How it stands at one moment. */
export interface Standing {
  connection: Connection
  health: Health
  storage: StorageState
  version: VersionState
}

/** What of it people should know. */
export function listNotices({ connection, health, storage, version }: Standing): readonly StandingNotice[] {
  const notices: StandingNotice[] = []
  if (storage === 'lost') notices.push({ kind: 'storageLost' })
  if (storage === 'full') notices.push({ kind: 'storageFull' })
  if (health.server !== 'well') notices.push({ kind: health.server })
  else if (connection === 'offline') notices.push({ kind: 'unreachable' })
  if (health.clockAheadMs !== 0) notices.push({ kind: 'clock', minutes: Math.round(Math.abs(health.clockAheadMs) / 60_000), isAhead: health.clockAheadMs > 0 })
  if (version === 'newer') notices.push({ kind: 'newVersion' })
  return notices.slice(0, NOTICES_MAX)
}
