// A room as the rules of the policy see it, and what they answer.
import type { AuthState, JsonObject, RoomVersionRules } from '@chappe/core'
import { joinRuleOf, privilegedCreators, userPowerLevel } from '@chappe/core'
import type { AccountType } from '../account.ts'

/** Why something may not be done in a room. */
export interface Violation {
  /** For programs; it never changes its meaning. */
  code: ViolationCode
  /** For people: a whole sentence, shown by clients as it stands. */
  reason: string
}

/** Every way of going against a rule. */
export type ViolationCode =
  | 'encryption_algorithm'
  | 'encryption_lowered'
  | 'encryption_missing'
  | 'encrypted_forum'
  | 'unencrypted_message'
  | 'open_room_full'
  | 'world_readable'
  | 'guests'
  | 'external_creates'
  | 'external_invited'
  | 'external_joins'
  | 'external_knocks'
  | 'external_acts'
  | 'external_power'
  | 'externals_switch'
  | 'externals_in_open_room'
  | 'direct_message'
  | 'server_power'
  | 'last_admin'
  | 'forum_declaration'
  | 'forum_organisation'
  | 'forum_owners'
  | 'forum_purpose'
  | 'forum_review'
  | 'forum_closed'
  | 'audience'
  | 'audience_declaration'
  | 'retention'
  | 'exercise_apart'

/** What is known of an account. */
export interface PersonFacts {
  accountType: AccountType
  /** The id of the organisation it belongs to, if it does to any. */
  organisationId: string | undefined
}

/** A room before an event, and the people whom the event concerns. */
export interface RoomView {
  rules: RoomVersionRules
  /** Members as far as the event concerns them, and everybody with the power of an admin. */
  state: AuthState
  joinedCount: number
  invitedCount: number
  /** Whether its first events are being written: rules about the room as a whole wait for the last of them. */
  isNew: boolean
  /** The server's own account. */
  serverUserId: string
  /** Nothing for somebody who has no account here. */
  person(userId: string): PersonFacts | undefined
  nowMs: number
}

/** An event that is to be part of a room. */
export interface RoomEvent {
  type: string
  /** Undefined: no state event. */
  stateKey: string | undefined
  sender: string
  content: JsonObject
  /** The event whose content it takes away. */
  redacts: { type: string; stateKey: string | undefined; sender: string } | undefined
}

/** The level from which somebody counts as an admin of a room. */
export const ADMIN_LEVEL = 100

/** The content of a state event with an empty state key. */
export function contentOf(room: RoomView, type: string): JsonObject | undefined {
  return room.state.get(type, '')?.content
}

/** Whether anybody may come in without being invited. */
export function isOpen(room: RoomView): boolean {
  return joinRuleOf(room.state) === 'public'
}

/** Whether what is said in the room is encrypted. */
export function isEncrypted(room: RoomView): boolean {
  return typeof contentOf(room, 'm.room.encryption')?.['algorithm'] === 'string'
}

/** Whether it is a room in which the server speaks to somebody: it cannot encrypt. */
export function isOfServer(room: RoomView): boolean {
  return room.state.get('m.room.create', '')?.sender === room.serverUserId
}

/** Stands in the create event of a room that was made for a drill, which nobody can change: `true`. */
export const EXERCISE = 'org.chappe.room.exercise'

/** Whether a room was made for a drill: what is said in it is made up, and nobody real is in it. */
export function isExercise(room: Pick<RoomView, 'state'>): boolean {
  return room.state.get('m.room.create', '')?.content[EXERCISE] === true
}

/** Whether an event is the one state event of its type. */
export function isStateOf(event: RoomEvent, type: string): boolean {
  return event.type === type && event.stateKey === ''
}

/** What a membership event says, and whose it is. */
export function membershipIn(event: RoomEvent): { userId: string; membership: string } | undefined {
  const { membership } = event.content
  if (event.type !== 'm.room.member' || event.stateKey === undefined || typeof membership !== 'string') return undefined
  return { userId: event.stateKey, membership }
}

/** Everybody who has the power of an admin in a room, in it or not. */
export function adminsOf({ rules, state }: Pick<RoomView, 'rules' | 'state'>): string[] {
  const create = state.get('m.room.create', '')
  const users = state.get('m.room.power_levels', '')?.content['users']
  const named = typeof users === 'object' && users !== null ? Object.keys(users) : []
  const candidates = [...privilegedCreators(rules, create), ...(create === undefined ? [] : [create.sender]), ...named]
  return [...new Set(candidates)].filter((userId) => userPowerLevel(rules, state, userId) >= ADMIN_LEVEL)
}

/** The same room with one state event in place of another. */
export function withState(room: RoomView, type: string, content: JsonObject): RoomView {
  const event = { event_id: '', type, state_key: '', sender: '', ...room.state.get(type, ''), content }
  return { ...room, state: { get: (t, key) => (t === type && key === '' ? event : room.state.get(t, key)) } }
}

/** Nothing against it, or the one thing that is. */
export function violations(is: boolean, code: ViolationCode, reason: string): Violation[] {
  return is ? [{ code, reason }] : []
}
