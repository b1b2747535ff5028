// Storing receipts and telling those who see them: at once in small rooms, gathered for a moment in large ones, where
// everybody's receipts for one message would otherwise wake everybody as often as there are members.
import type { Room } from '../../engine/room.ts'
import { markRead } from '../../engine/read-marks.ts'
import type { ReceiptsOptions } from './receipts-deps.ts'
import type { ReceiptRow } from './receipts-store.ts'
import { upsertReceipts } from './receipts-store.ts'

/** Writes receipts. */
export interface ReceiptWriter {
  /** Resolves when the receipt is stored, or in a large room when it is sure to be gathered with the others. */
  write(room: Room, row: ReceiptRow): Promise<void>
  /** Stores what is gathered. */
  close(): Promise<void>
}

/** From how many listeners on a room's receipts are gathered, and for how long. */
const SMALL_ROOM = 10
const WINDOW_MS = 300

interface Gathered {
  room: Room
  rows: Map<string, ReceiptRow>
  timer: NodeJS.Timeout
}

/** Opens a writer. */
export function createReceiptWriter(deps: ReceiptsOptions): ReceiptWriter {
  const { db, changes, logger } = deps
  const gathered = new Map<number, Gathered>()
  const flushing = new Set<Promise<void>>()

  async function store(room: Room, rows: readonly ReceiptRow[]): Promise<void> {
    await changes.write(
      (moved: readonly { userId: string; type: string }[]) => [
        { kind: 'receipts', users: seersOf(room, moved), ...placeOf(room, moved), note: { what: 'reads', reads: rows } },
      ],
      async (position) => {
        const moved = await upsertReceipts(db, rows, position)
        const present = deps.rooms.engine.registry.peek(room.roomNid)
        if (moved.length > 0 && present !== undefined) present.receiptPosition = Math.max(present.receiptPosition, position)
        // Again: who began to listen meanwhile has not read this from the database.
        for (const row of rows) noteRead(deps, row)
        return moved
      },
    )
  }

  function flush(entry: Gathered): void {
    clearTimeout(entry.timer)
    gathered.delete(entry.room.roomNid)
    const done = store(entry.room, [...entry.rows.values()])
      .catch((error: unknown) => logger.warn({ err: error }, 'receipts could not be stored'))
      .finally(() => flushing.delete(done))
    flushing.add(done)
  }

  function gather(room: Room, row: ReceiptRow): void {
    let entry = gathered.get(room.roomNid)
    if (entry === undefined) {
      const made: Gathered = { room, rows: new Map(), timer: setTimeout(() => flush(made), WINDOW_MS) }
      gathered.set(room.roomNid, made)
      entry = made
    }
    const key = JSON.stringify([row.userId, row.type, row.threadId])
    const before = entry.rows.get(key)
    if (before === undefined || before.eventPosition < row.eventPosition) entry.rows.set(key, row)
  }

  return {
    async write(room, row) {
      if (room.listeners.size <= SMALL_ROOM) await store(room, [row])
      else gather(room, row)
    },
    async close() {
      for (const entry of gathered.values()) flush(entry)
      await Promise.all(flushing)
    },
  }
}

/** Moves up, in memory, to where a user has read. */
export function noteRead(deps: ReceiptsOptions, row: ReceiptRow): void {
  const each = deps.rooms.engine.userRooms.peek(row.userId)?.rooms.get(row.roomNid)
  markRead(each, { threadId: row.threadId, position: row.eventPosition, ordinal: row.notifyOrdinal })
}

/** For other processes: the room, where everybody in it sees what moved. */
function placeOf({ roomNid }: Room, moved: readonly { type: string }[]): { room?: number } {
  return moved.some((each) => each.type === 'm.read') ? { room: roomNid } : {}
}

/** Who sees that receipts moved: their own users, and for public ones everybody who listens. */
function seersOf(room: Room, moved: readonly { userId: string; type: string }[]): Set<string> {
  const seers = new Set(moved.map((each) => each.userId))
  if (moved.some((each) => each.type === 'm.read')) for (const user of room.listeners) seers.add(user.userId)
  return seers
}
