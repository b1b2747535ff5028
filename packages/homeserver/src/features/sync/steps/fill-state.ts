// The state of the planned rooms: as it was where their timelines start, from memory where it can be.
import type { Room } from '../../../engine/room.ts'
import type { StoredEvent } from '../../../engine/rooms-store.ts'
import { listMembersOf, listStateBefore, listStateChanges } from '../../../engine/rooms-store.ts'
import { memberOf, timelineEventOf } from '../../../engine/row-mapping.ts'
import type { JoinPlan, StateLine, SyncScope } from '../sync-request.ts'
import { fillRelations } from './fill-relations.ts'
import { stateBeforeTail } from './state-before.ts'
import { replaceState } from './state-after.ts'

/**
 * Fills relations, state, members and summaries of all plans, with as few questions to the database as there are kinds
 * of them.
 */
export async function fillState(scope: SyncScope, plans: readonly JoinPlan[]): Promise<void> {
  const relating = fillRelations(scope, plans)
  if (relating !== undefined) await relating
  const asking = plans.filter((plan) => !fillFromMemory(scope, plan))
  if (asking.length > 0) await Promise.all(asking.map((plan) => fillFromRows(scope, plan)))
  const nameless = summarize(plans)
  if (nameless.length > 0) await addHeroes(scope, nameless)
  for (const plan of plans) wantMembers(scope, plan)
  await addMembers(scope, plans)
}

/** Whether the state but for the members was there to be taken, or there is none to show. */
function fillFromMemory(scope: SyncScope, plan: JoinPlan): boolean {
  const { room, whole, limited, hides, pageFrom } = plan
  if (!whole) return !(limited || hides) || room.lastStatePosition <= scope.since.events
  if (!scope.filter.lazyLoadMembers || (hides && room.lastStatePosition >= pageFrom)) return false
  const state = stateBeforeTail(room, pageFrom)
  if (state === undefined) return false
  plan.state = state
  return true
}

async function fillFromRows(scope: SyncScope, plan: JoinPlan): Promise<void> {
  const { room, whole, pageFrom } = plan
  if (whole) {
    plan.state = stateBeforeTail(room, pageFrom) ?? (await stateFromRows(scope, plan))
    if (!scope.filter.lazyLoadMembers) await addAllMembers(scope, plan)
    if (plan.hides && room.lastStatePosition >= pageFrom) await addHidden(scope, plan)
    return
  }
  const before = plan.hides ? scope.now.events + 1 : pageFrom
  const rows = await listStateChanges(scope.deps.db, room.roomNid, scope.since.events, before)
  plan.state = rows.map(lineOf).filter((line) => !isInTimeline(plan, line.position))
}

/** What changed within the timeline's stretch without standing in it holds all the same. */
async function addHidden(scope: SyncScope, plan: JoinPlan): Promise<void> {
  const rows = await listStateChanges(scope.deps.db, plan.room.roomNid, plan.pageFrom - 1, scope.now.events + 1)
  const hidden = rows.map(lineOf).filter((line) => !isInTimeline(plan, line.position))
  plan.state = replaceState(plan.state, scope.filter.lazyLoadMembers ? hidden.filter((line) => !isMember(line)) : hidden)
}

function isInTimeline({ timeline, pageFrom }: JoinPlan, position: number): boolean {
  return position >= pageFrom && timeline.some((event) => event.position === position)
}

async function stateFromRows(scope: SyncScope, plan: JoinPlan): Promise<StateLine[]> {
  const rows = await listStateBefore(scope.deps.db, plan.room.roomNid, plan.pageFrom, { members: false })
  return rows.map(lineOf)
}

async function addAllMembers(scope: SyncScope, plan: JoinPlan): Promise<void> {
  const { room, pageFrom } = plan
  const rows = await listStateBefore(scope.deps.db, room.roomNid, pageFrom, { members: true })
  plan.state.push(...rows.filter((row) => row.type === 'm.room.member').map(lineOf))
}

/** With lazy loading, a client needs the members who speak in the timeline, itself, and those who name the room. */
function wantMembers(scope: SyncScope, plan: JoinPlan): void {
  if (!scope.filter.lazyLoadMembers) return
  const { room, timeline, whole, members } = plan
  for (const event of timeline) members.set(event.sender, undefined)
  if (whole) members.set(scope.session.userId, undefined)
  for (const hero of plan.summary?.heroes ?? []) members.set(hero, undefined)
  for (const line of plan.state) if (line.type === 'm.room.member') members.delete(line.stateKey)
  // What a timeline shows of a member itself need not stand in the state; what came before it must.
  for (const userId of members.keys()) {
    const member = room.members.get(userId)
    if (member !== undefined && member !== null && isBesideTimeline(scope, plan, member.position)) {
      members.set(userId, memberLine(userId, member))
    }
  }
}

async function addMembers(scope: SyncScope, plans: readonly JoinPlan[]): Promise<void> {
  const userIds: string[] = []
  const roomNids: number[] = []
  for (const plan of plans) {
    for (const [userId, line] of plan.members) {
      if (line !== undefined || isInMemory(plan, userId)) continue
      userIds.push(userId)
      roomNids.push(plan.room.roomNid)
    }
  }
  if (userIds.length > 0) await fetchMembers(scope, plans, { userIds, roomNids })
  for (const plan of plans) pushMembers(scope, plan)
}

async function fetchMembers(
  scope: SyncScope,
  plans: readonly JoinPlan[],
  { userIds, roomNids }: { userIds: readonly string[]; roomNids: readonly number[] },
): Promise<void> {
  const byRoom = new Map(plans.map((plan) => [plan.room.roomNid, plan]))
  for (const row of await listMembersOf(scope.deps.db, userIds, roomNids)) {
    const plan = byRoom.get(row.roomNid)
    if (plan === undefined) continue
    if (isBesideTimeline(scope, plan, row.position)) plan.members.set(row.userId, memberLine(row.userId, row))
    // What memory has may be newer than what the query saw; the next sync finds this one there.
    if (!plan.room.members.has(row.userId)) plan.room.members.set(row.userId, memberOf(row))
  }
}

/** Whether a member event is to be told by the state, since the timeline does not tell it. */
function isBesideTimeline(scope: SyncScope, plan: JoinPlan, position: number): boolean {
  if (position < plan.pageFrom) return true
  const isDurable = position <= scope.now.events && position <= plan.room.committedPosition
  return plan.hides && isDurable && !isInTimeline(plan, position)
}

function isInMemory(plan: JoinPlan, userId: string): boolean {
  return plan.room.allMembersLoaded || plan.room.members.has(userId)
}

function pushMembers(scope: SyncScope, plan: JoinPlan): void {
  const { deps, session, filter, since, now } = scope
  for (const [userId, line] of plan.members) {
    if (line === undefined) continue
    const key = { roomNid: plan.room.roomNid, userId, position: line.position }
    const known = !plan.whole && !filter.includeRedundantMembers && deps.members.lazy.wasShown(session.deviceNid, key, since)
    if (known) continue
    plan.state.push(line)
    deps.members.lazy.note(session.deviceNid, key, now)
  }
}

/** Fills in the counts where they may have changed; gives back the rooms that are called by their members. */
function summarize(plans: readonly JoinPlan[]): JoinPlan[] {
  const nameless: JoinPlan[] = []
  for (const plan of plans) {
    const changed = plan.timeline.some(isOfSummary) || plan.state.some(isOfSummary)
    if (!plan.whole && !changed) continue
    plan.summary = { heroes: undefined, joined: plan.room.joinedCount, invited: plan.room.invitedCount }
    if (!isNamed(plan.room)) nameless.push(plan)
  }
  return nameless
}

async function addHeroes(scope: SyncScope, nameless: readonly JoinPlan[]): Promise<void> {
  const heroes = await scope.deps.members.heroes.of(nameless.map((plan) => plan.room), scope.session.userId)
  for (const plan of nameless) {
    if (plan.summary !== undefined) plan.summary = { ...plan.summary, heroes: heroes.get(plan.room.roomNid) ?? [] }
  }
}

/** What the summary is made of: members, and the names for want of which some of them are named. */
function isOfSummary(each: { type: string }): boolean {
  return isMember(each) || each.type === 'm.room.name' || each.type === 'm.room.canonical_alias'
}

/**
 * "Required if the room's m.room.name or m.room.canonical_alias state events are unset or empty." (v1.19) Looked up in
 * the text: an initial sync has hundreds of rooms, and most names are never parsed.
 */
function isNamed(room: Room): boolean {
  const jsonOf = (type: string): string => room.state.get(type)?.get('')?.json ?? ''
  return /"name":"[^"]/.test(jsonOf('m.room.name')) || /"alias":"[^"]/.test(jsonOf('m.room.canonical_alias'))
}

function isMember(each: { type: string }): boolean {
  return each.type === 'm.room.member'
}

/** A member event as a line of a state section. */
export function memberLine(userId: string, member: { position: number; eventId: string; sender: string; json: string }): StateLine {
  const { position, eventId, sender, json } = member
  return { position, eventId, type: 'm.room.member', stateKey: userId, sender, json }
}

/** A stored state event as a line of a state section. */
export function lineOf(row: StoredEvent): StateLine {
  const event = timelineEventOf(row)
  const { position, eventId, type, sender, json } = event
  return { position, eventId, type, stateKey: event.stateKey ?? '', sender, json }
}
