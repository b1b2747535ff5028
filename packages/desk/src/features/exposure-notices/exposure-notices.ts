// Telling people what of theirs was shown, once two people at the desk agree. https://eur-lex.europa.eu/eli/reg/2016/679/oj,
// article 34
import { setTimeout } from 'node:timers/promises'
import { MatrixError } from '@chappe/contract'
import type { DeskContext } from '../../deps.ts'
import type { DeskPorts } from '../../ports.ts'
import { seldom } from '../../seldom.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import type { BreachFields } from '../breach-notifications/breach-notifications.ts'
import { actWith } from '../containment/containment.ts'
import type { DoneReports } from '../exposure/exposure.ts'
import type { DeskRequests } from '../requests/requests.ts'
import type { NoticeSums, StoredBatch, StoredNotice } from './exposure-notices-store.ts'
import { findBatch, getCounts, insertBatch, listNotices, noteReads, sumNotices } from './exposure-notices-store.ts'
import type { NoticeFacts, NoticeText, Wording } from './notice-words.ts'
import { hasLink, noticeText } from './notice-words.ts'

export { setBatchAgreed } from './exposure-notices-store.ts'
export { startNoticeSender } from './sender.ts'

/** How telling people goes. */
export interface NoticeProgress {
  state: StoredBatch['state'] | 'none'
  requestNid: number | null
  /** The report is of a drill. */
  isExercise: boolean
  affected: number
  unintelligible: number
  sums: NoticeSums
  isMailOn: boolean
  proposal: Wording
  example: { fr: NoticeText; en: NoticeText }
  people: StoredNotice[]
  next: number | undefined
}

/** What somebody asks for. */
export type NoticesInput = Wording & { with_ciphertext_only?: boolean | undefined } & Reason

/** The operations. They throw `M_NOT_FOUND` where there is no such report, or it is not done. */
export interface ExposureNotices {
  /** Throws `M_INVALID_PARAM` where what is written has a link in it, `M_BAD_STATE` where it was asked for already. */
  ask(call: DeskCall, reportNid: number, input: NoticesInput): Promise<number>
  get(reportNid: number, page: { state: string | undefined; from: number; limit: number }): Promise<NoticeProgress>
}

const READS_GOOD_MS = 3000
const KEPT_MAX = 50
const WAIT_MS = 300

const NOTHING: NoticeSums = { queued: 0, sent: 0, failed: 0, read: 0, mailNone: 0, mailWaiting: 0, mailSent: 0, mailFailed: 0 }

/** What it is tied to. */
export interface NoticesParts {
  reports: DoneReports
  requests: Pick<DeskRequests, 'ask'>
  /** What the supervisory authority is told: people are told the same. */
  notifications: { get(reportNid: number): Promise<{ fields: BreachFields }> }
}

/** Ties the operations. */
export function createExposureNotices(context: DeskContext, { reports, requests, notifications }: NoticesParts): ExposureNotices {
  const { ports } = context
  const { db, clock } = ports.ground
  // Of a hundred thousand people both take a second or more while others use the server: a look waits for them as long as
  // that is short, and says what there was a moment ago where it is not.
  const summed = seldom({ clock, goodForMs: 0, keptMax: KEPT_MAX, waitMs: WAIT_MS }, (batchNid) => sumNotices(db, batchNid))
  const readsNoted = seldom({ clock, goodForMs: READS_GOOD_MS, keptMax: KEPT_MAX }, (batchNid) => noteReads(db, batchNid))
  return {
    ask: (call, reportNid, { consequences, measures, contact, with_ciphertext_only: withCiphertextOnly = false, ...reason }) =>
      actWith(context, call, { ...reason, target: `exposure report ${reportNid}: notices to everybody it affects` }, async (recorded) => {
        const { isExercise } = await reports.getDone(reportNid)
        if (isExercise) throw new MatrixError('M_BAD_STATE', { message: 'That report is of a drill: nobody is told anything' })
        const texts = [consequences.fr, consequences.en, measures.fr, measures.en, contact]
        if (texts.some((text) => text.trim() === '')) throw new MatrixError('M_INVALID_PARAM', { message: 'Both languages have to be written' })
        if (texts.some(hasLink)) throw new MatrixError('M_INVALID_PARAM', { message: 'There may be no link in what people are told' })
        const wording = JSON.stringify({ consequences, measures, contact } satisfies Wording)
        const target = `exposure report ${reportNid}: notices to everybody it affects`
        const { requestNid } = await requests.ask(call, { ...reason, target }, recorded, async (tx, request) => {
          const isNew = await insertBatch(tx, { reportNid, requestNid: request, wording, withCiphertextOnly, nowMs: clock.now() })
          if (!isNew) throw new MatrixError('M_BAD_STATE', { message: 'The people of this report are told already, or a second person has been asked' })
        })
        return requestNid
      }),
    async get(reportNid, page) {
      const report = await reports.getDone(reportNid)
      const [batch, people] = [await findBatch(db, reportNid), await getCounts(db, reportNid)]
      const proposal = await proposalOf(notifications, reportNid)
      const wording: Wording = batch === undefined ? proposal : JSON.parse(batch.wording)
      const isTold = batch !== undefined && batch.state !== 'asked'
      if (isTold) await Promise.race([readsNoted(batch.batchNid), setTimeout(WAIT_MS, undefined, { ref: false })])
      const list = isTold ? await listNotices(db, batch.batchNid, page) : []
      const said = { wording, serverName: report.summary.serverName }
      return {
        state: batch?.state ?? 'none',
        requestNid: batch?.requestNid ?? null,
        isExercise: report.isExercise,
        ...people,
        sums: isTold ? await summed(batch.batchNid) : NOTHING,
        isMailOn: ports.mail.isOn,
        proposal,
        example: { fr: noticeText('fr', EXAMPLE.fr, said), en: noticeText('en', EXAMPLE.en, said) },
        people: list,
        next: list.length < page.limit ? undefined : list.at(-1)?.noticeNid,
      }
    },
  }
}

/** How many of a report were told, and have read it; null: nobody is told. */
export function createNoticeCounts({ ground: { db } }: DeskPorts): { countSent(reportNid: number): Promise<{ sent: number; read: number } | null> } {
  return {
    async countSent(reportNid) {
      const batch = await findBatch(db, reportNid)
      if (batch === undefined || batch.state === 'asked') return null
      await noteReads(db, batch.batchNid)
      const { sent, read } = await sumNotices(db, batch.batchNid)
      return { sent, read }
    },
  }
}

async function proposalOf(notifications: NoticesParts['notifications'], reportNid: number): Promise<Wording> {
  const { fields } = await notifications.get(reportNid)
  const contact = [fields.contact_name, fields.contact_mail, fields.contact_phone].filter((each) => each !== '').join(', ')
  return { consequences: fields.consequences, measures: fields.measures_taken, contact }
}

const SHARE = { readable: 3, unintelligible: 0, asMember: true, firstAtMs: null, lastAtMs: null }
const EXAMPLE: Readonly<Record<'fr' | 'en', NoticeFacts>> = {
  fr: { asProfile: true, rooms: [{ ...SHARE, name: 'Nom du salon' }], moreRooms: 0, files: { readable: 1, unintelligible: 0 } },
  en: { asProfile: true, rooms: [{ ...SHARE, name: 'Name of the room' }], moreRooms: 0, files: { readable: 1, unintelligible: 0 } },
}
