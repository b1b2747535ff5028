// A forum: an open room for all agents, not encrypted. It says whose it is, who answers for it, what it is for and when
// somebody looks at it again; where nobody does, it closes.
import { isJsonObject, userPowerLevel } from '@chappe/core'
import type { JsonObject } from '@chappe/core'
import type { ProfilePolicy } from '../profile.ts'
import type { RoomEvent, RoomView, Violation } from './view.ts'
import { ADMIN_LEVEL, contentOf, isEncrypted, isOpen, isStateOf, violations, withState } from './view.ts'

/** The state event by which a room is a forum. */
export const FORUM = 'org.chappe.room.forum'

const DAY_MS = 24 * 60 * 60 * 1000
/** Six months of at most 184 days. */
const REVIEW_AHEAD_MS = 184 * DAY_MS
const CLOSES_AFTER_MS = 30 * DAY_MS
const PURPOSE_CHARACTERS_MAX = 500
const OWNERS_MAX = 20

/** What a forum says of itself. */
export interface ForumDeclaration {
  /** The id of the organisation that it belongs to. */
  organisation: string
  /** Who answers for it. */
  owners: readonly string[]
  purpose: string
  /** When it is looked at again, in milliseconds since 1970. */
  reviewAtMs: number
}

/** The declaration in the content of the state event; nothing where it is none. */
export function forumDeclarationOf(content: JsonObject | undefined): ForumDeclaration | undefined {
  if (!isJsonObject(content)) return undefined
  const { organisation, owners, purpose, review_at_ms: reviewAtMs } = content
  if (typeof organisation !== 'string' || typeof purpose !== 'string' || typeof reviewAtMs !== 'number') return undefined
  if (!Array.isArray(owners) || owners.length > OWNERS_MAX || !Number.isSafeInteger(reviewAtMs)) return undefined
  const named = owners.filter((each) => typeof each === 'string')
  return named.length === owners.length ? { organisation, owners: [...new Set(named)], purpose, reviewAtMs } : undefined
}

/** Whether a room is declared as a forum. */
export function isForum(room: RoomView): boolean {
  return forumDeclarationOf(contentOf(room, FORUM)) !== undefined
}

/** When a forum closes to new posts because nobody looked at it again. */
export function forumClosesAtMs({ reviewAtMs }: ForumDeclaration): number {
  return reviewAtMs + CLOSES_AFTER_MS
}

/** What holds for every event. */
export function checkForum(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (!policy.encryptedOpenRooms) return []
  if (event.redacts?.type === FORUM) return violations(true, 'forum_declaration', 'What a forum says of itself cannot be taken away')
  if (event.type === FORUM) return checkForumEvent(room, event)
  const declaration = forumDeclarationOf(contentOf(room, FORUM))
  if (declaration === undefined) return []
  if (isStateOf(event, 'm.room.power_levels') && !room.isNew) {
    return checkOwners(withState(room, 'm.room.power_levels', event.content), declaration)
  }
  const isPost = event.stateKey === undefined && event.redacts === undefined
  const reason = 'This forum is closed to new posts: its review is overdue by more than 30 days. An owner opens it again with a new review date'
  return violations(isPost && room.nowMs > forumClosesAtMs(declaration), 'forum_closed', reason)
}

/** What holds for a forum as a whole, once its first events are there. `declarer`: who made it. */
export function checkForumWhole(room: RoomView, declarer: string, policy: ProfilePolicy): Violation[] {
  const content = contentOf(room, FORUM)
  if (!policy.encryptedOpenRooms || content === undefined) return []
  return checkDeclaration({ ...room, isNew: false }, declarer, content)
}

function checkForumEvent(room: RoomView, event: RoomEvent): Violation[] {
  if (event.stateKey !== '') return violations(true, 'forum_declaration', `${FORUM} is a state event with an empty state key`)
  return room.isNew ? [] : checkDeclaration(room, event.sender, event.content)
}

function checkDeclaration(room: RoomView, declarer: string, content: JsonObject): Violation[] {
  const declaration = forumDeclarationOf(content)
  if (declaration === undefined) {
    const reason = 'A forum says its organisation, its owners, its purpose and the date of its review (organisation, owners, purpose, review_at_ms)'
    return violations(true, 'forum_declaration', reason)
  }
  const { organisation, purpose, reviewAtMs } = declaration
  const isShort = purpose.trim() === '' || purpose.length > PURPOSE_CHARACTERS_MAX
  const isTooSoonOrLate = reviewAtMs <= room.nowMs || reviewAtMs > room.nowMs + REVIEW_AHEAD_MS
  return [
    ...violations(!isOpen(room) || isEncrypted(room), 'forum_declaration', 'A forum is an open room without encryption: this is none'),
    ...violations(room.person(declarer)?.organisationId !== organisation, 'forum_organisation', 'A forum belongs to the organisation of whoever declares it'),
    ...checkOwners(room, declaration),
    ...violations(isShort, 'forum_purpose', `A forum says what it is for, in at most ${PURPOSE_CHARACTERS_MAX} characters`),
    ...violations(isTooSoonOrLate, 'forum_review', 'A forum is reviewed within six months: review_at_ms is in the past or too far ahead'),
  ]
}

function checkOwners(room: RoomView, { owners }: ForumDeclaration): Violation[] {
  const isOwner = (userId: string): boolean => userPowerLevel(room.rules, room.state, userId) >= ADMIN_LEVEL
  const areAgents = owners.every((userId) => room.person(userId)?.accountType === 'agent')
  const isRight = owners.length >= 2 && areAgents && owners.every(isOwner)
  return violations(!isRight, 'forum_owners', `A forum has two owners or more (at most ${OWNERS_MAX}): agents who are its admins`)
}
