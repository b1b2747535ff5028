// Sessions of interactive authentication as the fallback pages see them, whatever operation they are of.
import type { AuthData, MatrixError } from '@chappe/contract'

/** What may be asked for. */
export type Stage = 'm.login.dummy' | 'm.login.password' | 'm.login.registration_token' | 'm.login.email.identity'

/** A session that waits for its stage. */
export interface OpenSession {
  stage: Stage
  isDone: boolean
  /** Does the stage outside the call; gives back the refusal, if there is one. */
  complete(auth: AuthData): Promise<MatrixError | undefined>
}

/** The sessions of one operation. */
export interface OperationSessions {
  find(id: string): OpenSession | undefined
  /** Ends those that are of an account, or in which it has shown who it is. */
  endOf(userId: string): void
}

/** The sessions of every operation. */
export type OpenSessions = Set<OperationSessions>
