// GET /.well-known/matrix/client
import { wellKnownClient } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ServerInfo } from '../server-info.ts'

/** Answers from the configuration. */
export function wellKnownClientRoute(info: ServerInfo): Route {
  return route(wellKnownClient, () => ({
    'm.homeserver': { base_url: info.baseUrl },
    'org.chappe.accessibility': { degree: info.accessible },
    ...(info.rtcTransports.length === 0 ? {} : { 'org.matrix.msc4143.rtc_foci': info.rtcTransports }),
  }))
}
