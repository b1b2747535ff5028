// Whose presence a sync shows.
import type { Read } from '../../../http/reveal-tap.ts'
import { passes } from '../sync-filter.ts'
import type { JoinPlan, SyncScope } from '../sync-request.ts'
import { mayHaveChanged } from '../sync-request.ts'

/** Who comes into a larger room looks around by and by. */
const MAX_MET = 1000
const NOBODY: readonly { sender: string; json: string }[] = []

/** What a sync says of presence: nothing, or one member of the answer and its row. */
export interface PresenceSection {
  count: number
  parts: readonly string[]
  reads: readonly Read<'people'>[]
}

const NO_SECTION: PresenceSection = { count: 0, parts: [], reads: [] }

/** The member of the answer that shows presence. */
export function presenceSection(scope: SyncScope, joins: readonly JoinPlan[]): PresenceSection {
  const events = presenceOf(scope, joins)
  const count = events.length
  if (count === 0) return NO_SECTION
  const parts = [`"presence":{"events":[${events.map(({ json }) => json).join(',')}]}`]
  return { count, parts, reads: [{ kind: 'people', count, subject: 'presence' }] }
}

/** Presence events that the filter lets pass; none, at no cost, where presence is off or nothing has changed. */
function presenceOf(scope: SyncScope, joins: readonly JoinPlan[]): readonly { sender: string; json: string }[] {
  const { presence } = scope.deps.sources
  if (presence === undefined) return NOBODY
  const met = scope.initial ? [] : [...metIn(joins)]
  if (met.length === 0 && !mayHaveChanged(scope, 'presence')) return NOBODY
  const { filter, since, now, mine } = scope
  const events = presence.eventsFor({
    viewer: mine.user.userId,
    rooms: mine.rooms,
    from: since.changes,
    to: now.changes,
    all: scope.initial || scope.fullState,
    met,
  })
  const wanted = events.filter(({ sender }) => passes(filter.presence, { type: 'm.presence', sender }))
  return filter.presence.limit === undefined ? wanted : wanted.slice(0, Math.max(0, filter.presence.limit))
}

/** Whom the viewer has come to share a room with: everybody there where they have joined, and those who have. */
function* metIn(joins: readonly JoinPlan[]): Iterable<string> {
  for (const { whole, room, timeline } of joins) {
    if (whole && room.listeners.size <= MAX_MET) for (const user of room.listeners) yield user.userId
    for (const { type, stateKey } of timeline) if (type === 'm.room.member' && stateKey !== undefined) yield stateKey
  }
}
