// POST /_chappe/client/v1/pairings/begin
import { beginPairing } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'

/** What a device that waits asks its browser for. */
export function beginPairingRoute(pairings: Pairings): Route {
  return route(beginPairing, async ({ session, request }) => ({ options: await pairings.begin({ session, ip: request.ip }) }))
}
