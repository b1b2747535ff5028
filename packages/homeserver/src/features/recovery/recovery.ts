// Recovery of an account whose passkeys are all lost: two people let its owner in again, a day later, and everybody who
// still has a device of it hears of that at once.
import { MatrixError } from '@chappe/contract'
import type { Letter, Role } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { Session } from '../../session.ts'
import type { StepUp } from '../../step-up.ts'
import type { Recovered, WaitingRecovery } from './recovery-store.ts'
import { findRecovered, listWaiting, lockRecovery, replaceRecovery, setAgreed } from './recovery-store.ts'

/** What the feature is given. */
export interface RecoveryDeps {
  db: Db
  world: { clock: Clock; random: Random; logger: Logger }
  stepUp: StepUp
  /** Makes the link, and says from when it is good. */
  issueLink(userNid: number): Promise<{ url: string; goodFromMs: number }>
  /** Tells a user something in their room of server notices. */
  tell(userId: string, letter: Letter): Promise<void>
  settings: { publicUrl: string }
}

/** The operations of this feature. Both ask for a fresh touch of a passkey. */
export interface Recovery {
  /** Asks for it; throws `M_FORBIDDEN` to who may not, `M_NOT_FOUND` where there is no such account of theirs. */
  ask(session: Session, input: { userId: string; reason: string }): Promise<string>
  /** Agrees as the other of the two; throws `M_FORBIDDEN` to the same person or role, `M_NOT_FOUND` for what does not wait. */
  agree(session: Session, recoveryId: string): Promise<{ userId: string; url: string; goodFromMs: number }>
  /** What waits and is somebody's to see: officers see all of it, admins what is of their organisation. */
  list(session: Session): Promise<ListedRecovery[]>
}

/** Somebody who is to be let in again, as it waits for the second of the two. */
export interface ListedRecovery {
  recoveryId: string
  userId: string
  askedBy: string
  askedAs: Role
  askedAtMs: number
  expiresAtMs: number
  reason: string
  /** Whether whoever asks for the list may agree. */
  mayAgree: boolean
}

const MAX_LISTED = 200
/** How long a second person has. */
const OPEN_MS = 7 * 24 * 60 * 60_000
/** The two, in the order in which somebody who is both counts. */
const PAIR: readonly Role[] = ['organisation_admin', 'security_officer']

/** Ties the operations to what they need. */
export function createRecovery(deps: RecoveryDeps): Recovery {
  const { db, stepUp } = deps
  const { clock, random, logger } = deps.world
  return {
    async ask(session, { userId, reason }) {
      assertOneOfThem(session)
      await stepUp.require(session, 'recover_account')
      const account = await findRecovered(db, userId)
      const askedAs = account === undefined ? undefined : rolesFor(session, account)[0]
      if (account === undefined || askedAs === undefined || account.userNid === session.userNid) throw noSuchAccount()
      const recoveryId = random.text(24)
      const wish = { recoveryId, userNid: account.userNid, askedBy: session.userNid, askedAs, now: clock.now(), reason }
      await db.transaction().execute((tx) => replaceRecovery(tx, wish))
      logger.warn({ userNid: account.userNid, askedBy: session.userNid }, 'somebody asks that an account be recovered')
      return recoveryId
    },
    async agree(session, recoveryId) {
      assertOneOfThem(session)
      await stepUp.require(session, 'recover_account')
      const account = await db.transaction().execute(async (tx) => {
        const found = await lockRecovery(tx, recoveryId)
        const now = clock.now()
        if (found === undefined || now - found.askedAtMs >= OPEN_MS) throw noSuchAccount()
        if (found.askedBy === session.userNid || found.userNid === session.userNid) throw notAlone()
        if (!rolesFor(session, found).some((role) => role !== found.askedAs)) throw notAlone()
        await setAgreed(tx, recoveryId, { by: session.userNid, now })
        return found
      })
      const link = await deps.issueLink(account.userNid)
      logger.warn({ userNid: account.userNid, agreedBy: session.userNid }, 'an account will be recovered')
      await deps.tell(account.userId, noticeOf(deps)).catch((error: unknown) => logger.error({ err: error }, 'the owner could not be told of a recovery'))
      return { userId: account.userId, ...link }
    },
    async list(session) {
      assertOneOfThem(session)
      const organisationNid = session.roles.includes('security_officer') ? undefined : (session.organisationNid ?? -1)
      const found = await listWaiting(db, { sinceMs: clock.now() - OPEN_MS, organisationNid, limit: MAX_LISTED })
      return found.map((each) => listed(session, each))
    },
  }
}

function listed(session: Session, { recoveryId, userId, askedByUserId: askedBy, askedAs, askedAtMs, reason, ...waiting }: WaitingRecovery): ListedRecovery {
  const isOwn = waiting.askedBy === session.userNid || waiting.userNid === session.userNid
  const mayAgree = !isOwn && rolesFor(session, { userId, ...waiting }).some((role) => role !== askedAs)
  return { recoveryId, userId, askedBy, askedAs, askedAtMs, expiresAtMs: askedAtMs + OPEN_MS, reason, mayAgree }
}

/** In which of the two roles somebody stands to an account. Organisation admins are that of their own organisation's. */
function rolesFor({ roles, organisationNid }: Session, account: Recovered): Role[] {
  return PAIR.filter((role) => {
    if (!roles.includes(role)) return false
    return role === 'security_officer' || (organisationNid !== undefined && organisationNid === account.organisationNid)
  })
}

function assertOneOfThem({ roles }: Session): void {
  if (!PAIR.some((role) => roles.includes(role))) throw new MatrixError('M_FORBIDDEN')
}

function notAlone(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'It takes an organisation admin and a security officer, two different people' })
}

function noSuchAccount(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is nothing of that kind for you' })
}

function noticeOf({ settings }: RecoveryDeps): Letter {
  const url = new URL('/account/not-me', settings.publicUrl).href
  return {
    fr: `Deux personnes de votre service ont préparé un lien pour rouvrir votre compte avec une nouvelle clé d’accès. Il pourra servir dans 24 heures. Si vous n’avez rien demandé, arrêtez-le ici : ${url}`,
    en: `Two people of your organisation have prepared a link to open your account with a new passkey. It can be used in 24 hours. If you did not ask for it, stop it here: ${url}`,
  }
}
