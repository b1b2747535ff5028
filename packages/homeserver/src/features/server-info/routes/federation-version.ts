// GET /_matrix/federation/v1/version
import { federationVersion } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ServerInfo } from '../server-info.ts'

/** Answers a constant. */
export function federationVersionRoute(info: ServerInfo): Route {
  return route(federationVersion, () => ({ server: { name: 'Chappe', version: info.version } }))
}
