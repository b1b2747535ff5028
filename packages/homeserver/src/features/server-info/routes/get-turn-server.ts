// GET /_matrix/client/v3/voip/turnServer
import { getTurnServer } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Answers a constant: no TURN server is offered. */
export function getTurnServerRoute(): Route {
  return route(getTurnServer, () => ({}))
}
