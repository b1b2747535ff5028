// The user directory: finding people by the beginning of their name.
// https://spec.matrix.org/v1.19/client-server-api/#user-directory
import { parseUserId } from '@chappe/core'
import type { ProfilePolicy } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Logger } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import { foldText } from '../../folding.ts'
import type { Session } from '../../session.ts'
import type { Wanted } from './directory-keys.ts'
import { closenessOf, parseTerm } from './directory-keys.ts'
import { startIndexing } from './indexing.ts'
import { createOpenRooms } from './open-rooms.ts'
import type { FoundPerson } from './user-directory-store.ts'
import { listPeople } from './user-directory-store.ts'

/** What the feature needs. */
export interface UserDirectoryDeps {
  db: Db
  logger: Logger
  engine: Pick<RoomEngine, 'userRooms' | 'onPublished'>
  settings: { serverName: string; policy: Pick<ProfilePolicy, 'directoryScope' | 'directoryTermMin'> }
}

/** Those who were found, best first, and whether there were more. */
export interface FoundPeople {
  people: FoundPerson[]
  limited: boolean
}

/** The operations of this feature. */
export interface UserDirectory {
  search(session: Session, input: { term: string; limit: number | undefined }): Promise<FoundPeople>
  /** An account or a name has changed. */
  onChange(): void
  close(): Promise<void>
}

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 50
const SCAN_MAX = 10_000
/** How many people are ranked; more where many of them may be out of sight. */
const CANDIDATES_MAX = { everybody: 100, acquainted: 1000 } as const
/** People of so many memberships are looked at one by one: whom one shares a small room with is found for certain. */
const NEAR_MAX = 1000

/** Ties the operations to what they need. */
export function createUserDirectory(deps: UserDirectoryDeps): UserDirectory {
  const { db, engine } = deps
  const { serverName, policy } = deps.settings
  const indexing = startIndexing(deps)
  const openRooms = createOpenRooms(db)
  if (policy.directoryScope === 'acquainted') {
    engine.onPublished((items) => {
      for (const { event } of items) openRooms.note(event)
    })
  }
  return {
    async search(session, { term, limit }) {
      const wanted = parseTerm(term, { serverName, lengthMin: policy.directoryTermMin })
      if (wanted === undefined) return { people: [], limited: false }
      await indexing.settle()
      const found = await listPeople(db, {
        wanted,
        viewer: session.userId,
        nearRoomNids: await nearRoomsOf(deps, session.userId),
        openRoomNids: policy.directoryScope === 'acquainted' ? await openRooms.list() : undefined,
        scanMax: SCAN_MAX,
        candidateMax: CANDIDATES_MAX[policy.directoryScope],
      })
      const most = Math.min(limit === undefined || limit < 1 ? DEFAULT_LIMIT : limit, MAX_LIMIT)
      return { people: ranked(found, wanted).slice(0, most), limited: found.length > most }
    },
    onChange: () => indexing.wake(),
    close: () => indexing.close(),
  }
}

/** The smallest rooms of a user, as many as are looked at. */
async function nearRoomsOf({ engine }: UserDirectoryDeps, userId: string): Promise<number[]> {
  const { rooms } = await engine.userRooms.open(userId)
  const joined = [...rooms.values()].flatMap((each) => (each.membership === 'join' && each.room !== undefined ? [each.room] : []))
  joined.sort((a, b) => a.joinedCount - b.joinedCount)
  const near: number[] = []
  let members = 0
  for (const room of joined) {
    members += room.joinedCount
    if (members > NEAR_MAX) break
    near.push(room.roomNid)
  }
  return near
}

/** Whole names first, then whole words, then beginnings; among equals those one shares a room with, then by name. */
function ranked(found: readonly FoundPerson[], wanted: Wanted): FoundPerson[] {
  const rows = found.map((person) => {
    const { displayName, userId, sharesRoom } = person
    const closeness = closenessOf(wanted, { displayName, localpart: parseUserId(userId)?.localpart ?? '' })
    return { person, rank: closeness * 4 + Number(sharesRoom) * 2 + Number(displayName !== null), name: foldText(displayName ?? userId) }
  })
  rows.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.person.userId < b.person.userId ? -1 : 1))
  return rows.map((row) => row.person)
}
