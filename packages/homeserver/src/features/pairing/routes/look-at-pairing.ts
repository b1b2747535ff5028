// POST /_chappe/client/v1/pairings/look
import { lookAtPairing } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'
import { toPairedDevice } from './answers.ts'

/** How a code stands. */
export function lookAtPairingRoute(pairings: Pairings): Route {
  return route(lookAtPairing, async ({ session, request, body }) => {
    const { state, reason, other } = await pairings.look({ session, ip: request.ip }, body.token)
    return { state, ...(reason === undefined ? {} : { reason }), ...(other === undefined ? {} : { other: toPairedDevice(other) }) }
  })
}
