// GET /readyz
import { readyz } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ServerInfo } from '../server-info.ts'

/** Asks the database. */
export function readyzRoute(info: ServerInfo): Route {
  return route(readyz, async () => {
    await info.assertReady()
    return { status: 'ok' as const, database: 'ok' as const }
  })
}
