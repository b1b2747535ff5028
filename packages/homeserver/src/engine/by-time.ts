// From a time to a place in a room.
import type { Db } from '../db/pool.ts'
import { originServerTsOf } from './client-event.ts'
import type { Room } from './room.ts'
import { listTimeline } from './rooms-store.ts'

/**
 * The position before the first event of a room that was sent at or after a time, plus one: found by halving, one event
 * looked at each time.
 *
 * NOTE: a room's events stand in the order in which they came, and that is the order of their times but for senders who
 * set the time themselves (application services).
 */
export async function firstGapAt(db: Db, room: Pick<Room, 'roomNid' | 'committedPosition'>, ts: number): Promise<number> {
  let [low, high] = [0, room.committedPosition + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const range = { roomNid: room.roomNid, after: middle - 1, before: high, backwards: false, limit: 1 }
    const [event] = await listTimeline(db, range)
    if (event !== undefined && (originServerTsOf(event.json) ?? 0) < ts) low = event.position + 1
    else high = middle
  }
  return low
}
