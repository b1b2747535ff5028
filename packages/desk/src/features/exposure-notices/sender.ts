// Tells people, some at a time: first everybody is queued, then each is told in the messenger and by mail. What a process
// that ended has left is taken up by the next one; nobody is told twice.
import { MatrixError } from '@chappe/contract'
import type { Background } from '../../background.ts'
import { startInBackground } from '../../background.ts'
import type { DeskPorts } from '../../ports.ts'
import type { DoneReports } from '../exposure/exposure.ts'
import type { OpenMail, OpenNotice, StoredBatch } from './exposure-notices-store.ts'
import { insertNotices, isOpen, listOpenBatches, listOpenMails, listOpenNotices, setBatchState, setNoticeMail, setNoticeMissed, setNoticeSent, trackingOf } from './exposure-notices-store.ts'
import type { NoticeLanguage, Wording } from './notice-words.ts'
import { noticeMail, noticeText } from './notice-words.ts'
import { gatherFacts } from './steps/gather-facts.ts'

/** People who are told at a time, and mails that are written: rooms are made while others use the server. */
const AT_ONCE = 8
const MAILS_AT_ONCE = 4
const NOTICES_AT_ONCE = 64
/** So many mails of any kind may wait: codes to sign in with come behind no more than these. */
const MAILS_WAITING_MAX = 100
const LOOK_EVERY_MS = 2000
const FIRST_PAUSE_MS = 10_000
const ATTEMPTS_MAX = 8

/** Starts with what was left. Mails wait for room in the queue, and who could not be told for a while. */
export function startNoticeSender(ports: DeskPorts, reports: DoneReports): Background {
  const { db, logger } = ports.ground
  return startInBackground(
    async (isClosed) => {
      for (const batch of await listOpenBatches(db)) await work({ ports, reports, isClosed }, batch)
    },
    { everyMs: LOOK_EVERY_MS, failed: (error) => logger.error({ err: error }, 'people could not be told what of theirs was shown') },
  )
}

/** What sending needs. */
interface Sending {
  ports: DeskPorts
  reports: DoneReports
  isClosed: () => boolean
}

async function work(sending: Sending, batch: StoredBatch): Promise<void> {
  const { ports, isClosed } = sending
  const { db } = ports.ground
  if (batch.state === 'queueing') await queue(sending, batch)
  for (;;) {
    if (isClosed()) return
    const [told = 0, mailed = 0] = await bothOf(tellSome(ports, batch), mailSome(ports, batch))
    if (told + mailed === 0) break
  }
  if (!(await isOpen(db, batch.batchNid))) await setBatchState(db, batch.batchNid, 'done')
}

async function queue({ ports, reports, isClosed }: Sending, { batchNid, reportNid, withCiphertextOnly }: StoredBatch): Promise<void> {
  const { db } = ports.ground
  const report = await reports.getDone(reportNid)
  for await (const people of gatherFacts(ports, reports, { report, withCiphertextOnly })) {
    if (isClosed()) return
    await insertNotices(db, batchNid, people.map(({ userId, facts }) => ({ userId, facts: JSON.stringify(facts) })))
  }
  await setBatchState(db, batchNid, 'sending')
}

/** Tells some in the messenger; gives back how many that were. */
async function tellSome(ports: DeskPorts, batch: StoredBatch): Promise<number> {
  const { db, clock } = ports.ground
  const open = await listOpenNotices(db, batch.batchNid, { nowMs: clock.now(), limit: NOTICES_AT_ONCE })
  await inParallel(open, AT_ONCE, (notice) => tell(ports, batch, notice))
  return open.length
}

/** What two came to, once both have ended. Throws what the first of them throws. */
async function bothOf(...both: readonly Promise<number>[]): Promise<number[]> {
  await Promise.allSettled(both)
  return Promise.all(both)
}

/** Some at the same time, in their order. Throws what the first of them throws, once all have ended. */
async function inParallel<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all]
  const done = await Promise.allSettled(
    Array.from({ length: atOnce }, async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one)
    }),
  )
  const failed = done.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

async function tell({ ground, notices, exposure }: DeskPorts, batch: StoredBatch, { noticeNid, userId, facts, attempts, language }: OpenNotice): Promise<void> {
  const { db, clock, logger } = ground
  // Both were written by this feature.
  const [shown, wording]: [Parameters<typeof noticeText>[1], Wording] = [JSON.parse(facts), JSON.parse(batch.wording)]
  const body = languagesOf(language).map((each) => noticeText(each, shown, { wording, serverName: exposure.serverName }).text).join('\n\n———\n\n')
  try {
    // By the transaction id, a notice that was sent and not noted as that is found again instead of sent again.
    const eventId = await notices.send({ userId, type: 'm.room.message', content: { msgtype: 'm.text', body }, txnId: `exposure-${noticeNid}` })
    await setNoticeSent(db, noticeNid, { eventId, atMs: clock.now() })
  } catch (error) {
    const code = error instanceof MatrixError ? error.code : 'failed'
    const isOver = code === 'M_NOT_FOUND' || attempts + 1 >= ATTEMPTS_MAX
    if (!(error instanceof MatrixError)) logger.warn({ err: error, noticeNid }, 'somebody could not be told what of theirs was shown')
    await setNoticeMissed(db, noticeNid, { why: code, nextAtMs: isOver ? null : clock.now() + FIRST_PAUSE_MS * 2 ** attempts })
  }
}

/** Gives some mails to the queue, as far as that has room; gives back how many people that settles. */
async function mailSome({ ground, mail, exposure }: DeskPorts, batch: StoredBatch): Promise<number> {
  const { db } = ground
  const free = mail.isOn ? MAILS_WAITING_MAX - (await mail.waiting(MAILS_WAITING_MAX)) : NOTICES_AT_ONCE
  const open = free <= 0 ? [] : await listOpenMails(db, batch.batchNid, Math.min(free, NOTICES_AT_ONCE))
  const wording: Wording = JSON.parse(batch.wording)
  await inParallel(open, MAILS_AT_ONCE, async (one) => {
    if (!mail.isOn || one.address === null) await setNoticeMail(db, one.noticeNid, 'none')
    else await mailTo({ db, mail, wording, serverName: exposure.serverName }, one, one.address)
  })
  return open.length
}

async function mailTo({ db, mail, wording, serverName }: { db: DeskPorts['ground']['db']; mail: DeskPorts['mail']; wording: Wording; serverName: string }, one: OpenMail, address: string): Promise<void> {
  const facts: Parameters<typeof noticeMail>[1] = JSON.parse(one.facts)
  const words = { fr: noticeMail('fr', facts, { wording, serverName }), en: noticeMail('en', facts, { wording, serverName }) }
  const [language, other] = languagesOf(one.language)
  const message = mail.write(address, 'notice', words, other === undefined ? language : undefined)
  await db.transaction().execute(async (tx) => {
    if (await setNoticeMail(tx, one.noticeNid, 'queued')) await mail.send({ ...message, tracking: trackingOf(one.noticeNid) }, tx)
  })
}

/** The language a device of theirs has named; where none has, both, French first. */
function languagesOf(language: string | null): readonly NoticeLanguage[] {
  return language === 'fr' || language === 'en' ? [language] : ['fr', 'en']
}
