// Marks in the stream of events of when its positions were taken, by the clock of the server. What an event says of its own
// time is not asked: an application service may say any.
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import { noteStreamTime } from './retention-store.ts'

/** What marking needs. */
export interface StreamTimesDeps {
  db: Db
  clock: Clock
  logger: Pick<Logger, 'warn'>
  /** Hears of events in the order of their positions, as they become visible. */
  onPublished(listener: (items: readonly { event: { position: number } }[]) => void): void
}

/** So far apart two marks are while anything is written; nothing is marked while nothing is. */
const MARKED_EVERY_MS = 60_000

/** Begins to mark. Closing waits until what was begun is written. */
export function startStreamTimes({ db, clock, logger, onPublished }: StreamTimesDeps): { close(): Promise<void> } {
  let markedAtMs = Number.NEGATIVE_INFINITY
  let writing: Promise<void> = Promise.resolve()
  onPublished((items) => {
    const now = clock.now()
    const [first] = items
    // Where the clock was set back, its time is marked anew.
    if (first === undefined || (now - markedAtMs < MARKED_EVERY_MS && now >= markedAtMs)) return
    markedAtMs = now
    // Everything before these events had come by now, and they come now.
    writing = writing
      .then(() => noteStreamTime(db, { atMs: now, position: first.event.position - 1, everyMs: 1 }))
      .catch((error: unknown) => logger.warn({ err: error }, 'how far the stream of events is was not marked'))
  })
  return { close: () => writing }
}
