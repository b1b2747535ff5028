// The state of the planned rooms: what the client asked for and does not have, with as few questions to the database as
// there are kinds of them.
import type { Room } from '../../../../engine/room.ts'
import { listMembersOf, listStateChanges } from '../../../../engine/rooms-store.ts'
import { memberOf, timelineEventOf } from '../../../../engine/row-mapping.ts'
import { lineOf, memberLine } from '../../steps/fill-state.ts'
import { isRequired } from '../required-state.ts'
import type { SlidingScope } from '../sliding-scope.ts'
import { fillGone } from './fill-gone.ts'
import { lazyNeeds } from './lazy-needs.ts'
import type { RoomPlan } from './room-plan.ts'
import { isGone, isJoined } from './room-plan.ts'

const MEMBER = 'm.room.member'

/** Fills state and members of all plans. */
export async function fillRooms(scope: SlidingScope, plans: readonly RoomPlan[]): Promise<void> {
  const joined = plans.filter(isJoined)
  for (const plan of joined) fillPlainState(plan)
  await Promise.all(joined.map((plan) => fillAllMembers(scope, plan)))
  await fillSomeMembers(scope, joined)
  await Promise.all(plans.filter(isGone).map((plan) => fillGone(scope, plan)))
}

/** Whether an entry is news for the client: it changed, or was not asked for before. */
function isNew(plan: RoomPlan, type: string, stateKey: string, position: number): boolean {
  if (plan.initial || position > plan.after) return true
  const before = plan.sent?.required
  return before !== undefined && before.key !== plan.config.required.key && !isRequired(before, type, stateKey)
}

/** State that is no membership, from memory. What is not durable yet comes with its event. */
function fillPlainState(plan: RoomPlan): void {
  const { room, config } = plan
  const widened = plan.sent?.required.key !== config.required.key
  plan.name = textOf(plan, 'm.room.name', 'name')
  plan.avatar = textOf(plan, 'm.room.avatar', 'url')
  if (!plan.initial && !widened && room.lastStatePosition <= plan.after) return
  for (const [type, byKey] of room.state) {
    for (const [stateKey, { position, eventId, sender, json }] of byKey) {
      if (position > room.committedPosition || !isRequired(config.required, type, stateKey)) continue
      if (isNew(plan, type, stateKey, position)) plan.state.push({ position, eventId, type, stateKey, sender, json })
    }
  }
}

/** A text of a state entry where it is news: null where it was taken away, undefined where it is as before. */
function textOf(plan: RoomPlan, type: string, member: string): string | null | undefined {
  const entry = plan.room.state.get(type)?.get('')
  if (entry === undefined || entry.position > plan.room.committedPosition) return undefined
  if (!plan.initial && entry.position <= plan.after) return undefined
  const value = entry.auth.content[member]
  if (typeof value === 'string' && value !== '') return value
  return plan.initial ? undefined : null
}

/** Every member, for who asked for them all: the whole list at first, changes from then on. */
async function fillAllMembers(scope: SlidingScope, plan: RoomPlan): Promise<void> {
  const { room, config, after } = plan
  if (!config.required.allMembers) return
  if (plan.initial || plan.sent?.required.key !== config.required.key) {
    await scope.deps.engine.registry.ensureAllMembers(room)
    for (const userId of room.members.keys()) pushMember(plan, userId)
    return
  }
  if (room.lastStatePosition <= after) return
  if (room.tailFrom <= after) {
    for (const event of room.tail) {
      if (event.type === MEMBER && event.position > after && event.stateKey !== undefined) pushMember(plan, event.stateKey)
    }
    return
  }
  const rows = await listStateChanges(scope.deps.db, room.roomNid, after, scope.now.events + 1)
  plan.state.push(...rows.filter((row) => row.type === MEMBER && isRequired(config.required, MEMBER, row.stateKey ?? '')).map(lineOf))
}

/** The members named, and those whom the timeline needs. */
async function fillSomeMembers(scope: SlidingScope, plans: readonly RoomPlan[]): Promise<void> {
  const needs = plans.map((plan) => ({ plan, named: plan.config.required.namedMembers, lazy: lazyNeeds(plan) }))
  await loadMembers(scope, needs.map(({ plan, named, lazy }) => ({ room: plan.room, userIds: [...named, ...lazy] })))
  for (const { plan, named, lazy } of needs) {
    if (plan.config.required.allMembers) continue
    for (const userId of named) pushMember(plan, userId)
    pushLazily(plan, lazy)
  }
}

const MAX_LAZY = 500

function pushLazily(plan: RoomPlan, users: ReadonlySet<string>): void {
  // "Clients must flush any membership cache when `limited` is true" (MSC4186), so nobody counts as known then.
  const forgets = plan.initial || plan.limited || plan.lazyMembers.size > MAX_LAZY
  const known = forgets ? new Set<string>() : plan.lazyMembers
  const fresh: string[] = []
  for (const userId of users) {
    const member = plan.room.members.get(userId)
    if (member === undefined || member === null) continue
    if (known.has(userId) && member.position <= plan.after) continue
    fresh.push(userId)
    if (!plan.state.some((line) => line.type === MEMBER && line.stateKey === userId)) plan.state.push(memberLine(userId, member))
  }
  plan.lazyMembers = fresh.length === 0 ? known : new Set([...known, ...fresh])
}

function pushMember(plan: RoomPlan, userId: string): void {
  const member = plan.room.members.get(userId)
  if (member === undefined || member === null || member.position > plan.room.committedPosition) return
  if (!isRequired(plan.config.required, MEMBER, userId) || !isNew(plan, MEMBER, userId, member.position)) return
  plan.state.push(memberLine(userId, member))
}

/** Brings the memberships of many rooms into memory with one question. */
export async function loadMembers(scope: SlidingScope, wanted: readonly { room: Room; userIds: readonly string[] }[]): Promise<void> {
  const missing: { room: Room; userId: string }[] = []
  for (const { room, userIds } of wanted) {
    if (room.allMembersLoaded) continue
    for (const userId of new Set(userIds)) if (!room.members.has(userId)) missing.push({ room, userId })
  }
  if (missing.length === 0) return
  const rows = await listMembersOf(scope.deps.db, missing.map((each) => each.userId), missing.map((each) => each.room.roomNid))
  const found = new Map(rows.map((row) => [`${row.roomNid} ${row.userId}`, row]))
  for (const { room, userId } of missing) {
    // What memory has by now may be newer than what the query saw.
    if (room.members.has(userId)) continue
    const row = found.get(`${room.roomNid} ${userId}`)
    room.members.set(userId, row === undefined ? null : memberOf(row))
  }
}

/** Events of a range of a room's state, as the timeline has them. */
export async function memberEventsSince(scope: SlidingScope, room: Room, after: number): ReturnType<typeof fromRows> {
  if (room.tailFrom <= after) {
    return room.tail.filter((event) => event.position > after && (event.type === MEMBER || event.type === 'm.room.encryption'))
  }
  return fromRows(scope, room, after)
}

async function fromRows(scope: SlidingScope, room: Room, after: number): Promise<ReturnType<typeof timelineEventOf>[]> {
  const rows = await listStateChanges(scope.deps.db, room.roomNid, after, scope.now.events + 1)
  return rows.filter((row) => row.type === MEMBER || row.type === 'm.room.encryption').map(timelineEventOf)
}
