// Every route about the server itself.
import type { Route } from '../../../http/route.ts'
import type { ServerInfo } from '../server-info.ts'
import { capabilitiesRoute } from './capabilities.ts'
import { federationVersionRoute } from './federation-version.ts'
import { getRtcTransportsRoute } from './get-rtc-transports.ts'
import { getTurnServerRoute } from './get-turn-server.ts'
import { livezRoute } from './livez.ts'
import { readyzRoute } from './readyz.ts'
import { versionsRoute } from './versions.ts'
import { wellKnownClientRoute } from './well-known-client.ts'
import { wellKnownSupportRoute } from './well-known-support.ts'
import { wellKnownPolicyServerRoute } from './well-known-policy-server.ts'

/** The routes, tied to their operations. */
export function serverInfoRoutes(info: ServerInfo): Route[] {
  return [
    versionsRoute(),
    capabilitiesRoute(info),
    wellKnownClientRoute(info),
    wellKnownSupportRoute(info),
    getTurnServerRoute(info),
    getRtcTransportsRoute(info),
    livezRoute(),
    readyzRoute(info),
    federationVersionRoute(info),
    wellKnownPolicyServerRoute(info),
  ]
}
