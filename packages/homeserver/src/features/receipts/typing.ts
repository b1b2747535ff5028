// Who is typing: in memory only, for as long as they said.
// https://spec.matrix.org/v1.19/client-server-api/#typing-notifications
import type { Room } from '../../engine/room.ts'
import type { Changes } from '../../streams/changes.ts'

/** Who is typing in which room. */
export interface Typing {
  /** Notes that a user types for some time, or (0) no longer does. */
  set(room: Room, userId: string, timeoutMs: number): void
  /** The content of `m.typing` of a room as JSON text, and the change position at which it became so. */
  find(roomNid: number): { position: number; json: string } | undefined
  close(): void
}

/** How long somebody may be said to type after one request. */
export const MAX_TIMEOUT_MS = 120_000
const MAX_ROOMS = 20_000
const MAX_TYPING = 100

interface RoomTyping {
  position: number
  json: string
  users: Map<string, NodeJS.Timeout>
}

/** Opens it with nobody typing. */
export function createTyping(changes: Pick<Changes, 'touch'>): Typing {
  const rooms = new Map<number, RoomTyping>()

  function changed(room: Room, entry: RoomTyping): void {
    entry.json = JSON.stringify({ user_ids: [...entry.users.keys()] })
    const users = [...room.listeners].map((user) => user.userId)
    entry.position = changes.touch([{ kind: 'typing', users, room: room.roomNid, note: { what: 'typing', json: entry.json } }])
  }

  function stop(room: Room, userId: string): void {
    const entry = rooms.get(room.roomNid)
    const timer = entry?.users.get(userId)
    if (entry === undefined || timer === undefined) return
    clearTimeout(timer)
    entry.users.delete(userId)
    changed(room, entry)
  }

  function start(room: Room, userId: string, timeoutMs: number): void {
    const entry = rooms.get(room.roomNid) ?? { position: 0, json: '', users: new Map<string, NodeJS.Timeout>() }
    const before = entry.users.get(userId)
    if (before === undefined && entry.users.size >= MAX_TYPING) return
    clearTimeout(before)
    const timer = setTimeout(() => stop(room, userId), Math.min(timeoutMs, MAX_TIMEOUT_MS))
    timer.unref()
    entry.users.set(userId, timer)
    rooms.set(room.roomNid, entry)
    if (rooms.size > MAX_ROOMS) dropIdle(rooms)
    if (before === undefined) changed(room, entry)
  }

  return {
    set(room, userId, timeoutMs) {
      if (timeoutMs > 0) start(room, userId, timeoutMs)
      else stop(room, userId)
    },
    find: (roomNid) => rooms.get(roomNid),
    close() {
      for (const { users } of rooms.values()) for (const timer of users.values()) clearTimeout(timer)
      rooms.clear()
    },
  }
}

/** Rooms in which nobody types any more: who has not heard of that yet learns it from the client's own timeout. */
function dropIdle(rooms: Map<number, RoomTyping>): void {
  for (const [roomNid, { users }] of rooms) if (users.size === 0) rooms.delete(roomNid)
}
