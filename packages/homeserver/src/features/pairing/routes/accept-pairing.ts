// POST /_chappe/client/v1/pairings/accept
import { acceptPairing } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'

/** Lets the device in. */
export function acceptPairingRoute(pairings: Pairings): Route {
  return route(acceptPairing, async ({ session, request, body }) => ({ device_id: await pairings.accept({ session, ip: request.ip }, body.token) }))
}
