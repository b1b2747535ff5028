// Reports: what people tell whoever runs the server about rooms, events and users.
// https://spec.matrix.org/v1.19/client-server-api/#reporting-content
import { MatrixError } from '@chappe/contract'
import { isUserId } from '@chappe/core'
import type { ProfilePolicy } from '@chappe/policy'
import type { Alerts } from '../../alerts.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Session } from '../../session.ts'
import type { Audit } from '../audit/audit.ts'
import type { NewReport, Report, ReportFilter } from './reports-store.ts'
import { deleteReport, findReport, hasAccount, insertReport, listReports, listReportsBefore, setReportState } from './reports-store.ts'
import type { ReportState } from './reports-tables.ts'

export { auditedRoute } from '../audit/audit.ts'
export type { Report } from './reports-store.ts'
export type { ReportKind, ReportState } from './reports-tables.ts'

/** An event as a report names it. */
export interface ReportedEvent {
  roomNid: number
  position: number
  sender: string
  /** The event as clients see it. */
  text: string
}

/** What reports ask of rooms. */
export interface ReportableRooms {
  /** The number of a room that the user is or was in, is invited to, or could join; nothing otherwise. */
  findKnownRoom(userId: string, roomId: string): Promise<number | undefined>
  /** An event that the user, being joined to its room, can see; nothing otherwise. */
  findVisibleEvent(session: Session, roomId: string, eventId: string): Promise<ReportedEvent | undefined>
  /** An event for an administrator. */
  findEvent(roomId: string, eventId: string): Promise<ReportedEvent | undefined>
}

/** What the operations need. */
export interface ReportsDeps {
  db: Db
  clock: Clock
  audit: Audit
  rooms: ReportableRooms
  /** What is done about what has happened to somebody. */
  incidents: {
    alerts: Alerts
    /** Ends every session of somebody but the one that asks; gives back how many. */
    endOtherSessions(session: Session): Promise<number>
  }
  settings: { policy: ProfilePolicy }
}

/** What somebody says of what they report. */
export interface Complaint {
  reason: string | undefined
  /** From old clients: -100, most offensive, to 0. */
  score?: number | undefined
}

/** What somebody says has happened to themselves. */
export interface Incident {
  kind: 'tricked' | 'sign_in'
  choice: string | undefined
  deviceId: string | undefined
  reason: string | undefined
  endsOtherSessions: boolean
}

/** How the desk reads reports and is done with them. */
export interface ReportTriage {
  list(page: { from: number; limit: number }, filter: { state?: ReportState | undefined; caseNid?: number | undefined }): Promise<Report[]>
  /** Throws `M_NOT_FOUND`, and `M_BAD_STATE` where the desk is done with it already. `also` commits with it. */
  decide(id: number, decision: { state: 'taken' | 'done'; userNid: number | null; caseNid: number | undefined }, also: (tx: Tx, report: Report) => Promise<void>): Promise<Report>
}

/** The operations of this feature. */
export interface Reports {
  audit: Audit
  /** Throws `M_NOT_FOUND` for a room the reporter cannot know of. */
  reportRoom(session: Session, roomId: string, complaint: Complaint): Promise<void>
  /** Throws `M_NOT_FOUND` for an event the reporter cannot see, and for a room they are not in. */
  reportEvent(session: Session, target: { roomId: string; eventId: string }, complaint: Complaint): Promise<void>
  /** Says nothing about whether there is such a user. */
  reportUser(session: Session, userId: string, complaint: Complaint): Promise<void>
  /** Tells the desk what has happened to the caller, and ends their other sessions where they want that. */
  reportIncident(session: Session, incident: Incident): Promise<{ reportId: number; sessionsEnded: number | null }>
  triage: ReportTriage
  list(filter: ReportFilter, page: { from: number; limit: number; oldestFirst: boolean }): Promise<{ reports: Report[]; total: number }>
  /** Throws `M_NOT_FOUND`. The event comes with it where administrators may read events. */
  get(id: string): Promise<{ report: Report; event: ReportedEvent | undefined }>
  delete(id: string): Promise<void>
}

/** Of one reporter in a day. */
const MAX_REPORTS = 100
const DAY_MS = 24 * 60 * 60 * 1000

/** Ties the operations to what they need. */
export function createReports(deps: ReportsDeps): Reports {
  const { db, rooms } = deps
  return {
    audit: deps.audit,
    async reportRoom(session, roomId, complaint) {
      const roomNid = await rooms.findKnownRoom(session.userId, roomId)
      if (roomNid === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'The room was not found' })
      await store(deps, session, { kind: 'room', roomNid }, complaint)
    },
    async reportEvent(session, { roomId, eventId }, complaint) {
      const event = await rooms.findVisibleEvent(session, roomId, eventId)
      if (event === undefined) {
        throw new MatrixError('M_NOT_FOUND', { message: 'The event was not found, or you are not joined to its room' })
      }
      await store(deps, session, { kind: 'event', roomNid: event.roomNid, eventId, userId: event.sender }, complaint)
    },
    async reportUser(session, userId, complaint) {
      if (!isUserId(userId)) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a user id' })
      if (await hasAccount(db, userId)) await store(deps, session, { kind: 'user', userId }, complaint)
    },
    reportIncident: (session, incident) => reportIncident(deps, session, incident),
    triage: createTriage(deps),
    list: (filter, page) => listReports(db, filter, page),
    async get(id) {
      const report = await findReport(db, numberOf(id))
      if (report === undefined) throw noSuchReport()
      const { roomId, eventId } = report
      const mayRead = deps.settings.policy.adminReadsContent && roomId !== null && eventId !== null
      return { report, event: mayRead ? await rooms.findEvent(roomId, eventId) : undefined }
    },
    async delete(id) {
      if (!(await deleteReport(db, numberOf(id)))) throw noSuchReport()
    },
  }
}

async function store(
  deps: ReportsDeps,
  session: Session,
  target: Pick<NewReport, 'kind' | 'roomNid' | 'eventId' | 'userId'>,
  complaint: Complaint,
): Promise<void> {
  const now = deps.clock.now()
  const report = { ...target, atMs: now, reporterNid: session.userNid, reason: complaint.reason ?? '', score: complaint.score }
  if ((await insertReport(deps.db, report, { since: now - DAY_MS, limit: MAX_REPORTS })) === undefined) throw tooMany()
}

async function reportIncident(deps: ReportsDeps, session: Session, incident: Incident): Promise<{ reportId: number; sessionsEnded: number | null }> {
  const { kind, choice, deviceId = session.deviceId, reason = '' } = incident
  if (kind === 'tricked' && choice === undefined) throw new MatrixError('M_MISSING_PARAM', { message: 'choice: how it happened' })
  const now = deps.clock.now()
  const reportId = await deps.db.transaction().execute(async (tx) => {
    const report = { kind, atMs: now, reporterNid: session.userNid, userId: session.userId, choice, deviceId, reason }
    const id = await insertReport(tx, report, { since: now - DAY_MS, limit: MAX_REPORTS })
    if (id === undefined) throw tooMany()
    const detail = { report: id, ...(choice === undefined ? {} : { choice }) }
    await deps.incidents.alerts.raise(tx, { kind: kind === 'tricked' ? 'owner_was_tricked' : 'sign_in_reported', userNid: session.userNid, deviceId, detail })
    return id
  })
  if (!incident.endsOtherSessions) return { reportId, sessionsEnded: 0 }
  // The report counts whoever makes it; but who has just come in from somewhere else must not shut the owner out.
  const mayEnd = session.onProbationSinceMs === undefined
  return { reportId, sessionsEnded: mayEnd ? await deps.incidents.endOtherSessions(session) : null }
}

function createTriage({ db, clock }: ReportsDeps): ReportTriage {
  return {
    list: ({ from, limit }, filter) => listReportsBefore(db, { before: from, limit }, filter),
    decide: (id, { state, userNid, caseNid }, also) =>
      db.transaction().execute(async (tx) => {
        const isSet = await setReportState(tx, id, { state, handledBy: userNid, atMs: clock.now(), caseNid })
        const report = await findReport(tx, id)
        if (report === undefined) throw noSuchReport()
        if (!isSet) throw new MatrixError('M_BAD_STATE', { message: 'The desk is done with that report already' })
        await also(tx, report)
        return report
      }),
  }
}

function tooMany(): MatrixError {
  return new MatrixError('M_LIMIT_EXCEEDED', { fields: { retry_after_ms: DAY_MS } })
}

function numberOf(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not the number of a report' })
  return Number(id)
}

function noSuchReport(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such report' })
}
