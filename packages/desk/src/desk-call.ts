// From a call of an endpoint to who does what from where.
import type { Session } from '@chappe/homeserver/ports'
import type { DeskCall } from './features/accounts/accounts.ts'

/** The call as the operations of the desk take it. */
export function deskCallOf(endpoint: { operation: string }, call: { session: Session; request: { ip: string } }): DeskCall {
  return { operation: endpoint.operation, session: call.session, ip: call.request.ip }
}
