// POST /_chappe/client/v1/pairings/end
import { endPairing } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'

/** Makes a code useless. */
export function endPairingRoute(pairings: Pairings): Route {
  return route(endPairing, async ({ session, request, body }) => {
    await pairings.end({ session, ip: request.ip }, body.token, body.reason)
    return {}
  })
}
