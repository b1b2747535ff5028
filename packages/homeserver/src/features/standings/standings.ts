// Who reads a room: of which organisations its people are, and which of them are externals. Names carry that for who looks
// closely; a client that says it above every message has to know it for certain.
import { statesThatAre } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { RoomPerson } from './standings-store.ts'
import { countAudience, countPeople, listPeople } from './standings-store.ts'

export type { RoomPerson } from './standings-store.ts'

/** What the operations need. */
export interface StandingsDeps {
  db: Db
  clock: Clock
  /** Whether people come into a room uninvited. */
  isOpen(room: Room): boolean
  /** The room, for somebody who is joined to it; throws `M_FORBIDDEN` otherwise. */
  joinedRoomOf(userId: string, roomId: string): Promise<Room>
  findOrganisation(organisationNid: number): Promise<{ organisationId: string; name: string } | undefined>
  settings: { serverUserId: string }
}

/** Who reads a room. */
export interface PeopleOfRoom {
  /** The largest first. */
  organisations: { organisationId: string; name: string; people: number }[]
  externals: number
  elsewhere: number
  /** How many accounts may come in and read; undefined where the room is not open. */
  audience: number | undefined
  people: RoomPerson[]
  limited: boolean
}

/** The operations of this feature. */
export interface Standings {
  list(session: Session, roomId: string): Promise<PeopleOfRoom>
  organisationOf(session: Session): Promise<{ organisationId: string; name: string } | undefined>
}

const ORGANISATIONS_MAX = 100
const PEOPLE_MAX = 1000
/** Whoever writes wants to know whether it is a hundred or ten thousand: that does not change while they write. */
const AUDIENCE_FOR_MS = 10 * 60_000

/** Ties the operations to what they need. */
export function createStandings({ db, clock, isOpen, joinedRoomOf, findOrganisation, settings }: StandingsDeps): Standings {
  let counted: { atMs: number; people: Promise<number> } | undefined
  function audience(): Promise<number> {
    const nowMs = clock.now()
    if (counted === undefined || nowMs - counted.atMs >= AUDIENCE_FOR_MS) {
      counted = { atMs: nowMs, people: countAudience(db, statesThatAre('isVisible'), settings.serverUserId) }
      counted.people.catch(() => (counted = undefined))
    }
    return counted.people
  }
  return {
    async list({ userId }, roomId) {
      const room = await joinedRoomOf(userId, roomId)
      const { roomNid } = room
      const groups = await countPeople(db, roomNid)
      const people = await listPeople(db, roomNid, PEOPLE_MAX)
      const organisations = new Map<string, { organisationId: string; name: string; people: number }>()
      for (const { organisationId, organisationName, people: count } of groups) {
        if (organisationId === null) continue
        const known = organisations.get(organisationId) ?? { organisationId, name: organisationName ?? organisationId, people: 0 }
        organisations.set(organisationId, { ...known, people: known.people + count })
      }
      const count = (is: (type: string | null) => boolean): number => groups.reduce((sum, group) => sum + (is(group.accountType) ? group.people : 0), 0)
      return {
        organisations: [...organisations.values()].toSorted((a, b) => b.people - a.people).slice(0, ORGANISATIONS_MAX),
        externals: count((type) => type === 'external'),
        elsewhere: count((type) => type === null),
        audience: isOpen(room) ? await audience() : undefined,
        people,
        limited: people.length < count((type) => type !== null),
      }
    },
    async organisationOf({ organisationNid }) {
      return organisationNid === undefined ? undefined : findOrganisation(organisationNid)
    },
  }
}
