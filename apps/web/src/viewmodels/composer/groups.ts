// Groups of a room's people whom one can name together.
import { GROUP_PEOPLE_MAX } from '../../session/person/groups.ts'
import type { RoomMember, RoomPeople, RoomStandings } from '../../session/types.ts'

/** A group that can be named. */
export interface OfferedGroup {
  /** `group:` and what it is. */
  id: string
  name: string
  userIds: readonly string[]
  /** Whether it is more people than may be told at once. */
  isTooMany: boolean
}

/** What groups are made of. */
export interface GroupParts {
  me: string
  people: Pick<RoomPeople, 'members'>
  standings: RoomStandings | undefined
  /** Who may tell everybody may tell large groups. */
  mayNotifyAll: boolean
  /** What moderators are called in the language of the screen. */
  moderators: string
}

const MODERATOR = 50
/** Who may not tell everybody at once tells no more than these. */
const SMALL_MAX = 50

/** The groups: those who look after the room, and each organisation that is not all of it. */
export function groupsOf({ me, people, standings, mayNotifyAll, moderators }: GroupParts): readonly OfferedGroup[] {
  const others = people.members.filter(({ userId, membership }) => userId !== me && membership === 'join')
  const max = mayNotifyAll ? GROUP_PEOPLE_MAX : SMALL_MAX
  const toGroup = (id: string, name: string, of: readonly RoomMember[], isAll: boolean): OfferedGroup[] =>
    of.length === 0 || isAll || name === '' ? [] : [{ id: `group:${id}`, name, userIds: of.slice(0, GROUP_PEOPLE_MAX).map(({ userId }) => userId), isTooMany: of.length > max }]
  const idOf = (userId: string): string | undefined => standings?.people.get(userId)?.organisationId
  const organisations = (standings?.organisations ?? []).flatMap(({ id, name }) => {
    const of = others.filter(({ userId }) => idOf(userId) === id)
    return toGroup(`organisation:${id}`, name, of, of.length === others.length && idOf(me) === id)
  })
  const looking = others.filter(({ level }) => level >= MODERATOR)
  return [...toGroup('moderators', moderators, looking, looking.length === others.length), ...organisations]
}
