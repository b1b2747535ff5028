// The user directory: finding people by the beginning of their name.
// https://spec.matrix.org/v1.19/client-server-api/#user-directory
import type { ProfilePolicy } from '@chappe/policy'
import { awayUntilIn } from '../../away.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Session } from '../../session.ts'
import { parseTerm } from './directory-keys.ts'
import { startIndexing } from './indexing.ts'
import { createOpenRooms } from './open-rooms.ts'
import { ranked, shortlist } from './ranking.ts'
import type { FoundPerson, PeopleScope } from './user-directory-store.ts'
import { listCandidates, listJobCandidates, listPeople } from './user-directory-store.ts'

/** What the feature needs. */
export interface UserDirectoryDeps {
  db: Db
  clock: Clock
  logger: Logger
  engine: Pick<RoomEngine, 'userRooms' | 'onPublished'>
  settings: { serverName: string; policy: Pick<ProfilePolicy, 'directoryScope' | 'directoryTermMin'> }
}

/** Somebody who is shown. */
export type ShownPerson = Omit<FoundPerson, 'fields'> & {
  /** Until when they are out of office, where they are and the viewer may know. */
  awayUntilMs: number | undefined
}

/** Those who were found, best first, and whether there were more. */
export interface FoundPeople {
  people: ShownPerson[]
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
const JOB_SCAN_MAX = 3000
/** How many more people are looked at than are shown: some share a room, and some are in the directory no more. */
const MORE = 10
/** How many keys are ranked; more where many of them may be of people out of sight. */
const CANDIDATES_MAX = { everybody: 100, organisation: 100, acquainted: 1000 } as const
/** People of so many memberships are looked at one by one: whom one shares a small room with is found for certain. */
const NEAR_MAX = 1000

/** Ties the operations to what they need. */
export function createUserDirectory(deps: UserDirectoryDeps): UserDirectory {
  const { db, engine } = deps
  const { serverName, policy } = deps.settings
  const indexing = startIndexing({ ...deps, byOrganisation: policy.directoryScope === 'organisation' })
  const openRooms = createOpenRooms(db)
  if (policy.directoryScope === 'acquainted') {
    engine.onPublished((items) => {
      for (const { event } of items) openRooms.note(event)
    })
  }
  async function scopeFor({ organisationNid }: Session): Promise<PeopleScope> {
    switch (policy.directoryScope) {
      case 'everybody':
        return { kind: 'everybody' }
      case 'organisation':
        return { kind: 'organisation', organisationNid: organisationNid ?? null }
      case 'acquainted':
        return { kind: 'acquainted', openRoomNids: await openRooms.list() }
    }
  }
  return {
    async search(session, { term, limit }) {
      const wanted = parseTerm(term, { serverName, lengthMin: policy.directoryTermMin })
      if (wanted === undefined) return { people: [], limited: false }
      await indexing.settle()
      const most = Math.min(limit === undefined || limit < 1 ? DEFAULT_LIMIT : limit, MAX_LIMIT)
      const candidateMax = CANDIDATES_MAX[policy.directoryScope]
      const nearRoomNids = await nearRoomsOf(deps, session.userId)
      const scope = await scopeFor(session)
      const named = await listCandidates(db, { wanted, scope, nearRoomNids, scanMax: SCAN_MAX, candidateMax })
      // Names come first: where they fill what is shown, nobody is looked for by what they do.
      const isFull = new Set(named.map(({ userNid }) => userNid)).size > most
      const byJob = isFull ? [] : await listJobCandidates(db, { wanted, scope, scanMax: JOB_SCAN_MAX, candidateMax })
      const candidates = shortlist([...named, ...byJob], wanted)
      // A device that waits to be approved finds nobody beyond its organisation, and nobody at all without one.
      const onlyOrganisationNid = session.onProbationSinceMs === undefined ? undefined : (session.organisationNid ?? 0)
      // Where some of those whose keys were found may not be found themselves, each has to be looked at.
      const isAllShown = scope.kind !== 'acquainted' && onlyOrganisationNid === undefined
      const looked = isAllShown ? candidates.slice(0, most + MORE) : candidates
      const found = await listPeople(db, { userNids: looked, viewer: session.userId, viewerOrganisationNid: session.organisationNid, scope, wanted, onlyOrganisationNid })
      const limited = found.length > most || looked.length < candidates.length
      return { people: ranked(found, wanted).slice(0, most).map((person) => toShown(person, deps.clock.now())), limited }
    },
    onChange: () => indexing.wake(),
    close: () => indexing.close(),
  }
}

function toShown({ fields, ...person }: FoundPerson, nowMs: number): ShownPerson {
  return { ...person, awayUntilMs: awayUntilIn(fields, nowMs) }
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
