// From a call of an endpoint to who does what from where.
import type { Session } from '@chappe/homeserver/ports'
import type { Role } from '@chappe/policy'
import type { DeskCall } from './features/accounts/accounts.ts'

/** The call as the operations of the desk take it. */
export function deskCallOf({ operation, roles }: { operation: string; roles?: readonly Role[] }, { session, request }: { session: Session; request: { ip: string } }): DeskCall {
  return { operation, session, ip: request.ip, roles: session.roles.filter((role) => roles?.includes(role) === true) }
}
