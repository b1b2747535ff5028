// Brings announcements to people: who they are for is written down first, then each is told, in portions. Where the process
// is killed the next one goes on; who was told already is not told twice, since the server knows the notice by its name.
import { MatrixError } from '@chappe/contract'
import type { Background } from '../../background.ts'
import { startInBackground } from '../../background.ts'
import type { DeskPorts } from '../../ports.ts'
import type { StoredAnnouncement } from './announcements-store.ts'
import { beginRounds, fillRecipients, findAnnouncement, findSending, listUntold, setSent, setTold } from './announcements-store.ts'
import { noticeOf } from './notice.ts'

/** How many accounts become recipients in one transaction. */
const FILL = 5000
/** How many people are told in one portion, and how many of them at the same time. */
const PORTION = 64
const AT_ONCE = 8
/** Between two portions others have their turn: about 600 people a second at most. */
const PAUSE_MS = 100
const LOOK_EVERY_MS = 60_000
/** Three reminders soon, then one a week, for a year at most. */
const REMINDERS_SOON = 3
const SOON_MS = 2 * 24 * 3_600_000
const WEEK_MS = 7 * 24 * 3_600_000
const ROUNDS_MAX = 55

/** Starts with what was left. Whoever settles it has it begin the reminders that are due first. */
export function startCourier(ports: DeskPorts): Background {
  const { db, clock, logger } = ports.ground
  const work = startInBackground(
    async (isClosed) => {
      await beginRounds(db, clock.now())
      for (let next = await findSending(db); next !== undefined && !isClosed(); next = await findSending(db)) {
        if (!(await send(ports, next, isClosed))) return
      }
    },
    { everyMs: LOOK_EVERY_MS, failed: (error) => logger.error({ err: error }, 'announcements could not be sent') },
  )
  return {
    ...work,
    async settle() {
      await work.settle()
      work.wake()
      await work.settle()
    },
  }
}

/** Sends what there is of one round; false where some could not be told at the moment. */
async function send(ports: DeskPorts, announcement: StoredAnnouncement, isClosed: () => boolean): Promise<boolean> {
  const { db, clock } = ports.ground
  const { announcementNid } = announcement
  for (let filled = announcement.filledUpTo; filled !== null && !isClosed(); ) {
    filled = await db.transaction().execute((tx) => fillRecipients(tx, { ...announcement, filledUpTo: filled }, FILL))
  }
  let isWhole = true
  for (let after = 0; !isClosed(); ) {
    const portion = await listUntold(db, announcement, { after, limit: PORTION })
    const last = portion.at(-1)
    if (last === undefined) break
    isWhole = (await tell(ports, announcement, portion)) && isWhole
    after = last.userNid
    if ((await findAnnouncement(db, announcementNid))?.state !== 'sending') return true
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  if (isWhole && !isClosed()) await setSent(db, announcementNid, nextRoundOf(announcement, clock.now()))
  return isWhole
}

/** Tells some people, a few at the same time; false where some could not be told at the moment. */
async function tell(ports: DeskPorts, announcement: StoredAnnouncement, people: readonly { userNid: number; userId: string }[]): Promise<boolean> {
  const { db, clock, logger, publicUrl } = ports.ground
  const [told, never]: [number[], number[]] = [[], []]
  for (let at = 0; at < people.length; at += AT_ONCE) {
    await Promise.all(
      people.slice(at, at + AT_ONCE).map(async ({ userNid, userId }) => {
        try {
          await ports.notices.send({ userId, ...noticeOf(announcement, publicUrl) })
          told.push(userNid)
        } catch (error) {
          // Who has gone meanwhile is not asked for again; anything else is tried once more in a minute.
          if (error instanceof MatrixError && error.code === 'M_NOT_FOUND') never.push(userNid)
          else logger.warn({ err: error, userNid }, 'somebody could not be told of an announcement')
        }
      }),
    )
  }
  await setTold(db, announcement, { userNids: told, atMs: clock.now() })
  await setTold(db, announcement, { userNids: never, atMs: null })
  return told.length + never.length === people.length
}

/** When those who have not acknowledged are reminded next; null: never. */
export function nextRoundOf({ mustAcknowledge, round }: Pick<StoredAnnouncement, 'mustAcknowledge' | 'round'>, nowMs: number): number | null {
  if (!mustAcknowledge || round >= ROUNDS_MAX) return null
  return nowMs + (round < REMINDERS_SOON ? SOON_MS : WEEK_MS)
}
