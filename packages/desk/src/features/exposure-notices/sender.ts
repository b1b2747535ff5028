// Tells people, some at a time: first everybody is queued, then each is told in the messenger and by mail. What a process
// that ended has left is taken up by the next one; nobody is told twice.
import { setTimeout } from 'node:timers/promises'
import { MatrixError } from '@chappe/contract'
import { letterContent } from '@chappe/policy'
import type { Background } from '../../background.ts'
import { startInBackground } from '../../background.ts'
import type { DeskPorts } from '../../ports.ts'
import type { DoneReports } from '../exposure/exposure.ts'
import type { OpenMail, OpenNotice, SentNotice, StoredBatch } from './exposure-notices-store.ts'
import { findUncounted, getCounts, insertNotices, isOpen, listOpenBatches, listOpenMails, listOpenNotices, setBatchState, setNoticeMails, setNoticeMissed, setNoticesSent, trackingOf } from './exposure-notices-store.ts'
import type { NoticeLanguage, Wording } from './notice-words.ts'
import { noticeMail, noticeText } from './notice-words.ts'
import { gatherFacts } from './steps/gather-facts.ts'

/** People who are told at a time: rooms are made while others use the server. */
const AT_ONCE = 10
/** So many are told before it is written down that they were. */
const NOTICES_AT_ONCE = 32
/** So many mails are given to the queue in one transaction. */
const MAILS_AT_ONCE = 32
/** So many mails of any kind may wait: codes to sign in with come behind no more than these. */
const MAILS_WAITING_MAX = 100
/** The queue of mails is looked at so often while it is full; where it stays full that long, it is left for the next look. */
const ROOM_EVERY_MS = 50
const ROOM_MS_MAX = 2000
const LOOK_EVERY_MS = 2000
const FIRST_PAUSE_MS = 10_000
const ATTEMPTS_MAX = 8

/** Starts with what was left. Mails wait for room in the queue, and who could not be told for a while. */
export function startNoticeSender(ports: DeskPorts, reports: DoneReports): Background {
  const { db, logger } = ports.ground
  return startInBackground(
    async (isClosed) => {
      // Before somebody looks: the lists of a long report take their time.
      for (let next = await findUncounted(db); next !== undefined && !isClosed(); next = await findUncounted(db)) await getCounts(db, next)
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
  await bothOf(tellAll(sending, batch), mailAll(sending, batch))
  if (isClosed()) return
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

/** Tells everybody who can be told at the moment in the messenger. */
async function tellAll({ ports, isClosed }: Sending, batch: StoredBatch): Promise<void> {
  const { db, clock } = ports.ground
  for (;;) {
    const open = isClosed() ? [] : await listOpenNotices(db, batch.batchNid, { nowMs: clock.now(), limit: NOTICES_AT_ONCE })
    if (open.length === 0) return
    const sent: SentNotice[] = []
    // Whom somebody was told of and it was not noted is found again by the transaction id, and told nothing twice.
    try {
      await inParallel(open, AT_ONCE, (notice) => tell(ports, batch, { notice, sent }))
    } finally {
      await setNoticesSent(db, sent)
    }
  }
}

/** Both to their end. Throws what the first of them throws. */
async function bothOf(...both: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(both)
  await Promise.all(both)
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

async function tell({ ground, notices, exposure }: DeskPorts, batch: StoredBatch, { notice, sent }: { notice: OpenNotice; sent: SentNotice[] }): Promise<void> {
  const { db, clock, logger } = ground
  const { noticeNid, userId, facts, attempts, language } = notice
  // Both were written by this feature.
  const [shown, wording]: [Parameters<typeof noticeText>[1], Wording] = [JSON.parse(facts), JSON.parse(batch.wording)]
  const textIn = (each: NoticeLanguage): string => noticeText(each, shown, { wording, serverName: exposure.serverName }).text
  const letter = { fr: textIn('fr'), en: textIn('en') }
  const body = languagesOf(language).map((each) => letter[each]).join('\n\n———\n\n')
  try {
    // By the transaction id, a notice that was sent and not noted as that is found again instead of sent again.
    const eventId = await notices.send({ userId, type: 'm.room.message', content: letterContent(letter, body), txnId: `exposure-${noticeNid}` })
    sent.push({ noticeNid, eventId, atMs: clock.now() })
  } catch (error) {
    const code = error instanceof MatrixError ? error.code : 'failed'
    const isOver = code === 'M_NOT_FOUND' || attempts + 1 >= ATTEMPTS_MAX
    if (!(error instanceof MatrixError)) logger.warn({ err: error, noticeNid }, 'somebody could not be told what of theirs was shown')
    await setNoticeMissed(db, noticeNid, { why: code, nextAtMs: isOver ? null : clock.now() + FIRST_PAUSE_MS * 2 ** attempts })
  }
}

/** Gives all mails to the queue that it has room for; it is emptied meanwhile. */
async function mailAll({ ports, isClosed }: Sending, batch: StoredBatch): Promise<void> {
  for (let fullMs = 0; fullMs < ROOM_MS_MAX && !isClosed(); ) {
    const given = await mailSome(ports, batch)
    if (given === 'none') return
    fullMs = given === 'full' ? fullMs + ROOM_EVERY_MS : 0
    if (given === 'full') await setTimeout(ROOM_EVERY_MS, undefined, { ref: false })
  }
}

/** Gives some mails to the queue; says where there are none left, or there is no room. */
async function mailSome({ ground, mail, exposure }: DeskPorts, batch: StoredBatch): Promise<'some' | 'none' | 'full'> {
  const { db } = ground
  const free = mail.isOn ? MAILS_WAITING_MAX - (await mail.waiting(MAILS_WAITING_MAX)) : MAILS_AT_ONCE
  const open = await listOpenMails(db, batch.batchNid, Math.max(1, Math.min(free, MAILS_AT_ONCE)))
  if (open.length === 0) return 'none'
  if (free <= 0) return 'full'
  const wording: Wording = JSON.parse(batch.wording)
  const [written, unwritten] = [open.filter(({ address }) => mail.isOn && address !== null), open.filter(({ address }) => !mail.isOn || address === null)]
  await db.transaction().execute(async (tx) => {
    await setNoticeMails(tx, unwritten.map(({ noticeNid }) => noticeNid), 'none')
    const taken = await setNoticeMails(tx, written.map(({ noticeNid }) => noticeNid), 'queued')
    const mails = written.filter(({ noticeNid }) => taken.has(noticeNid)).map((one) => mailTo({ mail, wording, serverName: exposure.serverName }, one))
    await mail.sendAll(mails, tx)
  })
  mail.wake()
  return 'some'
}

function mailTo({ mail, wording, serverName }: { mail: DeskPorts['mail']; wording: Wording; serverName: string }, { noticeNid, facts, language: named, address }: OpenMail): Parameters<DeskPorts['mail']['sendAll']>[0][number] {
  const shown: Parameters<typeof noticeMail>[1] = JSON.parse(facts)
  const words = { fr: noticeMail('fr', shown, { wording, serverName }), en: noticeMail('en', shown, { wording, serverName }) }
  const [language, other] = languagesOf(named)
  return { ...mail.write(address ?? '', 'notice', words, other === undefined ? language : undefined), tracking: trackingOf(noticeNid) }
}

/** The language a device of theirs has named; where none has, both, French first. */
function languagesOf(language: string | null): readonly NoticeLanguage[] {
  return language === 'fr' || language === 'en' ? [language] : ['fr', 'en']
}
