// Who is calling: the account and the device behind an access token.

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
}

/** Finds the session of an access token; throws `M_UNKNOWN_TOKEN` or `M_USER_LOCKED` where there is none to use. */
export interface Authenticator {
  /**
   * `ip`: where the call comes from, noted as where the device was last seen. `whileLocked`: a locked account gets
   * through, for signing out.
   */
  authenticate(accessToken: string, ip?: () => string, whileLocked?: boolean): Promise<Session> | Session
  /**
   * A session given out before, for the same token as then: without hashing the token again. Nothing where it has been
   * forgotten and the token has to be looked up. Throws as `authenticate` does.
   */
  reuse(session: Session, ip: () => string, whileLocked?: boolean): Session | undefined
}
