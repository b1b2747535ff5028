// What is done for rooms by themselves, from time to time: what is over goes, and forums are reviewed.
import type { Logger } from '../deps.ts'
import { createForumReviews } from '../features/forum-reviews/forum-reviews.ts'
import type { MediaCare } from '../features/media/media.ts'
import { createRetention, startStreamTimes } from '../features/retention/retention.ts'
import type { RoomsDeps } from '../features/rooms/rooms.ts'
import type { ServerNotices } from '../features/server-notices/server-notices.ts'

/** The work, and its end. */
export interface RoomCare {
  /** Does everything that is due now; gives back how many events went and how many people were told. */
  run(): Promise<{ purged: number; told: number }>
  close(): Promise<void>
}

/** What it is tied from. */
export interface RoomCareParts {
  roomsDeps: RoomsDeps
  logger: Logger
  media: Pick<MediaCare, 'delete'>
  notices: Pick<ServerNotices, 'send'>
}

function valueOf(result: PromiseSettledResult<number>): number {
  if (result.status === 'rejected') throw result.reason
  return result.value
}

const EVERY_MS = 10 * 60 * 1000

/** Starts to look after rooms. */
export function startRoomCare({ roomsDeps, logger, media, notices }: RoomCareParts): RoomCare {
  const { db, clock, engine } = roomsDeps
  const { retention: rules, profile } = engine.policy
  const retention = createRetention({ db, clock, engine, deleteFile: (mediaId) => media.delete(mediaId), rules })
  const streamTimes = startStreamTimes({ db, clock, logger, onPublished: engine.onPublished })
  const reviews = createForumReviews({ db, clock, tell: (notice) => notices.send(notice) })
  // Where nobody checks what forums say of themselves, whoever they name is not told.
  const remind = async (): Promise<number> => (profile.encryptedOpenRooms ? reviews.remind() : 0)
  let isOver = false
  let running: Promise<unknown> = Promise.resolve()
  /** One after the other, so that two at once do not do the same. */
  function run(): Promise<{ purged: number; told: number }> {
    const next = running.then(async () => {
      if (isOver) return { purged: 0, told: 0 }
      // Where one of them fails, the other is done nevertheless.
      const [purged, told] = await Promise.allSettled([retention.sweep(() => isOver), remind()])
      return { purged: valueOf(purged), told: valueOf(told) }
    })
    running = next.catch(() => undefined)
    return next
  }
  const timer = setInterval(() => {
    run().catch((error: unknown) => logger.warn({ err: error }, 'rooms could not be looked after'))
  }, EVERY_MS)
  timer.unref()
  return {
    run,
    async close() {
      isOver = true
      clearInterval(timer)
      await running
      await streamTimes.close()
    },
  }
}
