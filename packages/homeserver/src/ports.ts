// What others may do to the homeserver without knowing its features: the desk, and tests.
import type { Letter } from '@chappe/policy'
import type { AlertLog, Alerts } from './alerts.ts'
import type { DirectorySources } from './features/directory-sources/directory-sources.ts'
import type { Enrolment } from './features/enrolment/enrolment.ts'
import type { Exercises } from './features/exercises/exercises.ts'
import type { Stopping } from './features/accounts/accounts.ts'
import type { AddressBlocks, Containment, RoomFreezes } from './features/containment/containment.ts'
import type { Clock, Logger, Random } from './deps.ts'
import type { Db } from './db/pool.ts'
import type { Jobs } from './features/jobs/jobs.ts'
import type { Ledger, ProvenLedger } from './features/ledger/ledger.ts'
import type { Recovery } from './features/recovery/recovery.ts'
import type { ExposureFacts } from './features/exposure/exposure.ts'
import type { Mail, writeMail } from './mail.ts'
import type { ServerNotices } from './features/server-notices/server-notices.ts'
import type { ReportTriage } from './features/reports/reports.ts'
import type { ExportRecord } from './features/room-exports/room-exports.ts'
import type { RoomKeeping } from './features/room-keeping/room-keeping.ts'
import type { MediaCare } from './features/media/media.ts'
import type { Organisations } from './features/organisations/organisations.ts'
import type { OAuth } from './features/oauth/oauth.ts'
import type { Outcome } from './processes/fence.ts'
import type { InnerCalls } from './http/inner-calls.ts'
import type { RawBody } from './http/reveal-tap.ts'
import type { RoleRefusal, Route, route } from './http/route.ts'
import type { StepUp } from './step-up.ts'

export type { StoredAlert } from './alerts.ts'
export type { Db, Tx } from './db/pool.ts'
export type { Clock, Logger, Random } from './deps.ts'
export type { AccountRecord, StateChange, Stopping } from './features/accounts/accounts.ts'
export type { AddressBlocks, BlockedNetwork, Contained, Containment, FrozenRoom, RoomFreezes } from './features/containment/containment.ts'
export type { EventSum, ExposedAccount, ExposedDevice, ExposureFacts, FileFacts, Reachable, ReachableRoom, Reacher, RoomFacts } from './features/exposure/exposure.ts'
export type { ActStanding, CheckedAct, LedgerStanding, ProvenLedger, ReadCounts } from './features/ledger/ledger.ts'
export type { ListedRecovery } from './features/recovery/recovery.ts'
export type { ExportFilter, RecordedExport } from './features/room-exports/room-exports.ts'
export type { Handover } from './features/room-keeping/room-keeping.ts'
export type { Domain, Organisation } from './features/organisations/organisations.ts'
export type { Report as ReportRecord, ReportKind, ReportState } from './features/reports/reports.ts'
export type { InnerAnswer, InnerCall } from './http/inner-calls.ts'
export type { Read, RevealTap, Revealed } from './http/reveal-tap.ts'
export type { Answer, Call, RoleRefusal, Route } from './http/route.ts'
export type { Language, MailMessage, MailWords } from './mail.ts'
export type { Session } from './session.ts'
export type { StepUp } from './step-up.ts'

/** The ways in. */
export interface HomeserverPorts {
  /**
   * Stops an account at once, by a rule of the server; see `Containment.contain`. Gives back what each of the other
   * processes said.
   */
  contain(userId: string): Promise<readonly Outcome[]>
  /** Stopping accounts and releasing them. */
  containment: Containment
  /** Addresses from which nothing is answered. */
  addresses: AddressBlocks
  /** Rooms that nobody joins and whose past is shown to nobody. */
  frozenRooms: RoomFreezes
  /** Accounts as the desk sees and changes them. */
  accounts: Stopping
  /** Tells somebody something in the name of the server. */
  notify(userId: string, letter: Letter, body?: string): Promise<void>
  /** Server notices: a repetition of a `txnId` is the same notice. */
  notices: Pick<ServerNotices, 'send'>
  /** Mail, and how one is worded in both languages. */
  mail: Pick<Mail, 'isOn' | 'sendAll' | 'waiting' | 'wake'> & { write: typeof writeMail }
  /** What the desk has to look at. */
  alerts: AlertLog & Alerts
  /** What a drill is made of, and calls as anybody makes them, from whatever address is said. */
  exercises: Exercises & Pick<InnerCalls, 'call'>
  /** A fresh touch of a passkey. */
  stepUp: StepUp
  /** The read ledger: who was shown what. */
  ledger: Ledger
  /** The same, with what proves it to somebody who does not trust this server. */
  provenLedger: ProvenLedger
  /** What the exposure report asks of rooms, people and files. */
  exposure: ExposureFacts
  /** Quarantine and deletion of files. */
  media: MediaCare
  /** Organisations and their domains. */
  organisations: Organisations
  /** Letting somebody in again who has lost every passkey. */
  recovery: Recovery
  /** How people come in, go on, and are invited. */
  enrolment: Enrolment
  /** The directories that organisations have of their own. */
  directorySources: DirectorySources
  /** What people do in their organisation. */
  jobs: Pick<Jobs, 'get' | 'set'>
  /** Does at once what time has made due: ends of accounts, reminders. */
  runDue(): Promise<void>
  /** What people have reported. */
  reports: ReportTriage
  /** What people took along of conversations. */
  roomExports: ExportRecord
  /** Rooms without an admin: who has them, and how somebody takes one over. */
  rooms: Pick<RoomKeeping, 'list' | 'takeOver'>
  /** An account has changed its kind or its organisation: rooms ask anew. Unsaid, they know within ten seconds. */
  accountChanged(userId: string): void
  /** What is due for rooms now: messages and files whose time is over go, owners of forums are reminded. */
  roomCare: { run(): Promise<{ purged: number; told: number }> }
  /** What OAuth 2.0 gave to an account: how it ends, and what its owner allows in the browser. */
  oauth: Pick<OAuth, 'allowCrossSigningReset' | 'endAllOf'>
  /** What the ports stand on: what is written here commits with what they do. */
  ground: { db: Db; clock: Clock; random: Random; logger: Logger; publicUrl: string }
  /** An answer that is a file to be kept, and shown by no browser. */
  fileAnswer(body: NodeJS.ReadableStream, file: { byteLength: number; name: string; contentType: string }): RawBody
  /** Ties an endpoint to what answers it. */
  route: typeof route
}

/** What an extension gives the server. */
export interface Extension {
  routes: readonly Route[]
  /** Is told, before the answer leaves, of whoever has a role at the desk and was refused for want of another. */
  refused?(refusal: RoleRefusal): Promise<void>
  /** Ends what it does by itself, before the database is closed. */
  close?(): Promise<void>
}
