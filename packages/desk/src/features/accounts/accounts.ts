// Accounts at the desk: finding them, and what changes nothing but their state or their roles.
import { MatrixError } from '@chappe/contract'
import type { AccountRecord, Session } from '@chappe/homeserver/ports'
import type { AccountAct, AccountState, Job, Role } from '@chappe/policy'
import { deskScopeOf } from '@chappe/policy'
import type { DeskContext } from '../../deps.ts'
import type { DeskPorts } from '../../ports.ts'
import type { Doer, Recorded } from '../audit/audit.ts'

/** Why something is done. */
export interface Reason {
  reason: string
  case_id?: number | undefined
}

/** An account with what hangs on it. */
export interface AccountDetails extends AccountRecord {
  addresses: string[]
  devices: { deviceId: string; displayName: string | null; lastSeenIp: string | null; lastSeenAtMs: number | null; onProbationSinceMs: number | null }[]
  joinedRooms: number
  invitations: number
  job: Job
  /** A directory of the organisation says it, and the desk does not. */
  isJobOfDirectory: boolean
}

/** The operations. An account outside of one's scope is as if there were none: `M_NOT_FOUND`. */
export interface DeskAccounts {
  list(
    session: Session,
    filter: { text: string | undefined; state: AccountState | undefined },
    page: { from: number; limit: number },
  ): Promise<{ accounts: AccountRecord[]; total: number }>
  get(session: Session, userId: string): Promise<AccountDetails>
  /** Does an act that changes nothing but the state; gives back the state. */
  change(call: DeskCall, act: AccountAct, input: { userId: string } & Reason): Promise<AccountState>
  setRoles(call: DeskCall, input: { userId: string; roles: readonly Role[] } & Reason): Promise<AccountRecord>
  /** Says what somebody does; throws `M_BAD_STATE` where a directory of their organisation says it, or they are of none. */
  setJob(call: DeskCall, input: { userId: string } & Job & Reason): Promise<void>
  /** Ends the probation of a device; throws `M_NOT_FOUND` where none of that id waits. Its owner is told. */
  approveDevice(call: DeskCall, input: { userId: string; deviceId: string } & Reason): Promise<void>
}

/** Who calls which endpoint, from where. */
export interface DeskCall {
  operation: string
  session: Session
  ip: string
  /** Of the caller's roles those that the endpoint is for: another one widens nothing here. */
  roles: readonly Role[]
}

/** Ties the operations. */
export function createDeskAccounts(context: DeskContext): DeskAccounts {
  const { ports } = context
  const { accounts, directorySources, jobs } = ports
  return {
    async list(session, { text, state }, page) {
      const organisationNid = scopeNidOf(session)
      const states = state === undefined ? undefined : statesSeenAs(session, state)
      const found = await accounts.list({ text, states, organisationNid }, page)
      return { ...found, accounts: found.accounts.map((each) => asSeenBy(session, each)) }
    },
    async get(session, userId) {
      const account = await getInScope(ports, session, userId)
      const [addresses, devices, rooms, job] = await Promise.all([
        accounts.listAddresses(account),
        accounts.listDevices(account),
        accounts.countRooms(userId),
        jobs.get(userId),
      ])
      const isJobOfDirectory = await directorySources.tellsJobOf({ organisationNid: account.organisationNid, addresses })
      // The list knows of devices that were seen a moment ago, which the record may not yet.
      const seen = devices.flatMap(({ lastSeenAtMs: at }) => (at === null ? [] : [at]))
      const lastSeenAtMs = seen.length === 0 ? account.lastSeenAtMs : Math.max(...seen)
      return { ...asSeenBy(session, account), lastSeenAtMs, addresses, devices, joinedRooms: rooms.joined, invitations: rooms.invited, job, isJobOfDirectory }
    },
    change: (call, act, input) =>
      actOn(context, call, input, async (account, { actors, done }) => {
        const { after } = await accounts.change(account.userId, act, { actors, also: (tx) => done(tx) })
        return after
      }),
    setRoles: (call, input) =>
      actOn(context, call, input, async (account, { done }) => accounts.setRoles(account.userId, input.roles, (tx) => done(tx))),
    setJob: (call, { title, service, phone, place, ...input }) =>
      actOn(context, call, input, async (account, { done }) => {
        if (account.organisationNid === null) throw new MatrixError('M_BAD_STATE', { message: 'The account is of no organisation' })
        const addresses = await accounts.listAddresses(account)
        if (await directorySources.tellsJobOf({ organisationNid: account.organisationNid, addresses })) {
          throw new MatrixError('M_BAD_STATE', { message: 'The directory of the organisation says what they do' })
        }
        await jobs.set(account.userNid, { title, service, phone, place }, (tx) => done(tx))
      }),
    async approveDevice(call, { deviceId, ...input }) {
      const { displayName } = await actOn(context, call, input, (account, { done }) => accounts.approveDevice(account.userId, deviceId, (tx) => done(tx)))
      await tellOwner(context, input.userId, displayName ?? deviceId)
    },
  }
}

/** An owner who has not asked for it hears of it where the device does not: it follows the commit, and is not queued. */
async function tellOwner({ ports }: DeskContext, userId: string, device: string): Promise<void> {
  const { logger, publicUrl } = ports.ground
  const url = new URL('/account/not-me', publicUrl).href
  const letter = {
    fr: `L’administrateur de votre organisation a approuvé un appareil de votre compte : ${device}. Si vous ne l’avez pas demandé, arrêtez votre compte ici : ${url}`,
    en: `The admin of your organisation has approved a device of your account: ${device}. If you did not ask for it, stop your account here: ${url}`,
  }
  await ports.notify(userId, letter).catch((error: unknown) => logger.error({ err: error }, 'the owner of an approved device could not be told'))
}

/**
 * Does something to an account within one's scope, on record. Nobody does anything to themselves at the desk: neither
 * takes a role nor gets out of what others have done.
 */
export async function actOn<T>(
  { ports, audit, cases }: DeskContext,
  { operation, session, ip, roles }: DeskCall,
  input: { userId: string } & Reason,
  work: (account: AccountRecord, recorded: Recorded) => Promise<T>,
): Promise<T> {
  const doer: Doer = { session, ip }
  const deed = { operation, target: input.userId, reason: input.reason, caseId: input.case_id }
  // Looked up while the attempt is written down: whoever is to be contained reads on meanwhile.
  const found = getInScope(ports, { ...session, roles }, input.userId)
  found.catch(() => undefined)
  return audit.act(doer, deed, async (recorded) => {
    const account = await found
    if (account.userNid === session.userNid) throw ownAccount()
    if (!HELPS.has(operation) && isBeyond(account, roles)) throw new MatrixError('M_FORBIDDEN', { message: 'Your role does not let you do that to this account' })
    await cases.assertThere(input.case_id)
    return work(account, recorded)
  })
}

/** What an admin of an organisation does for whoever watches over it, as for anybody else there. */
const HELPS: ReadonlySet<string> = new Set(['approveDeskDevice', 'setAccountJob', 'askDeskRecovery'])

/** Whether somebody has a role that reaches further than those by which they would be stopped. */
function isBeyond({ roles }: AccountRecord, by: readonly Role[]): boolean {
  return deskScopeOf(by) === 'own organisation' && deskScopeOf(roles) === 'everybody'
}

/** Nobody decides at the desk what is about themselves. */
export function ownAccount(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'That is your own account' })
}

async function getInScope(ports: DeskPorts, session: Scoped, userId: string): Promise<AccountRecord> {
  const account = await ports.accounts.get(userId)
  const organisationNid = scopeNidOf(session)
  if (organisationNid !== undefined && account.organisationNid !== organisationNid) {
    throw new MatrixError('M_NOT_FOUND', { message: 'There is no such account' })
  }
  return account
}

/** Whom somebody reaches: by which roles, and of which organisation they are. */
type Scoped = Pick<Session, 'roles' | 'organisationNid'>

/** The organisation somebody is confined to; undefined: none. Who is confined to one and is of none sees nobody. */
function scopeNidOf(session: Scoped): number | undefined {
  return deskScopeOf(session.roles) === 'everybody' ? undefined : (session.organisationNid ?? -1)
}

/** The states that somebody sees as one: whom the security desk watches is not for the organisation to know. */
function statesSeenAs(session: Session, state: AccountState): AccountState[] {
  if (scopeNidOf(session) === undefined) return [state]
  return state === 'active' ? ['active', 'watched'] : state === 'watched' ? [] : [state]
}

function asSeenBy(session: Session, account: AccountRecord): AccountRecord {
  const isConfined = scopeNidOf(session) !== undefined
  return isConfined && account.state === 'watched' ? { ...account, state: 'active' } : account
}
