// The details of a room: who its people are to it and to the state, what one may do with them, and in which hands it is.
import type { OwnPowers, RoomMember, RoomPeople, RoomStandings, RoomSummary } from '../../session/types.ts'

/** What somebody is to a room. */
export type Role = 'admin' | 'moderator' | 'member' | 'silent'

/** Somebody in the details of a room. */
export interface DetailsPerson {
  member: RoomMember
  role: Role
  kind: 'agent' | 'external' | 'service' | undefined
  organisation: string
  /** What they do there; empty where it is not known. */
  title: string
  service: string
  /** Until when they are out of office, where they are. */
  awayUntilMs: number | undefined
}

/** What one may do with somebody. */
export interface PersonPowers {
  /** The roles that one may give them; none where one may not. */
  roles: readonly Role[]
  mayRemove: boolean
  mayBan: boolean
}

/** The level of each role. */
export const LEVELS: Readonly<Record<Role, number>> = { admin: 100, moderator: 50, member: 0, silent: -1 }

/** What a level means. */
export function roleOf(level: number): Role {
  if (level >= LEVELS.admin) return 'admin'
  if (level >= LEVELS.moderator) return 'moderator'
  return level < 0 ? 'silent' : 'member'
}

/** The people of a room: those with power first, then by name. */
export function detailsPeople({ members }: RoomPeople, standings: RoomStandings | undefined): DetailsPerson[] {
  const names = new Map(standings?.organisations.map(({ id, name }) => [id, name]))
  return members
    .filter(({ membership }) => membership !== 'knock')
    .map((member): DetailsPerson => {
      const known = standings?.people.get(member.userId)
      return { member, role: roleOf(member.level), kind: known?.kind, organisation: names.get(known?.organisationId ?? '') ?? '', title: known?.title ?? '', service: known?.service ?? '', awayUntilMs: known?.awayUntilMs }
    })
    .toSorted((a, b) => b.member.level - a.member.level || a.member.name.localeCompare(b.member.name))
}

/** What one may do with somebody: only to those below oneself, and to oneself only less than one has. Externals get no power. */
export function powersOver({ mine, me }: { mine: OwnPowers; me: string }, { member, kind }: DetailsPerson): PersonPowers {
  const isMe = member.userId === me
  const isBelow = member.level < mine.level
  const roles = (['admin', 'moderator', 'member', 'silent'] as const).filter((role) => {
    const level = LEVELS[role]
    if (!mine.maySetLevels || role === roleOf(member.level) || level > mine.level) return false
    if (kind === 'external' && level > 0) return false
    return isMe ? level < mine.level && role !== 'silent' : isBelow
  })
  return { roles, mayRemove: mine.mayRemove && isBelow && !isMe, mayBan: mine.mayBan && isBelow && !isMe }
}

/** Whether one is the only admin among people who stay: then one hands over first. */
export function mustHandOver(room: RoomSummary, people: RoomPeople, me: string): boolean {
  const joined = people.members.filter(({ membership }) => membership === 'join')
  const admins = joined.filter(({ level }) => level >= LEVELS.admin)
  return room.kind !== 'person' && joined.length > 1 && admins.length === 1 && admins[0]?.userId === me
}

/** How people come into a room that is not open. */
export const ENTRIES_CHOSEN = ['invite', 'knock'] as const

/** For how many days a room may say that it keeps what is said; others are shown where a room says them. */
export const KEPT_DAYS = [1, 7, 30, 90, 365, 730] as const

/** What newcomers can be shown; the whole world is not offered. */
export const HISTORIES_CHOSEN = ['invited', 'joined', 'shared'] as const

/** Whether there is anything of a room that one may set. */
export function mayChange({ kind, membership, successorId }: RoomSummary, { mine }: RoomPeople): boolean {
  return kind !== 'person' && membership === 'join' && successorId === undefined && (mine.mayJoinRule || mine.mayHistory || mine.mayBan || mine.mayReplace)
}

/** What is said of a room in words, by key. */
export interface RoomFacts {
  entry: 'invite' | 'knock' | 'restricted' | 'open' | 'forum'
  history: 'invited' | 'joined' | 'shared' | 'world'
  isEncrypted: boolean
  admitsExternals: boolean
}

const HISTORY: Readonly<Record<string, RoomFacts['history']>> = { invited: 'invited', joined: 'joined', shared: 'shared', world_readable: 'world' }
const ENTRIES: Readonly<Record<string, RoomFacts['entry']>> = { invite: 'invite', knock: 'knock', knock_restricted: 'knock', restricted: 'restricted', public: 'open' }

/** Reads what is said of a room; what is not known is taken for the strictest. */
export function factsOf(room: RoomSummary): RoomFacts {
  return {
    entry: room.forum === undefined ? (ENTRIES[room.joinRule] ?? 'invite') : 'forum',
    history: HISTORY[room.historyVisibility] ?? 'joined',
    isEncrypted: room.isEncrypted,
    admitsExternals: room.admitsExternals,
  }
}
