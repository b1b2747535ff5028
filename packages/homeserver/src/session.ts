// Who is calling: the account and the device behind an access token.
import type { AccountType, Role } from '@chappe/policy'

/** The numbers under which an account and its device stand in the database, and what the caller may do. */
export interface Session {
  userId: string
  userNid: number
  deviceId: string
  deviceNid: number
  isGuest: boolean
  isAdmin: boolean
  /** The account may read, but not act; see `mayWhileSuspended` of the policy. */
  isSuspended: boolean
  /** What kind of account it is; decided by the address it was enrolled with. */
  accountType: AccountType
  /** The number of the organisation it belongs to, if it does to any. */
  organisationNid: number | undefined
  /** What it may do at the desk. */
  roles: readonly Role[]
  /** Since when the device waits to be approved, in milliseconds since 1970; undefined: it does not. */
  onProbationSinceMs: number | undefined
  /** Of a device that was signed in through OAuth 2.0. */
  oauth?: OAuthSession
  /** Whether it still counts; what the server does by itself needs none. */
  life?: SessionLife
  /** The application service that acts as the account; its requests are a device's only if they name one. */
  appservice?: AppserviceActing
}

/** How a device was signed in through OAuth 2.0. */
export interface OAuthSession {
  clientId: string
  /** The thumbprint of the key that its tokens are bound to; without one they are good for whoever has them. */
  dpopJkt: string | undefined
}

/** Whom a session is of. */
type SessionNames = Pick<Session, 'userId' | 'userNid' | 'deviceId' | 'deviceNid'>

/** The session in which the server itself does something in somebody's name: it has no rights beside theirs. */
export function ownSession(names: SessionNames): Session {
  return {
    ...names,
    isGuest: false,
    isAdmin: false,
    isSuspended: false,
    accountType: 'agent',
    organisationNid: undefined,
    roles: [],
    onProbationSinceMs: undefined,
  }
}

/** What is sent later is sent by none of its account's devices; its transaction is the id of its delay. */
export const NO_DEVICE = 0

/** How an application service acts. */
export interface AppserviceActing {
  id: string
  isRateLimited: boolean
  /** When what is sent is said to have been sent, in milliseconds since 1970. */
  originServerTs: number | undefined
}

/**
 * Turns over when what is known of the session no longer counts: its answers are checked anew before they leave, and
 * no event is appended for it any more.
 */
export interface SessionLife {
  isOver: boolean
  /** How many calls that change something are under way. */
  changing: number
  /** Called when the last of them has ended. */
  onQuiet: (() => void) | undefined
  /** What it asked to be changed before is answered still: that it has signed out, say. */
  isHeardOut?: boolean
}

/** The life of a session that begins. */
export function newLife(): SessionLife {
  return { isOver: false, changing: 0, onQuiet: undefined }
}

/** A call that changes something has ended. */
export function endChange(life: SessionLife): void {
  life.changing -= 1
  if (life.changing === 0) life.onQuiet?.()
}

/**
 * How what is known of a session stops to count. `changed`: it is looked up anew at its next use. `ended`: what is held or
 * sent for it ends, but what it asked to be done is still answered. `stopped`: nothing more is said to it at all.
 */
export type ForgetHow = 'changed' | 'ended' | 'stopped'

/** Thrown where a request is under way for a session that is over: the call is begun anew, if its token still is good. */
export class SessionOver extends Error {}

/** Throws `SessionOver` where nothing more may be gathered for a session. */
export function assertLive({ life }: { life?: SessionLife | undefined }): void {
  if (life?.isOver === true) throw new SessionOver('the session is over')
}

/** The query of a request, as text. */
export type RequestQuery = Readonly<Record<string, string | string[] | undefined>>

/** Finds the session of an access token; throws `M_UNKNOWN_TOKEN` or `M_USER_LOCKED` where there is none to use. */
export interface Authenticator {
  /**
   * `ip`: where the call comes from, noted as where the device was last seen. `whileLocked`: a locked account gets
   * through, for signing out. `query`: whom an application service means.
   */
  authenticate(accessToken: string, ip?: () => string, whileLocked?: boolean, query?: RequestQuery): Promise<Session> | Session
  /**
   * A session given out before, for the same token as then: without hashing the token again. Nothing where it has been
   * forgotten and the token has to be looked up. Throws as `authenticate` does.
   */
  reuse(session: Session, ip: () => string, whileLocked?: boolean): Session | undefined
}
