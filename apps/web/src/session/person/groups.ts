// Groups of people whom a message names together. It tells each of them by name (`m.mentions`), so that every client and the
// server know it; that they were meant as a group stands beside it, under a name of our own (docs/decisions/0086).
import type { Content } from '../read-content.ts'
import { contentOf, fieldOf, nameOf, textsOf } from '../read-content.ts'
import type { MentionedGroup } from '../types.ts'

const GROUPS = 'org.chappe.groups'
/** So many groups are named in one message, and so many people in each. */
export const GROUPS_MAX = 5
export const GROUP_PEOPLE_MAX = 200
const MENTIONS_MAX = 1000

/** The groups that a content names. Who is not told by it is no part of them. */
export function groupsIn(content: Content): MentionedGroup[] {
  const listed = fieldOf(content, GROUPS)
  if (!Array.isArray(listed)) return []
  const told = new Set(textsOf(fieldOf(contentOf(fieldOf(content, 'm.mentions')), 'user_ids'), MENTIONS_MAX))
  return listed.slice(0, GROUPS_MAX).map((each: unknown) => {
    const group = contentOf(each)
    const userIds = textsOf(fieldOf(group, 'user_ids'), GROUP_PEOPLE_MAX).filter((userId) => told.has(userId))
    return { name: nameOf(fieldOf(group, 'name')), userIds: [...new Set(userIds)] }
  })
}

/** The field of a content that names them. */
export function toGroups(groups: readonly MentionedGroup[]): Content {
  return groups.length === 0 ? {} : { [GROUPS]: groups.slice(0, GROUPS_MAX).map(({ name, userIds }) => ({ name, user_ids: userIds.slice(0, GROUP_PEOPLE_MAX) })) }
}
