// What a feature tells the security desk.
import type { Db, Tx } from './db/pool.ts'

/** What there is to look at. */
export type AlertKind =
  /** A refresh token was used after it was spent: somebody else has it too. Every token of the device has ended. */
  | 'refresh_token_reused'
  /** An authorization code was used a second time. Every token of the device has ended. */
  | 'authorization_code_reused'
  /** Tokens were handed in for revocation by somebody else than the client they are of. */
  | 'token_revoked_by_other'
  /** A passkey came with a counter that had been passed: there is a copy of it. */
  | 'copy_of_passkey'
  /** Somebody typed the code of a device that had shown no passkey: they may have been talked into it. Nothing was signed in. */
  | 'device_code_typed_early'
  /** A code between two devices was not taken: of another account or server, old, used, altered, or without a passkey. Nothing was let in. */
  | 'pairing_refused'
  /** Somebody says that they were tricked into something. */
  | 'owner_was_tricked'
  /** Somebody says that a sign-in to their account was none of theirs. */
  | 'sign_in_reported'
  /** An owner said that somebody else was in their account, which is contained since. */
  | 'takeover_reported'

/** One alert. `detail` holds ids and counts, never a secret. */
export interface Alert {
  kind: AlertKind
  userNid: number
  /** Empty where no device is known, as before a sign-in. */
  deviceId: string
  detail: Readonly<Record<string, string | number>>
}

/** An alert as it was written down. */
export interface StoredAlert extends Omit<Alert, 'kind' | 'userNid'> {
  alertNid: number
  atMs: number
  kind: string
  /** Null: an account that is not there any more. */
  userId: string | null
  /** It is about an account of a drill. */
  isExercise: boolean
  /** Who has looked at it; null: nobody yet. */
  handledBy: string | null
  handledAtMs: number | null
  caseNid: number | null
}

/** Where alerts are read. */
export interface AlertLog {
  /** Newest first; `from`: older than this number, 0 for the newest. */
  list(page: { from: number; limit: number }, filter?: { isOpen?: boolean | undefined }): Promise<StoredAlert[]>
  /** How many nobody has looked at: of people, and of drills. */
  countOpen(): Promise<{ real: number; exercise: number }>
  /** Somebody has looked at it; `also` commits with that. Throws `M_NOT_FOUND`, and `M_BAD_STATE` where somebody has already. */
  handle(alertNid: number, handling: { userNid: number | null; caseNid: number | undefined }, also: (tx: Tx, alert: StoredAlert) => Promise<void>): Promise<StoredAlert>
}

/** Where alerts are raised. */
export interface Alerts {
  /** Writes the alert down, within a transaction where what it is about changes. */
  raise(tx: Db | Tx, alert: Alert): Promise<void>
}
