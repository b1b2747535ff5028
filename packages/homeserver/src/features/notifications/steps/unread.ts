// What users have not read in all of their rooms: from memory where somebody listens, from the database otherwise.
import { unreadOf } from '../../../engine/user-rooms.ts'
import type { UserRooms } from '../../../engine/user-rooms.ts'
import type { TimelineEvent } from '../../../engine/room.ts'
import { parsePdu } from '../../../engine/row-mapping.ts'
import type { NotificationsDeps } from '../notifications-deps.ts'
import { listUnread } from '../notifications-store.ts'
import type { Counts } from './payload.ts'

/** A call that rang this long and was not answered is a missed one. */
const RINGING_MS = 90_000

/** The counts of users; those without anything unread may be left out. */
export async function countUnread(deps: NotificationsDeps, userIds: readonly string[]): Promise<Map<string, Counts>> {
  const { db, clock } = deps.ground
  const now = clock.now()
  const counts = new Map<string, Counts>()
  const others: string[] = []
  for (const userId of userIds) {
    const rooms = deps.engine.userRooms.peek(userId)
    if (rooms === undefined || rooms.isDetached || rooms.attaching !== undefined) others.push(userId)
    else counts.set(userId, countInMemory(rooms, now))
  }
  if (others.length === 0) return counts
  for (const { userId, unread, missedCalls } of await listUnread(db, others, now)) counts.set(userId, { unread, missedCalls })
  return counts
}

function countInMemory({ rooms, user }: UserRooms, now: number): Counts {
  const counts: Counts = { unread: 0, missedCalls: 0 }
  for (const each of rooms.values()) {
    if (each.membership !== 'join' || each.room === undefined) continue
    const { notifications } = unreadOf(each, each.room)
    if (notifications === 0) continue
    counts.unread += notifications
    for (const event of each.room.tail) {
      if (event.position > each.readPosition && isMissedCall(event, user.userId, now)) counts.missedCalls += 1
    }
  }
  return counts
}

/** Whoever answers a call sends an event, and has read up to there: one that is unread and rings no more was missed. */
function isMissedCall(event: TimelineEvent, userId: string, now: number): boolean {
  if (event.type !== 'm.call.invite' || event.sender === userId || event.redactedBy !== undefined) return false
  const { origin_server_ts: sentAt } = parsePdu(event.json)
  return sentAt < now - RINGING_MS
}
