// Who reads a room: of which organisations its people are, and which of them are externals. Names carry that for who looks
// closely; a client that says it above every message has to know it for certain.
import { jobPartsFor, statesThatAre } from '@chappe/policy'
import { awayUntilIn } from '../../away.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { RoomPersonRow } from './standings-store.ts'
import { countAudience, countPeople, listPeople } from './standings-store.ts'

/** Somebody of this server in a room, as one of its people sees them. */
export type RoomPerson = Omit<RoomPersonRow, 'fields'> & {
  /** Until when they are out of office, where they are. */
  awayUntilMs: number | undefined
}

/** What the operations need. */
export interface StandingsDeps {
  db: Db
  clock: Clock
  rooms: {
    /** Whether people come into a room uninvited. */
    isOpen(room: Room): boolean
    /** The ids of the organisations that an open room is for; undefined: it is for all. */
    audienceOf(room: Room): readonly string[] | undefined
    /** For how long what is said in it is kept, in milliseconds; undefined: for ever. */
    keptMsOf(room: Room): number | undefined
    /** The room, for somebody who is joined to it; throws `M_FORBIDDEN` otherwise. */
    joinedRoomOf(userId: string, roomId: string): Promise<Room>
  }
  organisations: {
    findByNid(organisationNid: number): Promise<OrganisationName | undefined>
    find(organisationId: string): Promise<OrganisationName | undefined>
    /** All there are, by their ids, so many after one. */
    list(page: { after: string | undefined }): Promise<readonly OrganisationName[]>
  }
  settings: { serverUserId: string }
}

/** What an organisation is called. */
export interface OrganisationName {
  organisationId: string
  name: string
}

/** Who reads a room. */
export interface PeopleOfRoom {
  /** The largest first. */
  organisations: { organisationId: string; name: string; people: number }[]
  externals: number
  elsewhere: number
  /** How many accounts may come in and read; undefined where the room is not open. */
  audience: number | undefined
  /** The organisations that an open room is for; undefined: it is for all. */
  audienceOf: readonly OrganisationName[] | undefined
  people: RoomPerson[]
  /** For how long what is said is kept, in milliseconds; undefined: for ever. */
  keptMs: number | undefined
  limited: boolean
}

/** The operations of this feature. */
export interface Standings {
  list(session: Session, roomId: string): Promise<PeopleOfRoom>
  organisationOf(session: Session): Promise<OrganisationName | undefined>
  /** What all organisations are called, at most 1,000. */
  listNames(): Promise<OrganisationName[]>
}

const ORGANISATIONS_MAX = 100
const PEOPLE_MAX = 1000
/** Whoever writes wants to know whether it is a hundred or ten thousand: that does not change while they write. */
const AUDIENCE_FOR_MS = 10 * 60_000
const AUDIENCES_KEPT = 500
const NAMES_MAX = 1000

/** Ties the operations to what they need. */
export function createStandings({ db, clock, rooms, organisations: known, settings }: StandingsDeps): Standings {
  const counted = new Map<string, { atMs: number; people: Promise<number> }>()
  function audience(organisationIds: readonly string[] | undefined): Promise<number> {
    const nowMs = clock.now()
    const key = organisationIds?.toSorted().join(' ') ?? ''
    const known = counted.get(key)
    if (known !== undefined && nowMs - known.atMs < AUDIENCE_FOR_MS) return known.people
    const people = countAudience(db, { states: statesThatAre('isVisible'), serverUserId: settings.serverUserId, organisationIds: organisationIds ?? null })
    if (counted.size >= AUDIENCES_KEPT) counted.clear()
    counted.set(key, { atMs: nowMs, people })
    people.catch(() => counted.delete(key))
    return people
  }
  async function listNames(): Promise<OrganisationName[]> {
    const all: OrganisationName[] = []
    for (let after: string | undefined; all.length < NAMES_MAX; after = all.at(-1)?.organisationId) {
      const part = await known.list({ after })
      if (part.length === 0) break
      all.push(...part)
    }
    return all.slice(0, NAMES_MAX)
  }
  async function namesOf(organisationIds: readonly string[]): Promise<OrganisationName[]> {
    return Promise.all(organisationIds.map(async (organisationId) => (await known.find(organisationId)) ?? { organisationId, name: organisationId }))
  }
  return {
    async list(session, roomId) {
      const { userId } = session
      const room = await rooms.joinedRoomOf(userId, roomId)
      const { roomNid } = room
      const meant = rooms.isOpen(room) ? rooms.audienceOf(room) : undefined
      const groups = await countPeople(db, roomNid)
      const people = await listPeople(db, roomNid, PEOPLE_MAX)
      const organisations = new Map<string, { organisationId: string; name: string; people: number }>()
      for (const { organisationId, organisationName, people: count } of groups) {
        if (organisationId === null) continue
        const before = organisations.get(organisationId) ?? { organisationId, name: organisationName ?? organisationId, people: 0 }
        organisations.set(organisationId, { ...before, people: before.people + count })
      }
      const count = (is: (type: string | null) => boolean): number => groups.reduce((sum, group) => sum + (is(group.accountType) ? group.people : 0), 0)
      return {
        organisations: [...organisations.values()].toSorted((a, b) => b.people - a.people).slice(0, ORGANISATIONS_MAX),
        externals: count((type) => type === 'external'),
        elsewhere: count((type) => type === null),
        audience: rooms.isOpen(room) ? await audience(meant) : undefined,
        audienceOf: meant === undefined ? undefined : await namesOf(meant),
        people: people.map((person) => asSeenBy(session, person, clock.now())),
        keptMs: rooms.keptMsOf(room),
        limited: people.length < count((type) => type !== null),
      }
    },
    async organisationOf({ organisationNid }) {
      return organisationNid === undefined ? undefined : known.findByNid(organisationNid)
    },
    listNames,
  }
}

/** What somebody does is for those who could find them: whoever is from outside is not told. */
function asSeenBy({ accountType, userId, onProbationSinceMs }: Session, { fields, ...person }: RoomPersonRow, nowMs: number): RoomPerson {
  const parts = jobPartsFor({ accountType, isOnProbation: onProbationSinceMs !== undefined, isSelf: userId === person.userId, isSameOrganisation: false, sharesRoom: true })
  const awayUntilMs = awayUntilIn(fields, nowMs)
  return parts.length > 0 ? { ...person, awayUntilMs } : { ...person, title: '', service: '', awayUntilMs }
}
