// What a feature asks of accounts when an act needs more than an access token.
import type { AuthData } from '@chappe/contract'
import type { Session } from './session.ts'

/** User-interactive authentication. https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api */
export interface Reauthentication {
  /**
   * Resolves when `auth` (the member `auth` of the request's body) proves anew that the session's user is
   * there. Otherwise throws: 401 with the flows and a session, M_FORBIDDEN for a wrong password.
   */
  requireReauthentication(session: Session, auth: AuthData | undefined): Promise<void>
}
