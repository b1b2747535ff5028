// Which events of a room's threads notified, and what of them somebody has not read. The main timeline is counted by
// ordinals; a thread is counted event by event, since where people stand in it differs from thread to thread.
// https://spec.matrix.org/v1.19/client-server-api/#threaded-read-receipts

/** One event of a thread that notifies whoever has no rules of their own. */
export interface ThreadEntry {
  position: number
  threadId: string
  sender: string
}

/** The last such events of a room. */
export interface ThreadLog {
  add(entry: ThreadEntry): void
  /** The event at a position was redacted. */
  remove(position: number): void
  /** The newest first, back to a position. */
  after(position: number): Iterable<ThreadEntry>
}

/** How many events are counted at the most, over all threads of a room. */
export const THREAD_LOG_MAX = 500

/** Opens a log with the entries of a room, oldest first. */
export function createThreadLog(entries: readonly ThreadEntry[]): ThreadLog {
  let kept = [...entries]
  return {
    add(entry) {
      if (entry.position <= (kept.at(-1)?.position ?? 0)) return
      kept.push(entry)
      if (kept.length > THREAD_LOG_MAX * 2) kept = kept.slice(-THREAD_LOG_MAX)
    },
    remove(position) {
      if (kept.some((entry) => entry.position === position)) kept = kept.filter((entry) => entry.position !== position)
    },
    *after(position) {
      for (let index = kept.length - 1; index >= 0; index -= 1) {
        const entry = kept[index]
        if (entry === undefined || entry.position <= position) return
        yield entry
      }
    },
  }
}
