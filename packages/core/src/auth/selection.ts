// Which state events an event must name as its authority, and whether it named just those.
// https://spec.matrix.org/v1.19/server-server-api/#auth-events-selection
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { reject } from './reject.ts'
import { thirdPartyInviteToken } from './room-facts.ts'
import type { AuthEvent, AuthRejection } from './state.ts'

/** The part of an event that decides which auth events it has. */
export type SelectingEvent = Pick<AuthEvent, 'type' | 'sender' | 'content'> & { state_key?: string }

/**
 * The types and state keys of the state that an event's `auth_events` are taken from, without duplicates. Of those,
 * the ones the room has go into the event.
 */
export function authTypesFor(rules: RoomVersionRules, event: SelectingEvent): [type: string, stateKey: string][] {
  // "The auth_events for the m.room.create event in a room is empty"
  if (event.type === 'm.room.create') return []
  const types: [string, string][] = []
  // "The m.room.create event." v12: "m.room.create MUST NOT be selected": the room id says which it is.
  if (!rules.roomIdIsCreateHash) types.push(['m.room.create', ''])
  // "The current m.room.power_levels event, if any."
  types.push(['m.room.power_levels', ''])
  // "The sender's current m.room.member event, if any."
  types.push(['m.room.member', event.sender])
  if (event.type === 'm.room.member') addMemberTypes(rules, event, types)
  return types
}

/** "If type is m.room.member" */
function addMemberTypes(rules: RoomVersionRules, event: SelectingEvent, types: [string, string][]): void {
  const { membership } = event.content
  // "The target's current m.room.member event, if any."
  if (event.state_key !== undefined) addMember(types, event.state_key)
  // "If membership is join, invite or knock, the current m.room.join_rules event, if any."
  if (membership === 'join' || membership === 'invite' || membership === 'knock') {
    types.push(['m.room.join_rules', ''])
  }
  // "If membership is invite and content contains a third_party_invite property, the current m.room.third_party_invite
  // event with state_key matching content.third_party_invite.signed.token, if any."
  const token = membership === 'invite' ? thirdPartyInviteToken(event.content) : undefined
  if (token !== undefined) types.push(['m.room.third_party_invite', token])
  // "If content.join_authorised_via_users_server is present, and the room version supports restricted rooms, then the
  // m.room.member event with state_key matching content.join_authorised_via_users_server."
  const authoriser = event.content.join_authorised_via_users_server
  if (rules.restrictedJoins && typeof authoriser === 'string') addMember(types, authoriser)
}

function addMember(types: [string, string][], userId: string): void {
  if (!types.some(([type, stateKey]) => type === 'm.room.member' && stateKey === userId)) {
    types.push(['m.room.member', userId])
  }
}

/**
 * "Considering the event's auth_events" (rule 3 in version 12, 2 before). That none of them was itself rejected
 * (v12 3.3) is for the caller to see, who alone knows.
 *
 * @param authEvents the events that `event.auth_events` names, in that order.
 */
export function checkAuthEventsSelection(
  rules: RoomVersionRules,
  event: AuthEvent,
  authEvents: readonly AuthEvent[],
): AuthRejection | undefined {
  const expected = new Set(authTypesFor(rules, event).map(([type, stateKey]) => slotOf(type, stateKey)))
  const seen = new Set<string>()
  for (const authEvent of authEvents) {
    const named = `${authEvent.type} ${JSON.stringify(authEvent.state_key ?? null)}`
    const slot = authEvent.state_key === undefined ? undefined : slotOf(authEvent.type, authEvent.state_key)
    // v12 3.2: "If there are entries whose type and state_key don't match those specified by the auth events selection
    // algorithm described in the server specification, reject."
    if (slot === undefined || !expected.has(slot)) {
      return reject('auth_events_unexpected', `The auth events contain ${named}, which is not selected for this event`)
    }
    // v12 3.1: "If there are duplicate entries for a given type and state_key pair, reject."
    if (seen.has(slot)) return reject('auth_events_duplicate', `The auth events contain ${named} twice`)
    seen.add(slot)
    // v12 3.5: "If any event in auth_events has a room_id which does not match that of the event being authorised,
    // reject."
    if (authEvent.room_id !== event.room_id) {
      return reject('auth_events_of_another_room', `The auth events contain ${named} of another room`)
    }
  }
  // v1 2.4: "If there is no m.room.create event among the entries, reject." v12 has it in the room id.
  const needsCreate = !rules.roomIdIsCreateHash && event.type !== 'm.room.create'
  if (needsCreate && !seen.has(slotOf('m.room.create', ''))) {
    return reject('auth_events_without_create', 'The auth events do not contain the create event')
  }
  return undefined
}

/** One text for a pair of texts; the length keeps pairs apart that would run together. */
function slotOf(type: string, stateKey: string): string {
  return `${type.length}:${type}${stateKey}`
}
