// How much somebody has not read. The main timeline costs a subtraction; threads cost a look at what came in them since.
// https://spec.matrix.org/v1.19/client-server-api/#receiving-notifications
import type { Db } from '../db/pool.ts'
import type { ReadMarks } from './read-marks.ts'
import { readUpTo } from './read-marks.ts'
import { openThreadLog } from './relations.ts'
import { listThreadEntries } from './relations-store.ts'
import type { Room } from './room.ts'
import { THREAD_LOG_MAX } from './thread-log.ts'

/** Events that notify, and those among them that are highlighted. */
export interface UnreadCounts {
  notifications: number
  highlights: number
}

/** What is unread of a room. */
export interface Unread {
  main: UnreadCounts
  /** By thread root; threads with nothing unread are left out. */
  threads: ReadonlyMap<string, UnreadCounts>
}

const NO_THREADS: ReadonlyMap<string, UnreadCounts> = new Map()
const loading = new WeakMap<Room, Promise<void>>()

/** Whether the counts of a room's threads have to be made ready, once for everybody. */
export function needsThreads(room: Room): boolean {
  return room.relations.hasThreads && room.relations.threads === undefined
}

/** Makes the counts of the threads of these rooms ready: one question, the first time that anybody asks. */
export async function loadThreads(db: Db, rooms: readonly Room[]): Promise<void> {
  const missing = rooms.filter(needsThreads)
  if (missing.length === 0) return
  const fresh = missing.filter((room) => !loading.has(room))
  const load = loadLogs(db, fresh)
  for (const room of fresh) loading.set(room, load)
  for (const room of missing) await loading.get(room)
}

async function loadLogs(db: Db, rooms: readonly Room[]): Promise<void> {
  try {
    const entries = rooms.length === 0 ? [] : await listThreadEntries(db, rooms.map((room) => room.roomNid), THREAD_LOG_MAX)
    const byRoom = Map.groupBy(entries, (entry) => entry.roomNid)
    for (const room of rooms) openThreadLog(room, byRoom.get(room.roomNid) ?? [])
  } finally {
    for (const room of rooms) loading.delete(room)
  }
}

/** What a user has not read of a room, whatever thread it is in. Threads count once they were loaded. */
export function unreadOf(each: ReadMarks, room: Room): UnreadCounts {
  const { main, threads } = unreadByThread(each, room)
  for (const { notifications, highlights } of threads.values()) {
    main.notifications += notifications
    main.highlights += highlights
  }
  return main
}

/** The same, the main timeline and each thread on their own. */
export function unreadByThread(each: ReadMarks, room: Room): Unread {
  const main = { notifications: room.committedOrdinal - each.readOrdinal, highlights: 0 }
  let hasThreads = room.relations.hasThreads
  for (const exception of each.exceptions) {
    if (exception.threadId === undefined) addException(main, exception)
    else hasThreads = true
  }
  main.notifications = Math.max(0, main.notifications)
  return { main, threads: hasThreads ? unreadThreads(each, room) : NO_THREADS }
}

function unreadThreads(each: ReadMarks, room: Room): Map<string, UnreadCounts> {
  const threads = new Map<string, UnreadCounts>()
  // Newest first: what somebody has read or said in a thread closes it for everything older.
  const closed = new Map<string, number>()
  for (const { position, threadId, sender } of room.relations.threads?.after(each.unthreadedPosition) ?? []) {
    if (closed.has(threadId)) continue
    if (sender === each.userId || position <= readUpTo(each, threadId)) closed.set(threadId, position)
    else countsOf(threads, threadId).notifications += 1
  }
  for (const exception of each.exceptions) {
    const { threadId, position } = exception
    if (threadId !== undefined && position > (closed.get(threadId) ?? 0)) addException(countsOf(threads, threadId), exception)
  }
  for (const [threadId, counts] of threads) if (counts.notifications <= 0) threads.delete(threadId)
  return threads
}

function addException(counts: UnreadCounts, exception: { notifyDelta: number; highlight: boolean }): void {
  counts.notifications += exception.notifyDelta
  if (exception.highlight) counts.highlights += 1
}

function countsOf(threads: Map<string, UnreadCounts>, threadId: string): UnreadCounts {
  let counts = threads.get(threadId)
  if (counts === undefined) {
    counts = { notifications: 0, highlights: 0 }
    threads.set(threadId, counts)
  }
  return counts
}
