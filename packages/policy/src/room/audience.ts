// For whom an open room is: those of some organisations, or all agents. Whoever else is not let in, and does not find it.
import type { JsonObject } from '@chappe/core'
import type { ProfilePolicy } from '../profile.ts'
import type { RoomEvent, RoomView, Violation } from './view.ts'
import { contentOf, isOpen, membershipIn, violations } from './view.ts'

/** The state event that says for whom an open room is: `{"organisations": ["interior"]}`; without the list, for all agents. */
export const AUDIENCE = 'org.chappe.room.audience'

const ORGANISATIONS_MAX = 50
const ID_CHARS_MAX = 64
const COMING: ReadonlySet<string> = new Set(['join', 'invite', 'knock'])

/** The ids of the organisations that an open room is for; undefined: it is for all agents. */
export function audienceOf(content: Readonly<Record<string, unknown>> | undefined): readonly string[] | undefined {
  const organisations = content?.['organisations']
  return Array.isArray(organisations) ? organisations.filter((each) => typeof each === 'string').slice(0, ORGANISATIONS_MAX) : undefined
}

/** Whether somebody belongs to those whom a room is for. */
export function isInAudience(audience: readonly string[] | undefined, organisationId: string | undefined): boolean {
  return audience === undefined || (organisationId !== undefined && audience.includes(organisationId))
}

/** What holds for every event. Who is in a room stays in it when it is for fewer from now on. */
export function checkAudience(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (!policy.openRoomAudiences) return []
  if (event.redacts?.type === AUDIENCE) return violations(true, 'audience_declaration', `For whom a room is cannot be taken away. Say so by ${AUDIENCE} without organisations`)
  if (event.type === AUDIENCE) return checkDeclaration(room, event)
  const member = membershipIn(event)
  if (member === undefined || !COMING.has(member.membership) || !isOpen(room) || member.userId === room.serverUserId) return []
  const audience = audienceOf(contentOf(room, AUDIENCE))
  if (audience === undefined || room.state.get('m.room.member', member.userId)?.content['membership'] === 'join') return []
  const reason = 'This room is for the people of other organisations'
  return violations(!isInAudience(audience, room.person(member.userId)?.organisationId), 'audience', reason)
}

function checkDeclaration(room: RoomView, { stateKey, sender, content }: RoomEvent): Violation[] {
  if (stateKey !== '') return violations(true, 'audience_declaration', `${AUDIENCE} is a state event with an empty state key`)
  const { organisations } = content
  if (organisations === undefined) return []
  const reason = `For whom a room is: a list of the ids of organisations, each once, at most ${ORGANISATIONS_MAX} (organisations)`
  if (!areOrganisations(organisations)) return violations(true, 'audience_declaration', reason)
  const own = room.person(sender)?.organisationId
  return violations(!isInAudience(organisations, own), 'audience_declaration', 'A room is for your own organisation, and others beside it')
}

function areOrganisations(value: JsonObject[string] | undefined): value is string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > ORGANISATIONS_MAX) return false
  const named = value.filter((each) => typeof each === 'string' && each !== '' && each.length <= ID_CHARS_MAX)
  return named.length === value.length && new Set(named).size === named.length
}
