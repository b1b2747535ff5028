// GET /_matrix/client/v3/voip/turnServer
import { getTurnServer } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ServerInfo } from '../server-info.ts'

/** Answers credentials, or an empty object where no TURN server is offered. */
export function getTurnServerRoute(info: ServerInfo): Route {
  return route(getTurnServer, ({ session }) => info.turnCredentials(session.userId) ?? {})
}
