// How far somebody has read a room: its main timeline, and each of its threads.
// https://spec.matrix.org/v1.19/client-server-api/#threaded-read-receipts

/** How far one user has read one room. */
export interface ReadMarks {
  userId: string
  /** Up to where they have read the main timeline: by receipt, by sending, or by joining. */
  readPosition: number
  readOrdinal: number
  /** Up to where they have read whatever thread it was: by an unthreaded receipt, or by joining. */
  unthreadedPosition: number
  /** Up to where they have read single threads beyond that; undefined where they have not. */
  threadReads: Map<string, number> | undefined
  /** Unread events that count differently for them. */
  exceptions: { position: number; notifyDelta: number; highlight: boolean; threadId: string | undefined }[]
}

/** How many threads of a room are remembered as read, one by one. */
const MAX_THREAD_READS = 500

/** A receipt: of the whole room (thread id empty), of the main timeline, or of one thread. */
export function markRead(
  room: ReadMarks | undefined,
  read: { threadId: string; position: number; ordinal: number },
): void {
  if (room === undefined) return
  const { threadId, position, ordinal } = read
  if (threadId !== '' && threadId !== 'main') {
    advanceThread(room, threadId, position)
    return
  }
  if (threadId === '') room.unthreadedPosition = Math.max(room.unthreadedPosition, position)
  advance(room, position, ordinal)
}

/** Moves up to where somebody has read one thread. */
export function advanceThread(room: ReadMarks | undefined, threadId: string, position: number): void {
  if (room === undefined || position <= room.unthreadedPosition) return
  room.threadReads ??= new Map()
  const before = room.threadReads.get(threadId) ?? 0
  if (position <= before) return
  room.threadReads.set(threadId, position)
  if (room.threadReads.size > MAX_THREAD_READS) foldOldest(room, room.threadReads)
  dropRead(room)
}

/** The thread that was read the longest ago is remembered no more: everything before counts as read instead. */
function foldOldest(room: ReadMarks, reads: Map<string, number>): void {
  let oldest: [string, number] | undefined
  for (const entry of reads) if (oldest === undefined || entry[1] < oldest[1]) oldest = entry
  if (oldest === undefined) return
  reads.delete(oldest[0])
  room.unthreadedPosition = Math.max(room.unthreadedPosition, oldest[1])
}

/** Moves up to where somebody has read; what counted before that is forgotten. */
export function advance(room: ReadMarks | undefined, position: number, ordinal: number): void {
  if (room === undefined) return
  if (position > room.readPosition) {
    room.readPosition = position
    room.readOrdinal = ordinal
  }
  dropRead(room)
}

/** Up to where somebody has read the main timeline or a thread. */
export function readUpTo(room: ReadMarks, threadId: string | undefined): number {
  if (threadId === undefined) return room.readPosition
  return Math.max(room.unthreadedPosition, room.threadReads?.get(threadId) ?? 0)
}

/** What counted differently before what was read is forgotten. */
export function dropRead(room: ReadMarks): void {
  if (room.exceptions.length > 0) {
    room.exceptions = room.exceptions.filter(({ position, threadId }) => position > readUpTo(room, threadId))
  }
}
