// History visibility, evaluated at each event.
// https://spec.matrix.org/v1.19/client-server-api/#room-history-visibility
import type { Db } from '../db/pool.ts'
import { currentViewing } from '../viewing.ts'
import { firstGapAt } from './by-time.ts'
import type { RoomEngine } from './engine.ts'
import { withoutIgnored } from './ignored-users.ts'
import type { Room, TimelineEvent } from './room.ts'
import { isPurged } from './purged.ts'
import { listStateHistory } from './rooms-store.ts'
import { parsePdu } from './row-mapping.ts'

/** What looking at a room through somebody's eyes needs. */
export interface HistoryDeps {
  db: Db
  engine: Pick<RoomEngine, 'registry'>
}

/** The same, for what somebody is shown. */
export interface VisibilityDeps extends HistoryDeps {
  engine: Pick<RoomEngine, 'registry' | 'ignored'>
}

/** What of an event decides who sees it. */
export type PlacedEvent = Pick<TimelineEvent, 'position' | 'type' | 'stateKey'>

/** A value that held from the event at `from` on, until the event at `to`. */
interface Span {
  from: number
  to: number
  value: string
}

/** The visibility a room has as long as nothing says otherwise. */
const DEFAULT_VISIBILITY = 'shared'

/**
 * Those of a room's events that a user is shown, in the order given: what they may see, without whom they ignore and
 * without what is over.
 */
export async function visibleEvents(
  deps: VisibilityDeps,
  room: Room,
  viewerUserId: string,
  events: readonly TimelineEvent[],
): Promise<TimelineEvent[]> {
  const there = events.some(isPurged) ? events.filter((event) => !isPurged(event)) : events
  return eventsInHistory(deps, room, viewerUserId, withoutIgnored(deps.engine.ignored, viewerUserId, there))
}

/**
 * Those of a room's events that a user may see, in the order given. Costs no query where every event is from after
 * their joining, and none but the room's own history of visibility where members see what was shared before. The past
 * of a frozen room is shown to nobody.
 */
export async function eventsInHistory<E extends PlacedEvent>(
  deps: HistoryDeps,
  room: Room,
  viewerUserId: string,
  all: readonly E[],
): Promise<E[]> {
  const limits = currentViewing()
  const seen = await eventsForAccount(deps, room, viewerUserId, all)
  if (limits === undefined || seen.length === 0 || !isJoinable(room)) return seen
  const from = await firstGapAt(deps.db, room, limits.openRoomsFromMs)
  return seen.filter((event) => event.position >= from)
}

/** Rooms that one comes into without being invited. */
function isJoinable(room: Room): boolean {
  const entry = room.state.get('m.room.join_rules')?.get('')
  const rule = entry === undefined ? undefined : parsePdu(entry.json).content['join_rule']
  return rule === 'public' || rule === 'restricted' || rule === 'knock' || rule === 'knock_restricted'
}

async function eventsForAccount<E extends PlacedEvent>(
  deps: HistoryDeps,
  room: Room,
  viewerUserId: string,
  all: readonly E[],
): Promise<E[]> {
  const frozenUpTo = deps.engine.registry.frozenUpTo(room.roomNid)
  const events = frozenUpTo === 0 ? all : all.filter((event) => event.position > frozenUpTo)
  await deps.engine.registry.ensureMembers(room, [viewerUserId])
  const member = room.members.get(viewerUserId)
  const joinedFrom = member?.membership === 'join' ? member.joinedPosition : Number.POSITIVE_INFINITY
  const older = events.filter((event) => event.position < joinedFrom)
  if (older.length === 0) return [...events]
  const visibility = await visibilityHistory(deps.db, room)
  const isMember = member?.membership === 'join'
  if (older.every((event) => visibilitiesAt(visibility, event).some((each) => isOpen(each, isMember)))) return [...events]
  const own = await membershipHistory(deps.db, room, viewerUserId)
  return events.filter((event) => event.position >= joinedFrom || isVisible(event, viewerUserId, visibility, own))
}

/** The position of the event with which a user's last time in the room ended; 0 when they were never joined. */
export async function lastLeavingOf(db: Db, room: Room, userId: string): Promise<number> {
  const own = await membershipHistory(db, room, userId)
  return own.findLast((span) => span.value === 'join')?.to ?? 0
}

/** Whether everybody, or every present member, sees what is of this visibility. */
function isOpen(visibility: string, isMember: boolean): boolean {
  return visibility === 'world_readable' || (isMember && visibility === 'shared')
}

function isVisible(event: PlacedEvent, viewer: string, visibility: readonly Span[], own: readonly Span[]): boolean {
  // "Likewise, for the user's own m.room.member events, the user should be allowed to see the event if their
  // membership before or after the event would allow them to see it." (v1.19)
  const isOwn = event.type === 'm.room.member' && event.stateKey === viewer
  const memberships = isOwn ? bothSides(own, event.position) : [before(own, event.position)]
  const joinedLater = own.some((span) => span.value === 'join' && span.to > event.position)
  return visibilitiesAt(visibility, event).some(
    (each) =>
      each === 'world_readable' ||
      (each === 'shared' && joinedLater) ||
      memberships.includes('join') ||
      (each === 'invited' && memberships.includes('invite')),
  )
}

/** "The history visibility before OR after the event", for events that change it; the one at the event for others. */
function visibilitiesAt(visibility: readonly Span[], event: PlacedEvent): string[] {
  const changes = event.type === 'm.room.history_visibility' && event.stateKey === ''
  const values = changes ? bothSides(visibility, event.position) : [before(visibility, event.position)]
  return values.map((value) => value ?? DEFAULT_VISIBILITY)
}

function before(spans: readonly Span[], position: number): string | undefined {
  return spans.find((span) => span.from < position && position <= span.to)?.value
}

function bothSides(spans: readonly Span[], position: number): (string | undefined)[] {
  const after = spans.find((span) => span.from <= position && position < span.to)?.value
  return [before(spans, position), after]
}

const histories = new WeakMap<Room, { current: number; spans: Span[] }>()

/** What a room's visibility has been; asked of the database once per change. */
async function visibilityHistory(db: Db, room: Room): Promise<Span[]> {
  const current = room.state.get('m.room.history_visibility')?.get('')?.position ?? 0
  if (current === 0) return []
  const known = histories.get(room)
  if (known?.current === current) return known.spans
  const spans = await spansOf(db, room, 'm.room.history_visibility', '')
  const last = spans.at(-1)
  // An entry that is not committed yet is not in the database: what is known without it is not to be kept.
  if (last?.from === current) histories.set(room, { current, spans })
  return spans
}

async function membershipHistory(db: Db, room: Room, userId: string): Promise<Span[]> {
  return spansOf(db, room, 'm.room.member', userId)
}

async function spansOf(db: Db, room: Room, type: string, stateKey: string): Promise<Span[]> {
  const rows = await listStateHistory(db, room.roomNid, type, stateKey)
  const key = type === 'm.room.member' ? 'membership' : 'history_visibility'
  return rows.map(({ from, to, json }) => ({ from, to, value: valueOf(json, key) }))
}

const VISIBILITIES: ReadonlySet<unknown> = new Set(['world_readable', 'shared', 'invited', 'joined'])

/** "If the value is not understood, the visibility is assumed to be shared." */
function valueOf(json: string, key: 'membership' | 'history_visibility'): string {
  const value = parsePdu(json).content[key]
  if (key === 'history_visibility') return VISIBILITIES.has(value) && typeof value === 'string' ? value : DEFAULT_VISIBILITY
  return typeof value === 'string' ? value : 'leave'
}
