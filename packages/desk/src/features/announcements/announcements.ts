// Announcements: what the security desk tells many people at once, and who of them has said that they have read it.
import { MatrixError } from '@chappe/contract'
import type { Session, Tx } from '@chappe/homeserver/ports'
import type { Background } from '../../background.ts'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import type { Recorded } from '../audit/audit.ts'
import { actWith } from '../containment/containment.ts'
import type { Agreement, DeskRequests } from '../requests/requests.ts'
import type { AnnouncementText, Audience, Completion, NewAnnouncement, Recipient, Severity, StoredAnnouncement } from './announcements-store.ts'
import {
  findAnnouncement,
  insertAnnouncement,
  listAnnouncements,
  listByOrganisation,
  listCompletions,
  listOpenOf,
  listRecipients,
  listUnknownOrganisations,
  setAcknowledged,
  setAgreed,
  setWithdrawn,
} from './announcements-store.ts'

export { startCourier } from './courier.ts'

export type { Audience, Completion, Recipient, Severity, StoredAnnouncement } from './announcements-store.ts'

/** An announcement with how far it is. */
export type Announcement = StoredAnnouncement & Completion

/** What somebody wants to tell many people. */
export interface Draft extends AnnouncementText {
  severity: Severity
  audience: Audience
  mustAcknowledge: boolean
  deadlineMs: number | null
}

/** The operations. What takes the number of an announcement throws `M_NOT_FOUND` where there is none. */
export interface DeskAnnouncements {
  /** Sends it, or asks a second person to agree where it is for more than one organisation. Throws `M_INVALID_PARAM` for an audience that is none. */
  publish(call: DeskCall, draft: Draft & Reason): Promise<Announcement>
  list(page: { from: number; limit: number }): Promise<Announcement[]>
  get(announcementNid: number): Promise<Announcement & { organisations: Awaited<ReturnType<typeof listByOrganisation>> }>
  listPeople(announcementNid: number, filter: { isAcknowledged: boolean | undefined; organisationId: string | undefined }, page: { from: number; limit: number }): Promise<Recipient[]>
  /** Throws `M_BAD_STATE` where it has ended already. */
  withdraw(call: DeskCall, announcementNid: number, reason: Reason): Promise<Announcement>
  /** What the caller has not acknowledged. */
  listOwn(session: Session): Promise<StoredAnnouncement[]>
  /** Gives back since when it is acknowledged. */
  acknowledge(session: Session, announcementNid: number): Promise<number>
}

const OWN_MAX = 20
/** What need not be acknowledged is shown for so long. */
const SHOWN_MS = 30 * 24 * 3_600_000
const NOBODY: Completion = { recipients: 0, told: 0, acknowledged: 0 }
const TYPES: readonly string[] = ['agent', 'external', 'service']

/** What is done when a second person has agreed. */
export function announcementAgreement(courier: Pick<Background, 'wake'>): Agreement {
  return { within: setAgreed, after: () => courier.wake() }
}

/** Ties the operations. */
export function createAnnouncements(context: DeskContext, requests: Pick<DeskRequests, 'ask'>, courier: Pick<Background, 'wake'>): DeskAnnouncements {
  const { db, clock } = context.ports.ground
  async function get(announcementNid: number): Promise<Announcement> {
    const found = await findAnnouncement(db, announcementNid)
    if (found === undefined) throw notFound()
    return { ...found, ...((await listCompletions(db, [announcementNid])).get(announcementNid) ?? NOBODY) }
  }
  return {
    async publish(call, { reason, case_id: caseId, ...draft }) {
      const target = `announcement: ${draft.titleEn}`
      const nid = await actWith(context, call, { target, reason, case_id: caseId }, async (recorded) => {
        await assertDraft(context, draft)
        const made = { ...draft, createdBy: call.session.userNid, atMs: clock.now() }
        if (isOfOne(draft.audience)) return send(context, made, recorded)
        return askFor({ requests, call, recorded }, made, { target, reason, case_id: caseId })
      })
      courier.wake()
      return get(nid)
    },
    async list(page) {
      const found = await listAnnouncements(db, page)
      const completions = await listCompletions(db, found.map(({ announcementNid }) => announcementNid))
      return found.map((each) => ({ ...each, ...(completions.get(each.announcementNid) ?? NOBODY) }))
    },
    async get(nid) {
      return { ...(await get(nid)), organisations: await listByOrganisation(db, nid) }
    },
    async listPeople(nid, filter, page) {
      await get(nid)
      return listRecipients(db, { announcementNid: nid, ...filter }, page)
    },
    withdraw: (call, nid, reason) =>
      actWith(context, call, { target: `announcement ${nid}`, ...reason }, async ({ done }) => {
        await get(nid)
        await db.transaction().execute(async (tx) => {
          if (!(await setWithdrawn(tx, nid, clock.now()))) throw new MatrixError('M_BAD_STATE', { message: 'That announcement has ended already' })
          await done(tx)
        })
        return get(nid)
      }),
    listOwn: ({ userNid }) => listOpenOf(db, userNid, { sinceMs: clock.now() - SHOWN_MS, limit: OWN_MAX }),
    async acknowledge({ userNid }, announcementNid) {
      const atMs = await setAcknowledged(db, { announcementNid, userNid, atMs: clock.now() })
      if (atMs === undefined) throw notFound()
      return atMs
    },
  }
}

function send({ ports }: DeskContext, made: Omit<NewAnnouncement, 'state' | 'requestNid'>, { done }: Recorded): Promise<number> {
  return ports.ground.db.transaction().execute(async (tx) => {
    const nid = await insertAnnouncement(tx, { ...made, state: 'sending', requestNid: null })
    await done(tx)
    return nid
  })
}

interface Asking {
  requests: Pick<DeskRequests, 'ask'>
  call: DeskCall
  recorded: Recorded
}

async function askFor({ requests, call, recorded }: Asking, made: Omit<NewAnnouncement, 'state' | 'requestNid'>, input: { target: string } & Reason): Promise<number> {
  const written: { nid?: number } = {}
  await requests.ask(call, input, recorded, async (tx: Tx, requestNid: number) => {
    written.nid = await insertAnnouncement(tx, { ...made, state: 'waiting', requestNid })
  })
  return written.nid ?? 0
}

/** Whether one person may do it alone: it is for one organisation. */
function isOfOne({ kind, names }: Audience): boolean {
  return kind === 'organisations' && new Set(names).size === 1
}

async function assertDraft({ ports }: DeskContext, { audience: { kind, names }, mustAcknowledge, deadlineMs }: Draft): Promise<void> {
  const { db, clock } = ports.ground
  if ((kind === 'everybody') !== (names.length === 0)) throw invalid('An audience of some names them, and everybody is not named')
  if (kind === 'account_types' && !names.every((name) => TYPES.includes(name))) throw invalid('Types of accounts are agent, external and service')
  const unknown = kind === 'organisations' ? await listUnknownOrganisations(db, names) : []
  if (unknown.length > 0) throw invalid(`There is no such organisation: ${unknown.join(', ')}`)
  if (deadlineMs !== null && (!mustAcknowledge || deadlineMs <= clock.now())) throw invalid('A deadline is still to come, and of what has to be acknowledged')
}

function invalid(message: string): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message })
}

function notFound(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such announcement' })
}
